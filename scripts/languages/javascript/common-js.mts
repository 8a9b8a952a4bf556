/** What does a CommonJS module hand out, and what of it comes from another module? `exports.a = …`, `module.exports = …`. */

import type { Node, Program } from 'oxc-parser'
import type { Imported } from './exports.mts'
import { keyName } from './names.mts'

interface Assigned {
  /** `default` for `module.exports` itself. */
  readonly name: string
  readonly value: Node
  readonly start: number
}

/** What this statement of the top level assigns; `exports = module.exports = f` is one assignment. */
export function assignedExports(statement: Node, text: string): readonly Assigned[] {
  if (statement.type !== 'ExpressionStatement') return []
  const targets: string[] = []
  let value: Node = statement.expression
  for (; value.type === 'AssignmentExpression'; value = bare(value.right))
    targets.push(text.slice(value.left.start, Math.min(value.left.end, value.left.start + 200)))
  const { start } = statement
  return targets.flatMap((target): Assigned[] => {
    const name = /^(?:module\.)?exports\.(\w+)$/.exec(target)?.[1]
    if (name !== undefined) return [{ name, value, start }]
    if (target !== 'module.exports') return []
    if (value.type !== 'ObjectExpression') return [{ name: 'default', value, start }]
    return value.properties.flatMap(each =>
      each.type === 'Property' && !each.computed
        ? [{ name: keyName(each.key, text), value: each.value, start: each.start }]
        : [],
    )
  })
}

/** Names of the top level that `require` gave: `const a = require('x')`, `const { b } = require('x')`. */
export function requiredNames(program: Program, text: string): ReadonlyMap<string, Imported> {
  const names = new Map<string, Imported>()
  const declared = program.body.flatMap(statement =>
    statement.type === 'VariableDeclaration' ? statement.declarations : [],
  )
  for (const { id, init } of declared) {
    const from = init && passedOn(init, names)
    if (from) for (const [name, given] of bound(id, from, text)) names.set(name, given)
  }
  return names
}

/** The names that `id` takes out of what another module gave. */
function bound(id: Node, from: Imported, text: string): readonly (readonly [string, Imported])[] {
  if (id.type === 'Identifier') return [[id.name, from]]
  if (id.type !== 'ObjectPattern' || from.name !== '*') return []
  return id.properties.flatMap(each =>
    each.type === 'Property' && each.value.type === 'Identifier' && !each.computed
      ? [[each.value.name, { ...from, name: keyName(each.key, text) }] as const]
      : [],
  )
}

/** Where this value comes from unchanged: `require('x')`, a part of it, or a name that stands for either. */
export function passedOn(value: Node, required: ReadonlyMap<string, Imported>): Imported | null {
  if (value.type === 'Identifier') return required.get(value.name) ?? null
  if (value.type === 'MemberExpression' && !value.computed) {
    const whole = passedOn(value.object, required)
    return whole?.name === '*' ? { ...whole, name: value.property.name } : null
  }
  if (value.type !== 'CallExpression' || value.callee.type !== 'Identifier') return null
  const [source] = value.arguments
  const isKnown = source?.type === 'Literal' && typeof source.value === 'string'
  return value.callee.name === 'require' && isKnown
    ? { source: String(source.value), name: '*' }
    : null
}

/** Without parentheses around it. */
export const bare = (node: Node): Node =>
  node.type === 'ParenthesizedExpression' ? bare(node.expression) : node
