/** Which modules does Go build from go.mod? Since Go 1.17 its require list is the whole build list. */

import { below } from '../../core/paths.mts'
import { type Entry, type Format, reading, type Source } from './reading.mts'

export const go: Format = {
  ecosystem: 'Go',
  basename: /^go\.mod$/,
  wants: ({ paths }) => below('', 'go.mod', paths),
  read(source) {
    const directives = parse(source.text)
    if (typeof directives === 'string') return directives
    if (!directives.some(({ verb }) => verb === 'module'))
      return 'It has no module line, so it is not a go.mod file.'
    const replacements = directives.filter(({ verb }) => verb === 'replace').map(replacement)
    const own = ownModules(source)
    const entries = directives.flatMap(({ verb, words, isIndirect }): Entry[] => {
      const [name = '', version = ''] = words
      if (verb !== 'require' || own.has(name)) return []
      const replaced = replacements.find(
        each => each.from === name && (each.version === '' || each.version === version),
      )
      if (replaced !== undefined && /^\.{0,2}\//.test(replaced.to)) return []
      const target = replaced === undefined ? { name, version } : replaced.target
      return [{ ...target, direct: !isIndirect, dev: false }]
    })
    return reading('Go', source.path, entries, { notes: notesOn(directives, entries) })
  },
}

/** Modules of this repository, which others of it may require by their public names. */
const ownModules = ({ paths, neighbour }: Source) =>
  new Set(
    below('', 'go.mod', paths).flatMap(
      path => /^module\s+"?([^\s"]+)/m.exec(neighbour(path) ?? '')?.[1] ?? [],
    ),
  )

interface Directive {
  readonly verb: string
  readonly words: readonly string[]
  readonly isIndirect: boolean
}

/** One directive a line, or a bracketed block of lines under one verb. */
function parse(text: string): readonly Directive[] | string {
  const directives: Directive[] = []
  let block: string | null = null
  for (const [index, line] of text.split(/\r?\n/).entries()) {
    const [code = '', ...comments] = line.split('//')
    const words = (code.match(/"[^"]*"|`[^`]*`|[^\s"`]+/g) ?? []).map(unquoted)
    if (words.length === 0) continue
    if (words[0] === ')') {
      if (block === null) return `Line ${index + 1} closes a block that was never opened.`
      block = null
      continue
    }
    const isIndirect = /^\s*indirect\b/.test(comments.join('//'))
    if (block !== null) directives.push({ verb: block, words, isIndirect })
    else if (words[1] === '(') block = words[0] ?? null
    else directives.push({ verb: words[0] ?? '', words: words.slice(1), isIndirect })
  }
  return block === null ? directives : 'A block of it is never closed.'
}

const unquoted = (word: string) => (/^["`]/.test(word) ? word.slice(1, -1) : word)

function replacement({ words }: Directive) {
  const arrow = words.indexOf('=>')
  const [from = '', version = ''] = words.slice(0, arrow)
  const [to = '', toVersion = ''] = words.slice(arrow + 1)
  return { from, version, to, target: { name: to, version: toVersion } }
}

function notesOn(directives: readonly Directive[], entries: readonly Entry[]): string[] {
  const written = directives.find(({ verb }) => verb === 'go')?.words[0] ?? ''
  const language = /^\d{1,3}\.\d{1,3}/.exec(written)?.[0] ?? '1.16'
  const [major = 1, minor = 0] = language.split('.').map(Number)
  if (major > 1 || minor >= 17 || entries.length === 0) return []
  return [
    `It is of Go ${language}, before go.mod listed indirect modules (1.17): those are not known.`,
  ]
}
