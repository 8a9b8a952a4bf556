/** What does an expression say without being run? Paths, options, required modules; what is computed stays a hole. */

import type { CallExpression, Node } from 'oxc-parser'
import { hole } from '../routing/hole.mts'

const DEEPEST = 20

/** Without what changes a value's type or time, but not what it is. */
export function unwrapped(node: Node): Node {
  let inner = node
  for (let depth = 0; depth < DEEPEST; depth++)
    switch (inner.type) {
      case 'ParenthesizedExpression':
      case 'TSAsExpression':
      case 'TSSatisfiesExpression':
      case 'TSNonNullExpression':
      case 'ChainExpression':
        inner = inner.expression
        break
      case 'AwaitExpression':
        inner = inner.argument
        break
      default:
        return inner
    }
  return inner
}

/** Arguments that are written out one by one. */
export const argumentsOf = (node: {
  readonly arguments: CallExpression['arguments']
}): readonly Node[] =>
  node.arguments.filter(each => each.type !== 'SpreadElement').map(each => unwrapped(each))

/** Where a chain of calls begins: `Router()` of `Router().get(…).use(…)`. */
export function chainRoot(node: Node): Node {
  let root = unwrapped(node)
  while (root.type === 'CallExpression') {
    const callee = unwrapped(root.callee)
    if (callee.type !== 'MemberExpression') return root
    if (callee.property.type === 'Identifier' && callee.property.name === 'Router') return root
    root = unwrapped(callee.object)
  }
  return root
}

/** `require('x')`, `import('x')`, and members of them: the module's name. */
export function requiredModule(node: Node): string | null {
  const value = unwrapped(node)
  if (value.type === 'MemberExpression') return requiredModule(value.object)
  const source =
    value.type === 'ImportExpression'
      ? value.source
      : value.type === 'CallExpression' &&
          value.callee.type === 'Identifier' &&
          value.callee.name === 'require'
        ? value.arguments[0]
        : undefined
  return source?.type === 'Literal' && typeof source.value === 'string' ? source.value : null
}

/** The value of a property of an object written out here. */
export function option(node: Node, name: string): Node | null {
  if (node.type !== 'ObjectExpression') return null
  for (const each of node.properties)
    if (each.type === 'Property' && !each.computed) {
      const key = each.key.type === 'Identifier' ? each.key.name : ''
      if (key === name || (each.key.type === 'Literal' && each.key.value === name))
        return unwrapped(each.value)
    }
  return null
}

/** The strings an expression stands for, one of each element of a list, holes as `${name}`. */
export function pathsOf(node: Node, text: string, depth = 0): readonly string[] {
  const value = unwrapped(node)
  if (value.type === 'ArrayExpression')
    return value.elements.flatMap(each =>
      each === null || depth > 0 ? [] : pathsOf(each, text, depth + 1),
    )
  return [written(value, text, depth)]
}

function written(node: Node, text: string, depth: number): string {
  const value = unwrapped(node)
  if (depth > DEEPEST) return hole()
  switch (value.type) {
    case 'Literal':
      return typeof value.value === 'string' ? value.value : hole()
    case 'TemplateLiteral':
      return value.quasis
        .map(({ value: { cooked, raw } }, index) => {
          const hole = value.expressions[index]
          return (cooked ?? raw) + (hole === undefined ? '' : written(hole, text, depth + 1))
        })
        .join('')
    case 'BinaryExpression':
      return value.operator === '+'
        ? written(value.left, text, depth + 1) + written(value.right, text, depth + 1)
        : hole()
    case 'Identifier':
    case 'MemberExpression':
      return hole(text.slice(value.start, value.end))
    default:
      return hole()
  }
}
