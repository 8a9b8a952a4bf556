/** Which methods does a module attach to what it hands out? `app.use = function () {}`, `View.prototype.render = …`. */

import type { Node, Program } from 'oxc-parser'
import { assignedExports, bare } from './common-js.mts'

export interface Attached {
  readonly owner: string
  readonly name: string
  readonly start: number
}

/** The method this statement of the top level attaches to one of the names that others get; null for any other. */
export function attachedMethod(statement: Node, owners: ReadonlySet<string>): Attached | null {
  if (statement.type !== 'ExpressionStatement') return null
  let value: Node = statement.expression
  let target: Node | null = null
  for (; value.type === 'AssignmentExpression'; value = bare(value.right)) target ??= value.left
  const isFunction = value.type === 'FunctionExpression' || value.type === 'ArrowFunctionExpression'
  if (!isFunction || target?.type !== 'MemberExpression' || target.computed) return null
  const { object, property } = target
  const owner = ownerOf(object)
  const isPublic = property.type === 'Identifier' && !property.name.startsWith('_')
  if (!isPublic || owner === null || !owners.has(owner)) return null
  return { owner, name: property.name, start: property.start }
}

/** `X`, or the X of `X.prototype`. */
function ownerOf(object: Node): string | null {
  if (object.type === 'Identifier') return object.name
  if (object.type !== 'MemberExpression' || object.computed) return null
  const isPrototype = object.property.type === 'Identifier' && object.property.name === 'prototype'
  return isPrototype && object.object.type === 'Identifier' ? object.object.name : null
}

/** Names of the top level whose value others get, by CommonJS: `var app = module.exports = {}`, `exports.a = b`. */
export function handedOut(program: Program, text: string): ReadonlySet<string> {
  const names = new Set<string>()
  for (const statement of program.body) {
    for (const { value } of assignedExports(statement, text))
      if (value.type === 'Identifier') names.add(value.name)
    if (statement.type !== 'VariableDeclaration') continue
    for (const { id, init } of statement.declarations)
      if (id.type === 'Identifier' && init && isExported(init, text)) names.add(id.name)
  }
  return names
}

function isExported(init: Node, text: string): boolean {
  for (let value = bare(init); value.type === 'AssignmentExpression'; value = bare(value.right))
    if (
      text.slice(value.left.start, Math.min(value.left.end, value.left.start + 20)) ===
      'module.exports'
    )
      return true
  return false
}
