/**
 * Where does each token and comment of a JavaScript or TypeScript text lie? The parser knows where strings,
 * templates, regular expressions and JSX text stand; what remains between them is words, numbers and punctuation.
 */

import { literalEnd, type Open } from './guess.mts'

export interface Scan {
  /** Start and end offset of each token, flat. */
  readonly tokens: Uint32Array
  readonly comments: readonly (readonly [start: number, end: number])[]
}

const PUNCTUATOR =
  />>>=|\.\.\.|===|!==|\*\*=|<<=|>>=|>>>|&&=|\|\|=|\?\?=|=>|==|!=|<=|>=|&&|\|\||\?\?|\?\.(?!\d)|\+\+|--|[-+*/%&|^]=|<<|>>|\*\*|[\s\S]/y
const NUMBER = /0[xXbBoO][\da-fA-F_]+n?|\d[\d_]*(?:\.[\d_]*)?(?:[eE][+-]?\d+)?n?/y

/**
 * @param literals Start and end of every string, template part, regular expression and JSX text, flat and
 *   in source order; null where no parser has read the text: then they are guessed.
 */
export function scan(text: string, literals: Uint32Array | null): Scan {
  const tokens = new Offsets()
  const comments: [number, number][] = []
  const open: Open = []
  let next = 0
  let at = text.startsWith('#!') ? lineEnd(text, 0) : 0
  if (at > 0) comments.push([0, at])
  while (at < text.length) {
    const code = text.charCodeAt(at)
    const start = at
    if (literals !== null && at === literals[next]) {
      at = literals[next + 1] as number
      next += 2
    } else if (isSpace(code)) {
      at++
      continue
    } else if (code === SLASH && isCommentMark(text.charCodeAt(at + 1))) {
      at = commentEnd(text, at)
      comments.push([start, at])
      continue
    } else {
      const guessed = literals === null ? literalEnd(text, at, tokens.last(), open) : 0
      at = guessed || plainEnd(text, at)
    }
    tokens.add(start, at)
  }
  return { tokens: tokens.all(), comments }
}

const SLASH = 47
const isCommentMark = (code: number): boolean => code === SLASH || code === 42

function commentEnd(text: string, start: number): number {
  if (text.charCodeAt(start + 1) === SLASH) return lineEnd(text, start)
  const end = text.indexOf('*/', start + 2)
  return end < 0 ? text.length : end + 2
}

function lineEnd(text: string, start: number): number {
  for (let at = start; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code === 10 || code === 13 || code === 0x2028 || code === 0x2029) return at
  }
  return text.length
}

function plainEnd(text: string, start: number): number {
  const code = text.charCodeAt(start)
  if (code >= 48 && code <= 57) return matchEnd(NUMBER, text, start)
  let at = start
  while (at < text.length && isWordPart(text.charCodeAt(at))) at++
  if (at > start) return at
  return isBracket(code) ? start + 1 : matchEnd(PUNCTUATOR, text, start)
}

function matchEnd(pattern: RegExp, text: string, start: number): number {
  pattern.lastIndex = start
  return pattern.test(text) ? pattern.lastIndex : start + 1
}

/** Brackets, comma and semicolon: half of all punctuation, and none begins a longer mark. */
const isBracket = (code: number): boolean =>
  code === 40 || code === 41 || code === 44 || code === 59 || code === 91 || code === 93 ||
  code === 123 || code === 125 // biome-ignore format: one row of codes

/** Letters, digits, `$ _ # @ \` (private names, decorators and escapes keep their mark), and all beyond ASCII. */
function isWordPart(code: number): boolean {
  if (code < 128)
    return (
      (code >= 97 && code <= 122) ||
      (code >= 64 && code <= 90) ||
      (code >= 48 && code <= 57) ||
      code === 95 || code === 36 || code === 35 || code === 92 // biome-ignore format: as above
    )
  return !isSpace(code)
}

/** White space and line breaks of the language, and control characters. */
function isSpace(code: number): boolean {
  if (code < 128) return code <= 32
  return (
    code === 0xa0 || code === 0xfeff || code === 0x1680 || code === 0x3000 ||
    (code >= 0x2000 && code <= 0x200a) || code === 0x2028 || code === 0x2029 ||
    code === 0x202f || code === 0x205f // biome-ignore format: as above
  )
}

/** A growing list of offset pairs that costs eight bytes a pair. */
class Offsets {
  private pairs = new Uint32Array(1024)
  private length = 0

  add(start: number, end: number): void {
    if (this.length === this.pairs.length) {
      const wider = new Uint32Array(this.length * 2)
      wider.set(this.pairs)
      this.pairs = wider
    }
    this.pairs[this.length++] = start
    this.pairs[this.length++] = end
  }

  /** Start and end of the newest token, or undefined. */
  last(): readonly [number, number] | undefined {
    if (this.length === 0) return undefined
    return [this.pairs[this.length - 2] as number, this.pairs[this.length - 1] as number]
  }

  all(): Uint32Array {
    return this.pairs.slice(0, this.length)
  }
}
