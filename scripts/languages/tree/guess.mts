/** Which lines hold code and which only comment when no grammar has read the text? A guess for files that do not parse. */

import { type LineRange, lineOf } from '../text.mts'

export interface Style {
  readonly comment: '#' | '//'
  /** Quotes whose strings may span lines. */
  readonly long: readonly string[]
}

type Piece = readonly [kind: 'comment' | 'string' | 'mark', start: number, end: number]

/** Comments, strings and what stands between them, character by character, blanks left out; in linear time. */
function* pieces(text: string, { comment, long }: Style): Generator<Piece> {
  const missing = new Set<string>()
  const endOf = (mark: string, from: number): number => {
    const at = missing.has(mark) ? -1 : text.indexOf(mark, from)
    if (at === -1) missing.add(mark)
    return at === -1 ? text.length : at + mark.length
  }
  for (let at = 0; at < text.length; ) {
    const start = at
    const opening = long.find(quote => text.startsWith(quote, start))
    if (text.startsWith(comment, at)) {
      at = lineEnd(text, at)
      yield ['comment', start, at]
    } else if (comment === '//' && text.startsWith('/*', at)) {
      at = endOf('*/', at + 2)
      yield ['comment', start, at]
    } else if (opening !== undefined) {
      at = endOf(opening, at + opening.length)
      yield ['string', start, at]
    } else if (text[at] === '"' || text[at] === "'") {
      at = quoteEnd(text, at)
      yield ['string', start, at]
    } else {
      at++
      if (text.charCodeAt(start) > 32) yield ['mark', start, at]
    }
  }
}

/** Lines of code and of comment, for `countLines`. */
export function guessedLines(
  text: string,
  starts: Uint32Array,
  style: Style,
): { readonly tokens: LineRange[]; readonly comments: LineRange[] } {
  const tokens: LineRange[] = []
  const comments: LineRange[] = []
  let line = 1
  for (const [kind, start, end] of pieces(text, style)) {
    while (line < starts.length && (starts[line] as number) <= start) line++
    const last = end - start > 1 ? lineOf(starts, end - 1) : line
    if (kind === 'comment') comments.push([line, last])
    else if (tokens[tokens.length - 1]?.[1] !== last) tokens.push([line, last])
  }
  return { tokens, comments }
}

/** 1-based line at which more `<` are open than `limit` within one statement, or null. */
export function tooManyAnglesAt(
  text: string,
  starts: Uint32Array,
  style: Style,
  limit: number,
): number | null {
  if (text.split('<', limit + 2).length <= limit) return null
  let depth = 0
  for (const [kind, start] of pieces(text, style)) {
    if (kind !== 'mark') continue
    const mark = text[start] as string
    if (';{}'.includes(mark)) depth = 0
    else if (mark === '>') depth = Math.max(0, depth - 1)
    else if (mark === '<' && ++depth > limit) return lineOf(starts, start)
  }
  return null
}

function quoteEnd(text: string, start: number): number {
  const quote = text.charCodeAt(start)
  for (let at = start + 1; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code === 10 || code === 13) return at
    if (code === 92) at++
    else if (code === quote) return at + 1
  }
  return text.length
}

function lineEnd(text: string, start: number): number {
  for (let at = start; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code === 10 || code === 13) return at
  }
  return text.length
}
