/** What can be known of source text in any language? Lines, hashes, and whether a person wrote it. */

import { type TodoLine, todoLines } from '../core/todos.mts'

export interface LineCounts {
  readonly lines: number
  readonly code: number
  readonly comments: number
  /** Code lines from `first` to `last`, 1-based and inclusive. */
  codeIn(first: number, last: number): number
}

/** First and last line of a token or comment, 1-based and inclusive. */
export type LineRange = readonly [first: number, last: number]

const LINE_FEED = 10
const CARRIAGE_RETURN = 13

/**
 * Offset (UTF-16) at which each line starts; its length is the number of lines. LF, CR LF and a lone CR
 * are one break each, and a break at the very end does not start another line.
 */
export function lineStarts(text: string): Uint32Array {
  const hasReturns = text.includes('\r')
  let starts = new Uint32Array(256)
  let count = 0
  for (let start = 0; start < text.length; ) {
    if (count === starts.length) {
      const wider = new Uint32Array(count * 2)
      wider.set(starts)
      starts = wider
    }
    starts[count++] = start
    start = hasReturns ? nextLine(text, start) : text.indexOf('\n', start) + 1 || text.length
  }
  return starts.slice(0, count)
}

function nextLine(text: string, from: number): number {
  for (let at = from; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code === LINE_FEED) return at + 1
    if (code === CARRIAGE_RETURN) return text.charCodeAt(at + 1) === LINE_FEED ? at + 2 : at + 1
  }
  return text.length
}

/** 1-based line of an offset; one past the end of the text is on the last line. */
export function lineOf(starts: Uint32Array, offset: number): number {
  let low = 0
  let high = starts.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((starts[middle] as number) <= offset) low = middle + 1
    else high = middle
  }
  return Math.max(1, low)
}

/**
 * Counts lines by what stands on them: a line is code where a token begins or ends, so that a text in a string is as
 * long as its ends. Code wins over comment, and a line of blanks is neither, inside a comment too.
 */
export function countLines(
  text: string,
  starts: Uint32Array,
  tokens: Iterable<LineRange>,
  comments: Iterable<LineRange>,
): LineCounts {
  const lines = starts.length
  const kinds = new Uint8Array(lines + 1)
  for (const [first, last] of comments) kinds.fill(1, first, last + 1)
  for (const [first, last] of tokens) kinds[first] = kinds[last] = 2
  const codeUpTo = new Uint32Array(lines + 1)
  let commented = 0
  for (let line = 1; line <= lines; line++) {
    const isBlank = isBlankLine(text, starts[line - 1] as number)
    if (!isBlank && kinds[line] === 1) commented++
    codeUpTo[line] = (codeUpTo[line - 1] as number) + (!isBlank && kinds[line] === 2 ? 1 : 0)
  }
  const upTo = (line: number) => codeUpTo[Math.min(Math.max(line, 0), lines)] as number
  return {
    lines,
    code: upTo(lines),
    comments: commented,
    codeIn: (first, last) => Math.max(0, upTo(last) - upTo(first - 1)),
  }
}

/** Of those lines the ones on which a comment stands. */
export function todosIn(text: string, comments: Iterable<LineRange>): readonly TodoLine[] {
  const all = todoLines(text)
  if (all.length === 0) return all
  const ranges = [...comments]
  let at = 0
  return all.filter(({ line }) => {
    while ((ranges[at]?.[1] ?? Infinity) < line) at++
    return (ranges[at]?.[0] ?? Infinity) <= line
  })
}

function isBlankLine(text: string, start: number): boolean {
  for (let at = start; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code === LINE_FEED || code === CARRIAGE_RETURN) return true
    if (code > 32 && code !== 0xa0 && code !== 0xfeff) return false
  }
  return true
}

/** FNV-1a over UTF-16 units with murmur3's finalizer, so that short tokens spread over all 32 bits. */
export function hash32(text: string, start = 0, end = text.length): number {
  let hash = 0x811c9dc5
  for (let at = start; at < end; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193)
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35)
  return (hash ^ (hash >>> 16)) >>> 0
}

const HEAD_LINES = 40
const HEAD_LINE_LENGTH = 400
const MINIFIABLE = /\.[cm]?jsx?$/i
const MARKERS = [
  /(^|[^\w`'"])@generated\b/,
  /\bgenerated\b.*\bdo not (edit|modify|change)\b/i,
  /\b(this|the) (file|code|module|class) (is|was|has been) (automatically|auto-?) ?generated\b/i,
  /\bAUTO-?GENERATED\b/,
  /^\W*auto(matically|-)? ?generated (by|from|with|using)\b/i,
  /<auto-?generated\b/i,
]

/** Why this text was not written by hand, as a short phrase, or null when nothing says so. */
export function generatedReason(path: string, text: string): string | null {
  if (headComments(text).some(line => MARKERS.some(marker => marker.test(line))))
    return 'marked as generated'
  return MINIFIABLE.test(path) && isMinified(text) ? 'minified' : null
}

/** The parts of the first lines that are comment: a marker in a string is not about this file. */
function headComments(text: string): string[] {
  const comments: string[] = []
  let closing: string | null = null
  let start = 0
  for (let line = 0; line < HEAD_LINES && start < text.length; line++) {
    const next = nextLine(text, start)
    const content = text.slice(start, Math.min(next, start + HEAD_LINE_LENGTH)).trim()
    const opening: string | undefined = /^(\/\*|"""|'''|<!--)/.exec(content)?.[0]
    if (closing !== null || opening !== undefined || /^(\/\/|#|\*|--)/.test(content))
      comments.push(content)
    if (closing === null && opening !== undefined) {
      const end = CLOSING[opening] as string
      if (!content.slice(opening.length).includes(end)) closing = end
    } else if (closing !== null && content.includes(closing)) closing = null
    start = next
  }
  return comments
}

const CLOSING: Readonly<Record<string, string>> = {
  '/*': '*/',
  '"""': '"""',
  "'''": "'''",
  '<!--': '-->',
}

/** Average line over 110 characters with at least one over 500, or any line over 5,000. */
function isMinified(text: string): boolean {
  let lines = 0
  let longest = 0
  for (let start = 0; start < text.length; lines++) {
    const next = nextLine(text, start)
    longest = Math.max(longest, next - start)
    start = next
  }
  return longest > 5_000 || (longest > 500 && text.length > 110 * lines)
}

/** The fault of a text that broke its parser; whatever that thread would parse next could be wrong. */
export const PARSER_BROKE = 'the parser could not cope with this text'
