/** Where in a text does a statement begin and end, with what belongs to it? Comments on it, its line breaks, one blank line. */

import type { Statement } from 'ts-morph'
import type { Splice } from '../../../core/model.mts'

/** From, to: offsets, the second one exclusive. */
export type Range = readonly [number, number]

/** Comments that speak of the file, not of the statement below. */
const OF_FILE = /licen[cs]e|copyright|@file|@module|eslint-|@ts-|@jsx|prettier|biome-|^#!/i

export const rangeOf = (statement: Statement, text: string): Range => [
  lineStart(text, withComments(statement, text)),
  lineEnd(text, statement.getEnd()),
]

function withComments(statement: Statement, text: string): number {
  let start = statement.getStart()
  for (const comment of statement.getLeadingCommentRanges().toReversed()) {
    const between = text.slice(comment.getEnd(), start)
    if (between.split('\n').length > 2 || OF_FILE.test(comment.getText())) break
    start = comment.getPos()
  }
  return start
}

function lineStart(text: string, at: number): number {
  const start = text.lastIndexOf('\n', at - 1) + 1
  return text.slice(start, at).trim() === '' ? start : at
}

function lineEnd(text: string, at: number): number {
  const rest = /^[ \t;]*(\/\/[^\r\n]*)?\r?(\n|$)/.exec(text.slice(at, at + 500))
  return rest === null ? at : at + rest[0].length
}

/** What lies in several ranges is removed once; of the blank lines around each, one side stays. */
export function removals(text: string, ranges: readonly Range[]): Splice[] {
  const joined: [number, number][] = []
  for (const [from, to] of [...ranges].sort((a, b) => a[0] - b[0])) {
    const last = joined.at(-1)
    if (last !== undefined && from <= last[1]) last[1] = Math.max(last[1], to)
    else joined.push([from, to])
  }
  return joined
    .map(range => withBlank(text, range))
    .map(([from, to]) => ({ at: from, removes: to - from, text: '' }))
}

function withBlank(text: string, [from, to]: Range): Range {
  const before = /(?:^|\n)([ \t]*\r?\n)$/.exec(text.slice(Math.max(0, from - 200), from))?.[1]
  if (from > 0 && before === undefined) return [from, to]
  if (to >= text.length) return [from - (before?.length ?? 0), to]
  const after =
    text[to - 1] === '\n' ? /^[ \t]*\r?\n/.exec(text.slice(to, to + 200))?.[0] : undefined
  return [from, to + (after?.length ?? 0)]
}
