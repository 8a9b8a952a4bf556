/** Where is a name used? Words of the code in one file, what they stand on, and the function or export they stand in. */

import { bareCode, type Followed, workingCode } from '../../core/code-text.mts'
import type { FunctionFacts, SourceFacts } from '../../core/facts.mts'
import { basesIn, type TypedName, typedNamesIn } from './declared.mts'

export interface Owner {
  readonly name: string
  readonly line: number
  /** A class or type: whoever names it need not use the part of it that is meant. */
  readonly isType?: true
}

/** One word of the code. */
export interface Use {
  readonly line: number
  readonly owner: Owner
  /** What stands before its dot: a chain of names, `''` for a literal, `?` for what is computed; null where there is no dot. */
  readonly receiver: string | null
  /** The code in front of it, without blanks at its end, and behind it. */
  readonly before: string
  readonly after: string
}

/** The module's own code. */
const MODULE: Owner = { name: '', line: 1 }
/** A chain of names longer than this is none. */
const LONGEST_CHAIN = 200

/** Words and owners of one file. */
export class FileUses {
  readonly language: Followed
  readonly facts: SourceFacts
  private readonly text: string
  private readonly code: string
  private readonly places = new Map<string, { at: number; line: number }[]>()
  private bases: ReadonlyMap<string, readonly string[]> | null = null
  private typed: ReadonlyMap<string, readonly TypedName[]> | null = null

  constructor(text: string, facts: SourceFacts, language: Followed) {
    this.text = text
    this.facts = facts
    this.language = language
    this.code = workingCode(text, language)
    let line = 1
    for (const { 0: mark, index } of this.code.matchAll(/\n|[\p{L}_$][\p{L}\p{N}_$]*/gu)) {
      if (mark === '\n') line++
      else if (mark.length > 1) this.add(mark, { at: index, line })
    }
  }

  private add(word: string, place: { at: number; line: number }): void {
    const known = this.places.get(word)
    if (known === undefined) this.places.set(word, [place])
    else known.push(place)
  }

  usesOf(word: string): readonly Use[] {
    return (this.places.get(word) ?? []).map(({ at, line }) => {
      const before = this.code.slice(Math.max(0, at - LONGEST_CHAIN), at).trimEnd()
      const after = this.code.slice(at + word.length, at + word.length + 80)
      const receiver = receiverIn(before)
      return { line, owner: ownerAt(this.facts, line), receiver, before, after }
    })
  }

  /** What classes of this file say they extend. */
  basesOf(name: string): readonly string[] {
    this.bases ??= basesIn(this.code, this.language)
    return this.bases.get(name) ?? []
  }

  /** Types the file gives to the last name of a receiver: a variable has that of the function around the line, a field any. */
  typesOf(receiver: string, line: number): readonly string[] {
    this.typed ??= typedNamesIn(this.code, this.language)
    const { functions } = this.facts
    const known = this.typed.get(receiver.slice(receiver.lastIndexOf('.') + 1)) ?? []
    const seen = receiver.includes('.')
      ? known
      : known.filter(each => functions.every(f => holds(f, line) || !holds(f, each.line)))
    return [...new Set(seen.map(({ type }) => type))]
  }

  /** What an import of this file calls a name of another module. */
  aliasesOf(word: string): readonly string[] {
    if (this.language !== 'python' || !this.text.includes(' as ')) return []
    const renamed = new RegExp(`^[^#\\n]*\\b${word}[ \\t]+as[ \\t]+(\\w+)`, 'gm')
    return [...bareCode(this.text, this.language).matchAll(renamed)].map(([, alias = '']) => alias)
  }
}

const holds = ({ line: first, endLine }: FunctionFacts, line: number): boolean =>
  first <= line && line <= endLine

function receiverIn(before: string): string | null {
  if (!/[.:]$/.test(before) || !/(\.|::)$/.test(before)) return null
  const chain =
    /(?:([\p{L}_$][\p{L}\p{N}_$]*(?:\s*\.\s*[\p{L}_$][\p{L}\p{N}_$]*)*(?:\(\))?)|([)\]}]))?\s*[?!]?(?:\.|::)$/u
  const [, names, closing] = chain.exec(before) ?? []
  return names === undefined ? (closing === undefined ? '' : '?') : names.replace(/\s+/g, '')
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
