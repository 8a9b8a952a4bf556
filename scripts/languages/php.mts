/** What is in a PHP file? Closures without a name are part of the function they are written in; HTML is not read. */

import { assigneeOf, declaredAt, itemsIn } from './tree/parts.mts'
import { type ImportRow, treeReader } from './tree/reader.mts'
import { counted, loop, operator, scope } from './tree/rules.mts'
import type { NodeIndex, Syntax } from './tree/syntax.mts'
import type { Rule, Shape } from './tree/tally.mts'

/** What `else` may lead to but for another `if`, which continues it. */
const AFTER_ELSE = [
  'compound_statement',
  'colon_block',
  'expression_statement',
  'foreach_statement',
  'for_statement',
  'while_statement',
  'switch_statement',
  'try_statement',
  'return_statement',
]

const shapes: Readonly<Record<string, Shape>> = {
  if_statement: { decisions: 1, bodies: ['body'] },
  else_if_clause: { decisions: 1, cognitive: 'flat', bodies: ['body'] },
  else_clause: { cognitive: 'flat', bodies: AFTER_ELSE },
  for_statement: loop,
  foreach_statement: loop,
  while_statement: loop,
  do_statement: loop,
  switch_statement: { cognitive: 'nested', bodies: ['body'] },
  case_statement: counted,
  match_expression: { cognitive: 'nested', bodies: ['body'] },
  match_conditional_expression: counted,
  conditional_expression: { decisions: 1, bodies: ['body', 'alternative'], deepens: 'cognitive' },
  try_statement: { bodies: ['body'], deepens: 'control' },
  catch_clause: loop,
  finally_clause: { bodies: ['body'], deepens: 'control' },
  goto_statement: { cognitive: 'flat' },
}

const LOGICAL = new Set(['&&', '||', 'and', 'or'])
const ANNOTATIONS = new Set(['attribute_list', 'comment'])
const lineOf = (tree: Syntax, node: NodeIndex) => declaredAt(tree, node, ANNOTATIONS)

/** A jump out of several loops; out of one it is free. */
const jump: Rule = (node, tally, tree) => {
  if (Number(tree.childText(node, 'integer')) > 1) tally.flat()
}

/** A function with a name, which calls itself by it. */
const called =
  (owner: 'this.' | ''): Rule =>
  (node, tally, tree) => {
    const body = tree.child(node, 'body')
    if (body === null) return
    const name = tree.childText(node, 'name')
    const [line, parameters] = [lineOf(tree, node), parametersOf(tree, node)]
    tally.open(node, { name, body, line, parameters, call: owner + name })
  }

const closure: Rule = (node, tally, tree) => {
  const name = assignedName(tree, node)
  const body = tree.child(node, 'body')
  if (name === null || body === null) return tally.deepen(node)
  const parameters = parametersOf(tree, node)
  tally.open(node, { name, body, line: tree.lineOf(node), parameters, call: null, joins: true })
}

const rules: Readonly<Record<string, Rule>> = {
  if_statement(node, tally, tree) {
    if (tree.kindOf(tree.parentOf(node)) !== 'else_clause') tally.nested()
  },
  /** `a ?: b` is a default, as `??` is. */
  conditional_expression(node, tally, tree) {
    if (tree.child(node, 'body') !== null) tally.nested()
  },
  binary_expression(node, tally, tree) {
    const mark = tree.childText(node, 'operator').toLowerCase()
    if (LOGICAL.has(mark)) tally.logic(node)
    else if (mark === '??') tally.decide(1, node)
  },
  augmented_assignment_expression(node, tally, tree) {
    if (tree.childText(node, 'operator') === '??=') tally.decide(1, node)
  },
  "'&&'": operator,
  "'||'": operator,
  "'and'": operator,
  "'or'": operator,
  break_statement: jump,
  continue_statement: jump,
  function_call_expression: (node, tally, tree) => tally.calls(tree.childText(node, 'function')),
  member_call_expression(node, tally, tree) {
    if (tree.childText(node, 'object') === '$this')
      tally.calls(`this.${tree.childText(node, 'name')}`)
  },
  scoped_call_expression(node, tally, tree) {
    if (/^(self|static)$/.test(tree.childText(node, 'scope')))
      tally.calls(`this.${tree.childText(node, 'name')}`)
  },
  class_declaration: scope,
  interface_declaration: scope,
  trait_declaration: scope,
  enum_declaration: scope,
  anonymous_class: (node, tally) => tally.openScope(node, '<anonymous>'),
  method_declaration: called('this.'),
  function_definition: called(''),
  anonymous_function: closure,
  arrow_function: closure,
}

const parametersOf = (tree: Syntax, node: NodeIndex): number =>
  itemsIn(tree, tree.child(node, 'parameters')).length

const NAMED = new Set([
  'variable_name',
  'member_access_expression',
  'scoped_property_access_expression',
])

const assignedName = (tree: Syntax, node: NodeIndex): string | null => assigneeOf(tree, node, NAMED)

function imports(tree: Syntax): ImportRow[] {
  return tree.nodesOf(['namespace_use_clause']).map(node => {
    const group = tree.parentOf(node)
    const isGrouped = tree.kindOf(group) === 'namespace_use_group'
    const prefix = isGrouped ? `${tree.childText(tree.parentOf(group), 'namespace_name')}\\` : ''
    const named = itemsIn(tree, node).find(each => tree.fieldOf(each) === null)
    const source = `${prefix}${named === undefined ? '' : tree.textOf(named)}`
    return { source: source.replace(/\s+/g, ''), line: tree.lineOf(node) }
  })
}

const boilerplate = (tree: Syntax): NodeIndex[] =>
  tree.nodesOf(['namespace_use_declaration', 'attribute_list'])

export const php = treeReader({
  language: 'php',
  shapes,
  rules,
  comments: ['comment'],
  whole: ['heredoc', 'nowdoc', 'string_content'],
  layout: ['text'],
  boilerplate,
  style: { comment: '//', long: [] },
  imports,
})
