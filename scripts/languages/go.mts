/** What is in a Go file? Decisions are those that gocyclo counts. */

import { receiverOf, symbols } from './go/symbols.mts'
import { type ImportRow, treeReader } from './tree/reader.mts'
import { counted, loop, operator } from './tree/rules.mts'
import type { NodeIndex, Syntax } from './tree/syntax.mts'
import type { Rule, Shape } from './tree/tally.mts'

const switched: Shape = {
  cognitive: 'nested',
  bodies: ['expression_case', 'type_case', 'communication_case', 'default_case'],
}

const shapes: Readonly<Record<string, Shape>> = {
  if_statement: { decisions: 1, cognitive: 'nested', bodies: ['consequence', 'alternative'] },
  "'else'": { cognitive: 'flat' },
  for_statement: loop,
  expression_switch_statement: switched,
  type_switch_statement: switched,
  select_statement: switched,
  expression_case: counted,
  type_case: counted,
  communication_case: counted,
  goto_statement: { cognitive: 'flat' },
}

/** A jump to a label; without one it is free. */
const jump: Rule = (node, tally, tree) => {
  if (tree.child(node, 'label_name') !== null) tally.flat()
}

const rules: Readonly<Record<string, Rule>> = {
  binary_expression(node, tally, tree) {
    const mark = tree.childText(node, 'operator')
    if (mark === '&&' || mark === '||') tally.logic(node)
  },
  "'&&'": operator,
  "'||'": operator,
  break_statement: jump,
  continue_statement: jump,
  call_expression(node, tally, tree) {
    const called = tree.child(node, 'function')
    if (called !== null) tally.calls(tree.textOf(called))
  },
  function_declaration(node, tally, tree) {
    const body = tree.child(node, 'body')
    const name = tree.childText(node, 'name')
    if (body === null) return
    const parameters = parametersOf(tree, node)
    tally.open(node, { name, body, line: tree.lineOf(node), parameters, call: name })
  },
  method_declaration(node, tally, tree) {
    const body = tree.child(node, 'body')
    if (body === null) return
    const own = tree.childText(node, 'name')
    const { type, variable } = receiverOf(tree, node)
    const name = type === '' ? own : `${type}.${own}`
    const call = variable === '' ? null : `${variable}.${own}`
    const parameters = parametersOf(tree, node)
    tally.open(node, { name, body, line: tree.lineOf(node), parameters, call })
  },
  /** One that nothing names is part of the function it is written in. */
  func_literal(node, tally, tree) {
    const body = tree.child(node, 'body')
    const name = assignedName(tree, node)
    if (name === null || body === null) return tally.deepen(node)
    const parameters = parametersOf(tree, node)
    tally.open(node, { name, body, line: tree.lineOf(node), parameters, call: name, joins: true })
  },
}

function parametersOf(tree: Syntax, node: NodeIndex): number {
  const list = tree.child(node, 'parameters')
  if (list === null) return 0
  let total = 0
  for (const each of tree.childrenOf(list)) {
    if (!tree.kindOf(each).endsWith('parameter_declaration')) continue
    total += Math.max(1, tree.childrenOfKind(each, 'identifier').length)
  }
  return total
}

const PAIRED = new Set(['short_var_declaration', 'assignment_statement', 'var_spec'])

/** The variable, field or key a function literal is written beside. */
function assignedName(tree: Syntax, node: NodeIndex): string | null {
  const list = tree.parentOf(node)
  const around = tree.parentOf(list)
  if (tree.kindOf(list) === 'literal_element') {
    const key = tree.kindOf(around) === 'keyed_element' ? tree.child(around, 'key') : null
    const isField = key !== null && key !== list && tree.kindOf(key + 1) === 'identifier'
    return isField ? tree.textOf(key) : null
  }
  if (tree.kindOf(list) !== 'expression_list' || !PAIRED.has(tree.kindOf(around))) return null
  const index = indexIn(tree, list, node)
  const target = index === -1 ? undefined : targetsOf(tree, around)[index]
  if (target === undefined) return null
  const kind = tree.kindOf(target)
  if (kind === 'identifier') return tree.textOf(target)
  return kind === 'selector_expression' ? tree.childText(target, 'field') : null
}

/** -1 past the first hundred, which nobody writes and which would cost the square of their number. */
function indexIn(tree: Syntax, list: NodeIndex, node: NodeIndex): number {
  let index = 0
  for (const each of tree.childrenOf(list)) {
    if (each === node) return index
    if (index > 100) return -1
    if (tree.kindOf(each) === "','") index++
  }
  return -1
}

function targetsOf(tree: Syntax, around: NodeIndex): NodeIndex[] {
  if (tree.kindOf(around) === 'var_spec') return tree.childrenOfKind(around, 'identifier')
  const left = tree.child(around, 'left')
  return left === null ? [] : itemsIn(tree, left)
}

const itemsIn = (tree: Syntax, list: NodeIndex): NodeIndex[] =>
  [...tree.childrenOf(list)].filter(
    each => !tree.kindOf(each).startsWith("'") && tree.kindOf(each) !== 'comment',
  )

function imports(tree: Syntax): ImportRow[] {
  return tree.childrenOfKind(0, 'import_declaration').flatMap(declaration => {
    const list = tree.child(declaration, 'import_spec_list') ?? declaration
    return tree.childrenOfKind(list, 'import_spec').map(spec => ({
      source: tree.childText(spec, 'path').slice(1, -1),
      line: tree.lineOf(spec),
    }))
  })
}

const boilerplate = (tree: Syntax): NodeIndex[] =>
  tree.nodesOf(['package_clause', 'import_declaration'])

export const go = treeReader({
  language: 'go',
  shapes,
  rules,
  comments: ['comment'],
  whole: ['interpreted_string_literal', 'raw_string_literal'],
  layout: [],
  boilerplate,
  style: { comment: '//', long: ['`'] },
  symbols,
  imports,
})
