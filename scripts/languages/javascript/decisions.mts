/** Where does control flow divide? The decision points of ESLint's `complexity` rule, and runs of logical operators. */

import type { LogicalExpression, Node } from 'oxc-parser'

/** Whether this node alone adds one to the cyclomatic complexity. */
export function isDecision(node: Node): boolean {
  switch (node.type) {
    case 'IfStatement':
    case 'ForStatement':
    case 'ForInStatement':
    case 'ForOfStatement':
    case 'WhileStatement':
    case 'DoWhileStatement':
    case 'CatchClause':
    case 'ConditionalExpression':
    case 'LogicalExpression':
    case 'AssignmentPattern':
      return true
    case 'SwitchCase':
      return node.test !== null
    case 'AssignmentExpression':
      return /^(&&|\|\||\?\?)=$/.test(node.operator)
    case 'MemberExpression':
    case 'CallExpression':
      return node.optional
    default:
      return false
  }
}

/** The operators and operands of a tree of `&&` and `||`, in source order; its left side may be very deep. */
export function flattened(root: LogicalExpression): {
  readonly operators: readonly string[]
  readonly operands: readonly Node[]
} {
  const operators: string[] = []
  const operands: Node[] = []
  const waiting: (Node | string)[] = [root]
  while (waiting.length > 0) {
    const next = waiting.pop() as Node | string
    if (typeof next === 'string') operators.push(next)
    else if (next.type === 'LogicalExpression' && next.operator !== '??')
      waiting.push(next.right, next.operator, next.left)
    else operands.push(next)
  }
  return { operators, operands }
}
