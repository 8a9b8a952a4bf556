/**
 * Would this text make a recursive parser run out of stack? Native code that does takes the whole process with it, so
 * the question is asked of the bare tokens first, and answered on the careful side.
 */

import { scan } from './scan.mts'

/** Stack is counted in tenths of a bracket; a thread's usual 4 MiB carry two to ten times this. */
const LIMIT = 10_000
const BRACKET = 10
/** Statements that nest without a block: `if (a) if (b) …`, `else if`. */
const CONTROL = 10
/** Generics and JSX, until they are closed. */
const ANGLE = 8
/** What nests to its right: arrows, assignments, conditionals, labels, prefixes. */
const RIGHT = 5
/** What nests to its left, where a parser loops and only the tree is deep: `a + b + c`, `a.b.c`. */
const LEFT = 1

const CONTROL_WORDS = words('if else for while do with')
const HEAD_WORDS = words('if for while with await')
const PREFIX_WORDS = words('new typeof void delete await yield async keyof readonly unique infer')
const INFIX_WORDS = words('in of instanceof as satisfies is extends')
const RIGHT_MARKS = words(
  '=> = ? : ** **= += -= *= /= %= &&= ||= ??= &= |= ^= <<= >>= >>>= ! ~ ++ -- ...',
)
const CLOSING: Readonly<Record<string, string>> = { '(': ')', '[': ']', '{': '}' }

/** What has piled up inside one open bracket since the last sure end of an expression or statement. */
interface Level {
  readonly closing: string
  /** Whether it is the parenthesis of `if (…)` and the like, after which a statement is still to come. */
  readonly isHead: boolean
  /** Depth of everything around it. */
  readonly outer: number
  expression: number
  control: number
  angles: number
}

const level = (closing: string, isHead: boolean, outer: number): Level => ({
  closing,
  isHead,
  outer,
  expression: 0,
  control: 0,
  angles: 0,
})

/** Offset at which the text nests deeper than a parser should follow, or null. */
export function tooDeepAt(text: string, mayHoldJsx: boolean): number | null {
  if (text.length < LIMIT / BRACKET || mostDepth(text) <= LIMIT) return null
  const { tokens } = scan(text, null)
  const levels = [level('', false, 0)]
  let previous = ''
  let isAfterHead = false
  for (let index = 0; index < tokens.length; index += 2) {
    const start = tokens[index] as number
    const end = tokens[index + 1] as number
    const token = text.slice(start, Math.min(end, start + 12))
    if (isClosing(token)) isAfterHead = close(levels, token.charAt(0))
    const here = levels[levels.length - 1] as Level
    if (!isClosing(token)) {
      const hasBreak = () => /[\r\n]/.test(text.slice(tokens[index - 1], start))
      settle(
        here,
        token,
        previous,
        !isAfterHead && isBoundary(previous, token, hasBreak),
        mayHoldJsx,
      )
      isAfterHead = false
    }
    add(here, token, text.charAt(end), mayHoldJsx)
    const depth = here.outer + here.expression + here.control + here.angles
    if (depth > LIMIT) return start
    const closing = CLOSING[token] ?? (text.charAt(end - 1) === '{' ? '}' : '')
    if (closing !== '')
      levels.push(level(closing, token === '(' && HEAD_WORDS.has(previous), depth + BRACKET))
    previous = token
  }
  return null
}

const COSTLY_WORDS = new RegExp(
  `\\b(?:${[...CONTROL_WORDS, ...PREFIX_WORDS, ...INFIX_WORDS].join('|')})\\b`,
  'g',
)

/** No less than a text of these characters can ever pile up, were nothing ever closed: most texts need no closer look. */
function mostDepth(text: string): number {
  let depth = 0
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at)
    depth += code < 128 ? (MOST_COST[code] as number) : LEFT
  }
  COSTLY_WORDS.lastIndex = 0
  while (COSTLY_WORDS.test(text)) depth += CONTROL
  return depth
}

/** By character of ASCII: what opens costs as much as its token, each part of a mark as much as the whole. */
const MOST_COST = Uint8Array.from({ length: 128 }, (_, code) => {
  const character = String.fromCharCode(code)
  if ('([{'.includes(character)) return BRACKET + RIGHT
  if (character === '<') return ANGLE + RIGHT
  return /[\w\s$"';,)\]}]/.test(character) ? 0 : RIGHT
})

/** Whether a token begins with one of some characters: asked of each token several times, where an expression takes too long. */
function beginning(pattern: RegExp): (token: string) => boolean {
  const is = Uint8Array.from({ length: 128 }, (_, code) =>
    pattern.test(String.fromCharCode(code)) ? 1 : 0,
  )
  return token => is[token.charCodeAt(0)] === 1
}

const isClosing = beginning(/[)\]}]/)
const isValue = beginning(/[\w$"'`@#]/)
const endsValue = beginning(/[\w$"'`)\]}]/)
const isMark = beginning(/[^\w$"';,)\]}]/)

/** Leaves the innermost bracket of this kind, and whatever was left open inside it. */
function close(levels: Level[], closing: string): boolean {
  const found = levels.findLastIndex(each => each.closing === closing)
  if (found <= 0) return false
  const [left] = levels.splice(found)
  return left?.isHead === true
}

/** Two values in a row, or a value after a block: the statement between them has ended. */
function isBoundary(previous: string, token: string, hasBreak: () => boolean): boolean {
  if (!isValue(token) || !endsValue(previous)) return false
  const goesOn =
    INFIX_WORDS.has(token) ||
    CONTROL_WORDS.has(previous) ||
    PREFIX_WORDS.has(previous) ||
    INFIX_WORDS.has(previous)
  return !goesOn && (previous.startsWith('}') || hasBreak())
}

function settle(
  here: Level,
  token: string,
  previous: string,
  isBoundary: boolean,
  mayHoldJsx: boolean,
): void {
  if (isBoundary || previous === ';' || previous === ',') here.expression = 0
  if (!isBoundary && previous !== ';') return
  if (token !== 'else') here.control = 0
  if (!mayHoldJsx) here.angles = 0
}

/** A closing tag, or in a text without JSX a closing angle, takes back what the opening one cost. */
function add(here: Level, token: string, next: string, mayHoldJsx: boolean): void {
  const isTagEnd =
    mayHoldJsx && ((token === '<' && next === '/') || (token === '/' && next === '>'))
  const isAngleEnd = !mayHoldJsx && token.startsWith('>') && /^>+$/.test(token)
  const closed = isTagEnd ? 1 : isAngleEnd ? token.length : 0
  if (closed > 0) here.angles = Math.max(0, here.angles - closed * ANGLE)
  else if (token === '<') here.angles += ANGLE
  if (CONTROL_WORDS.has(token)) here.control += CONTROL
  else if (token === '<') return
  else if (token === '?' && next === ':') here.expression += LEFT
  else if (RIGHT_MARKS.has(token) || PREFIX_WORDS.has(token) || INFIX_WORDS.has(token))
    here.expression += RIGHT
  else if (isMark(token) || token.charCodeAt(0) > 127) here.expression += LEFT
}

function words(list: string): ReadonlySet<string> {
  return new Set(list.split(' '))
}
