/** Which functions are the file itself? Those around all that stands in it: IIFEs, factories of UMD and AMD, what waits for the page. */

import type { CallExpression, Node } from 'oxc-parser'
import { bare } from './common-js.mts'
import { naming } from './names.mts'
import { keysOf } from './walk.mts'
import { unwrapped } from './wrappers.mts'

/** @param call At the top level of a file, or in a function that is the file. */
export function fileFunctions(call: CallExpression, text: string): readonly Node[] {
  const called = calledAtOnce(bare(call.callee))
  const given = call.arguments.map(bare).filter(isFunction)
  const holding = (each: Node) => holdsNames(each, text)
  if (called !== null) return [called].filter(holding).concat(given)
  if (given.length === 0) return []
  const name = text.slice(
    Math.max(call.callee.start, call.callee.end - LONGEST_NAME),
    call.callee.end,
  )
  if (DEFINES.test(name)) return given
  return WAITS.test(name) || isPageListener(name, call) ? given.filter(holding) : []
}

const LONGEST_NAME = 40
/** What they are given is a module, whatever it holds. */
const DEFINES = /^(define|sap\.ui\.define|System\.register)$/
/** What they are given may be a module, or something to do. */
const WAITS = /^(require|requirejs|\$|jQuery)$|\.ready$/
const PAGE_EVENTS = /^(DOMContentLoaded|load)$/

const isFunction = ({ type }: Node): boolean =>
  type === 'FunctionExpression' || type === 'ArrowFunctionExpression'

/** `(function () {…})()`, `(function () {…}).call(this)`. */
function calledAtOnce(callee: Node): Node | null {
  if (isFunction(callee)) return callee
  if (callee.type !== 'MemberExpression' || callee.computed) return null
  const object = bare(callee.object)
  return /^(call|apply)$/.test(callee.property.name) && isFunction(object) ? object : null
}

const isPageListener = (name: string, { arguments: [event] }: CallExpression): boolean =>
  name.endsWith('addEventListener') &&
  event?.type === 'Literal' &&
  PAGE_EVENTS.test(String(event.value))

/** Whether a function or class with a name of its own stands in it, outside further functions. */
function holdsNames(owner: Node, text: string): boolean {
  const waiting = partsOf(owner)
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    if (node.type === 'FunctionDeclaration' || node.type === 'ClassDeclaration') return true
    const named = naming(node, text)
    if (named?.name !== undefined && named.value && isNameable(unwrapped(named.value))) return true
    if (!isFunction(node)) for (const part of partsOf(node)) waiting.push(part)
  }
  return false
}

const isNameable = (value: Node): boolean => isFunction(value) || value.type === 'ClassExpression'

const partsOf = (node: Node): Node[] =>
  keysOf(node)
    .flatMap(key => (node as unknown as Record<string, Node | (Node | null)[] | null>)[key] ?? [])
    .filter(each => each !== null)
