/** What is a function or class without a name of its own called? As the variable, property or field it is assigned to. */

import type { JSXAttribute, Node, PropertyKey } from 'oxc-parser'
import type { Self } from './accounts.mts'

const LONGEST_KEY = 60

interface Naming {
  readonly value: Node | null | undefined
  readonly name: Self | undefined
}

/** The value written directly inside this node and the name it is given; null where nothing is named. */
export function naming(node: Node, text: string): Naming | null {
  switch (node.type) {
    case 'VariableDeclarator':
      return { value: node.init, name: variable(node.id, text) }
    case 'AssignmentExpression':
    case 'AssignmentPattern':
      return { value: node.right, name: variable(node.left, text) }
    case 'Property':
      return { value: node.value, name: member(node.key, hasOwnThis(node), text) }
    case 'PropertyDefinition':
    case 'AccessorProperty':
      return { value: node.value, name: member(node.key, true, text) }
    case 'MethodDefinition':
      return { value: node.value, name: member(node.key, node.kind === 'method', text) }
    case 'ExportDefaultDeclaration':
      return { value: node.declaration, name: uncalled('default') }
    case 'JSXAttribute':
      return { value: handler(node), name: uncalled(text.slice(node.name.start, node.name.end)) }
    default:
      return null
  }
}

/** As written, brackets of a computed key included; quotes dropped. */
export function keyName(key: PropertyKey, text: string): string {
  if (key.type === 'Literal' && typeof key.value === 'string')
    return key.value.slice(0, LONGEST_KEY)
  const name = text.slice(key.start, Math.min(key.end, key.start + LONGEST_KEY))
  return key.type === 'Identifier' || key.type === 'PrivateIdentifier' || key.type === 'Literal'
    ? name
    : `[${name}]`
}

/** In an arrow of an object `this` is something else, which may have a member of that name. */
const hasOwnThis = ({ kind, value }: { readonly kind: string; readonly value: Node }): boolean =>
  kind === 'init' && value.type !== 'ArrowFunctionExpression'

/** An accessor is no member that could call itself by name: reading it is no call. */
function member(key: PropertyKey, isCallable: boolean, text: string): Self {
  return { names: [keyName(key, text)], calls: isCallable ? 'member' : null }
}

const uncalled = (name: string): Self => ({ names: [name.slice(0, LONGEST_KEY)], calls: null })

/** What is written in the braces of `onClick={…}`. */
const handler = ({ value }: JSXAttribute): Node | null =>
  value?.type === 'JSXExpressionContainer' ? value.expression : null

function variable(target: Node, text: string): Self | undefined {
  if (target.type === 'Identifier') return { names: [target.name], calls: 'name' }
  if (target.type !== 'MemberExpression') return undefined
  const { property, computed } = target
  if (computed && property.type !== 'Literal') return undefined
  return member(property, target.object.type === 'ThisExpression', text)
}

/** Of a specifier, which may be an identifier or a string. */
export const nameOf = (node: Node): string =>
  node.type === 'Identifier' ? node.name : node.type === 'Literal' ? String(node.value) : ''
