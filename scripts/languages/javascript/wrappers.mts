/**
 * Which function is this value, once its wrappers are taken off? `memo(forwardRef(() => …))`, `debounce(() => …, 100)`
 * and `gen(function* () {…}).pipe(retry)` are the function inside, handed on in another form.
 */

import type { CallExpression, Node } from 'oxc-parser'

/** More than people write; what is wrapped deeper has no name. */
const MOST_WRAPPERS = 10

/** What calls its argument on the spot, and gives back the outcome instead of a function. */
const CALLS_AT_ONCE = new Set(
  (
    'map flatMap filter find findIndex findLast findLastIndex every some forEach reduce reduceRight sort toSorted ' +
    'from fromAsync groupBy then catch finally replace replaceAll call apply ' +
    'setTimeout setInterval setImmediate queueMicrotask requestAnimationFrame'
  ).split(' '),
)

/** The first function or class inside the value; the value itself where there is none. */
export function unwrapped(value: Node): Node {
  return functionIn(value, MOST_WRAPPERS) ?? value
}

function functionIn(value: Node, depth: number): Node | null {
  if (depth === 0) return null
  switch (value.type) {
    case 'FunctionExpression':
    case 'ArrowFunctionExpression':
    case 'ClassExpression':
      return value
    case 'ParenthesizedExpression':
    case 'TSAsExpression':
    case 'TSSatisfiesExpression':
    case 'TSNonNullExpression':
    case 'TSTypeAssertion':
      return functionIn(value.expression, depth - 1)
    case 'CallExpression':
      return isWrapper(value.callee) ? wrappedBy(value, depth - 1) : null
    default:
      return null
  }
}

/** The first in reading order: in what the method is called on, then in the arguments. */
function wrappedBy({ callee, arguments: given }: CallExpression, depth: number): Node | null {
  const inOrder = callee.type === 'MemberExpression' ? [callee.object, ...given] : given
  for (const each of inOrder) {
    const inside = functionIn(each, depth)
    if (inside !== null) return inside
  }
  return null
}

/** `wrap`, `React.memo`, or a call of one that returns the wrapper: `fn('name')`. */
function isWrapper(callee: Node): boolean {
  switch (callee.type) {
    case 'Identifier':
      return !CALLS_AT_ONCE.has(callee.name)
    case 'MemberExpression':
      return !callee.computed && !CALLS_AT_ONCE.has(callee.property.name)
    case 'CallExpression':
      return callee.callee.type !== 'CallExpression' && isWrapper(callee.callee)
    default:
      return false
  }
}
