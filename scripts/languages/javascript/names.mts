/** What is a function or class without a name of its own called? As the variable, property or field it is assigned to. */

import type { Node, PropertyKey } from 'oxc-parser'
import type { Self } from './accounts.mts'

const LONGEST_KEY = 60

/** The names a node gives to values written directly inside it. */
export function suggestions(
  node: Node,
  own: Self | undefined,
  text: string,
): readonly (readonly [Node | null | undefined, Self | undefined])[] {
  switch (node.type) {
    case 'VariableDeclarator':
      return [[node.init, variable(node.id, text)]]
    case 'AssignmentExpression':
    case 'AssignmentPattern':
      return [[node.right, variable(node.left, text)]]
    case 'Property':
      return [[node.value, member(node.key, node.kind === 'init', text)]]
    case 'PropertyDefinition':
    case 'AccessorProperty':
      return [[node.value, member(node.key, true, text)]]
    case 'MethodDefinition':
    case 'TSAbstractMethodDefinition':
      return [[node.value, member(node.key, node.kind === 'method', text)]]
    case 'ExportDefaultDeclaration':
      return [[node.declaration, { names: ['default'], isMember: false }]]
    case 'ParenthesizedExpression':
    case 'TSAsExpression':
    case 'TSSatisfiesExpression':
    case 'TSNonNullExpression':
    case 'TSTypeAssertion':
      return [[node.expression, own]]
    default:
      return []
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

/** An accessor is no member that could call itself by name: reading it is no call. */
function member(key: PropertyKey, isCallable: boolean, text: string): Self {
  return { names: [keyName(key, text)], isMember: isCallable }
}

function variable(target: Node, text: string): Self | undefined {
  if (target.type === 'Identifier') return { names: [target.name], isMember: false }
  if (target.type !== 'MemberExpression') return undefined
  const { property, computed } = target
  if (computed && property.type !== 'Literal') return undefined
  return member(property, target.object.type === 'ThisExpression', text)
}
