/** Where does a literal end when no parser has read the text? A guess for files that do not parse, in linear time. */

/** Braces still open: true where one stands inside a template. */
export type Open = boolean[]

/** After one of these words an expression starts, so that a slash opens a regular expression. */
const BEFORE_VALUE = new Set([
  'return',
  'typeof',
  'case',
  'in',
  'of',
  'instanceof',
  'new',
  'delete',
  'void',
  'throw',
  'do',
  'else',
  'await',
  'yield',
])

/**
 * End of the string, template part or regular expression that starts at `start`, 0 when none does.
 * @param before Start and end of the token before it.
 */
export function literalEnd(
  text: string,
  start: number,
  before: readonly [number, number] | undefined,
  open: Open,
): number {
  switch (text[start]) {
    case '"':
    case "'":
      return lineLiteralEnd(text, start, false)
    case '`':
      return templateEnd(text, start, open)
    case '{':
      open.push(false)
      return 0
    case '}':
      return open.pop() === true ? templateEnd(text, start, open) : 0
    case '/':
      return isAfterValue(text, before) ? 0 : lineLiteralEnd(text, start, true)
    default:
      return 0
  }
}

/** To the mark that closes it, else to the end of the line: a string or expression never spans two. */
function lineLiteralEnd(text: string, start: number, isExpression: boolean): number {
  const mark = text.charCodeAt(start)
  let isInClass = false
  for (let at = start + 1; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code === 10 || code === 13) return at
    if (code === 92) at += text.startsWith('\r\n', at + 1) ? 2 : 1
    else if (code === mark && !isInClass) return at + 1
    else if (isExpression && (code === 91 || code === 93)) isInClass = code === 91
  }
  return text.length
}

/** To the closing backtick, or to the brace that opens a substitution. */
function templateEnd(text: string, start: number, open: Open): number {
  for (let at = start + 1; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code === 92) at++
    else if (code === 96) return at + 1
    else if (code === 36 && text.charCodeAt(at + 1) === 123) {
      open.push(true)
      return at + 2
    }
  }
  return text.length
}

function isAfterValue(text: string, before: readonly [number, number] | undefined): boolean {
  if (before === undefined) return false
  const token = text.slice(before[0], Math.min(before[1], before[0] + 12))
  return /^[\w$"'`)\]}]/.test(token) && !BEFORE_VALUE.has(token)
}
