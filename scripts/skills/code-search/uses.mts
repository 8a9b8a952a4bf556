/** Where is a name used? Words of the code in one file, and the function or export they stand in. */

import { type Followed, workingCode } from '../../core/code-text.mts'
import type { SourceFacts } from '../../core/facts.mts'

export interface Owner {
  readonly name: string
  readonly line: number
  /** A class or type: whoever names it need not use the part of it that is meant. */
  readonly isType?: true
}

/** The module's own code. */
const MODULE: Owner = { name: '', line: 1 }

/** Words and owners of one file. */
export class FileUses {
  private readonly lines = new Map<string, number[]>()
  private readonly facts: SourceFacts

  constructor(text: string, facts: SourceFacts, language: Followed) {
    this.facts = facts
    let line = 1
    for (const [mark] of workingCode(text, language).matchAll(/\n|[\p{L}_$][\p{L}\p{N}_$]*/gu)) {
      if (mark === '\n') line++
      else if (mark.length > 1) this.add(mark, line)
    }
  }

  private add(word: string, line: number): void {
    const known = this.lines.get(word)
    if (known === undefined) this.lines.set(word, [line])
    else if (known.at(-1) !== line) known.push(line)
  }

  usersOf(word: string): readonly Owner[] {
    const users = new Map<string, Owner>()
    for (const line of this.lines.get(word) ?? []) {
      const owner = ownerAt(this.facts, line)
      users.set(owner.name, owner)
    }
    return [...users.values()]
  }
}

/** The outermost named function around a line, for what is inside it is seen by nobody else; else the export before it, else the module. */
export function ownerAt({ functions, exports, symbols }: SourceFacts, line: number): Owner {
  const around = functions
    .filter(each => each.line <= line && line <= each.endLine)
    .toSorted((a, b) => a.line - b.line || b.endLine - a.endLine)
    .find(({ name }) => !name.includes('<anonymous>'))
  if (around !== undefined) return { name: around.name, line: around.line }
  const before = [...exports.filter(({ from }) => from === null), ...symbols]
    .filter(each => each.line <= line && !('kind' in each && each.kind === 'module'))
    .toSorted((a, b) => b.line - a.line)[0]
  const ended = functions.some(
    each => before !== undefined && each.line >= before.line && each.endLine < line,
  )
  return before === undefined || (ended && before.line !== line)
    ? MODULE
    : {
        name: before.name,
        line: before.line,
        ...(symbols.some(isTypeNamed(before.name)) ? { isType: true } : {}),
      }
}

const isTypeNamed =
  (name: string) =>
  (each: SourceFacts['symbols'][number]): boolean =>
    each.name === name && (each.kind === 'class' || each.kind === 'type')
