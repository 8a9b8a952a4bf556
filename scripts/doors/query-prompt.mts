/** How does a person ask one question after another? Lines until a semicolon, a few dot commands, Ctrl-C to start over. */

import { createInterface } from 'node:readline'
import type { Readable, Writable } from 'node:stream'
import { UserFault } from '../core/fault.mts'
import type { Answer } from '../edge/store.mts'
import { visible } from '../report/escape.mts'

export interface Asked {
  ask(sql: string): Promise<Answer>
  show(answer: Answer): string
  /** Gives up the question being answered. */
  stop(): void
  readonly tables: readonly string[]
  /** Name and what it answers. */
  readonly views: readonly (readonly [name: string, answers: string])[]
}

const READY = 'shipworthy> '
const MORE = '        ... '

const HELP = `End a question with ; and press Enter. It may take several lines.
.tables        what is stored
.views         questions that are answered already
.schema NAME   columns of a table or view
.help          this text
.quit          leave (also Ctrl-D); Ctrl-C drops what was typed or asked
`

/** Resolves when the person leaves. A question that fails is answered with a sentence, and the prompt stays. */
export function prompt(
  asked: Asked,
  input: Readable,
  output: Writable,
  isTerminal: boolean,
): Promise<void> {
  const lines = createInterface({
    input,
    output,
    terminal: isTerminal,
    prompt: READY,
    historySize: 1000,
  })
  let typed: string[] = []
  let isOpen = true
  let isLeft = false
  let isBusy = false
  let turn = Promise.resolve()
  const ready = () => {
    if (!isOpen) return
    lines.setPrompt(typed.length === 0 ? READY : MORE)
    lines.prompt()
  }
  const take = async (line: string) => {
    if (isLeft) return
    const isCommand = typed.length === 0 && line.trim().startsWith('.')
    if (isCommand && /^\.(quit|exit)\b/.test(line.trim())) {
      isLeft = true
      return lines.close()
    }
    if (line.trim() !== '' || typed.length > 0) typed.push(line)
    if (isCommand || /;\s*$/.test(line)) {
      const text = typed.join('\n')
      typed = []
      isBusy = true
      output.write(await replyTo(asked, text))
      isBusy = false
    }
    ready()
  }
  const startOver = async () => {
    typed = []
    ready()
  }
  /** The line being typed goes: to its end, then all of it. */
  const clearLine = () => {
    lines.write(null, { ctrl: true, name: 'e' })
    lines.write(null, { ctrl: true, name: 'u' })
    output.write('^C\n')
  }
  return new Promise((resolve, reject) => {
    const queue = (task: () => Promise<void>) => {
      turn = turn.then(task)
      turn.catch(reject)
    }
    lines.on('line', line => queue(() => take(line)))
    lines.on('SIGINT', () => {
      if (isBusy) return asked.stop()
      clearLine()
      queue(startOver)
    })
    lines.on('close', () => {
      isOpen = false
      if (isTerminal) output.write('\n')
      turn.then(resolve, reject)
    })
    output.write('Ask in SQL. .help tells more.\n')
    ready()
  })
}

async function replyTo(asked: Asked, text: string): Promise<string> {
  try {
    return text.trim().startsWith('.')
      ? await command(asked, text.trim())
      : asked.show(await asked.ask(text))
  } catch (error) {
    if (error instanceof UserFault) return `${visible(error.message)}\n`
    throw error
  }
}

async function command({ tables, views, ask, show }: Asked, text: string): Promise<string> {
  const [name, argument] = text.replace(/;\s*$/, '').split(/\s+/)
  if (name === '.tables') return `${tables.join('\n')}\n`
  if (name === '.views')
    return views.map(([view, answers]) => `${view.padEnd(16)} ${answers}\n`).join('')
  if (name === '.help') return HELP
  if (name !== '.schema') return `There is no ${visible(name ?? '')}: .help lists what there is.\n`
  if (argument === undefined) return 'Of which table or view? .tables and .views list them.\n'
  return show(
    await ask(
      `SELECT column_name AS "column", column_type AS type FROM (DESCRIBE "${argument.replaceAll('"', '""')}")`,
    ),
  )
}
