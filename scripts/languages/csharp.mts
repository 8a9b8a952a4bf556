/** What is in a C# file? Lambdas without a name are part of the method they are written in. */

import { classes } from './csharp/classes.mts'
import { readable } from './csharp/readable.mts'
import { assigneeOf, declaredAt, itemsIn } from './tree/parts.mts'
import { type ImportRow, treeReader } from './tree/reader.mts'
import { counted, loop, operator, scope } from './tree/rules.mts'
import type { NodeIndex, Syntax } from './tree/syntax.mts'
import type { Rule, Shape, Tally } from './tree/tally.mts'

const shapes: Readonly<Record<string, Shape>> = {
  if_statement: { decisions: 1, cognitive: 'nested', bodies: ['consequence', 'alternative'] },
  "'else'": { cognitive: 'flat' },
  for_statement: loop,
  foreach_statement: loop,
  while_statement: loop,
  do_statement: loop,
  switch_statement: { cognitive: 'nested', bodies: ['body'] },
  switch_expression: { cognitive: 'nested', bodies: ['switch_expression_arm'] },
  conditional_expression: {
    decisions: 1,
    cognitive: 'nested',
    bodies: ['consequence', 'alternative'],
    deepens: 'cognitive',
  },
  conditional_access_expression: counted,
  try_statement: { bodies: ['body'], deepens: 'control' },
  catch_clause: loop,
  finally_clause: { bodies: ['block'], deepens: 'control' },
  goto_statement: { cognitive: 'flat' },
}

const ANNOTATIONS = new Set(['attribute_list', 'comment'])
const lineOf = (tree: Syntax, node: NodeIndex) => declaredAt(tree, node, ANNOTATIONS)

function open(node: NodeIndex, tally: Tally, tree: Syntax, name: string, call: string | null) {
  const body = tree.child(node, 'body')
  if (body === null) return
  const parameters = parametersOf(tree, node)
  tally.open(node, { name, body, line: lineOf(tree, node), parameters, call })
}

const method: Rule = (node, tally, tree) => {
  const name = tree.childText(node, 'name')
  open(node, tally, tree, name, `${name}/${parametersOf(tree, node)}`)
}

/** A property, indexer or event: its accessors are functions, or its expression is. */
const property: Rule = (node, tally, tree) => {
  const name = tree.childText(node, 'name') || 'this'
  const value = tree.child(node, 'value')
  const parameters = parametersOf(tree, node)
  if (value !== null && tree.kindOf(value) === 'arrow_expression_clause')
    tally.open(node, { name, body: value, line: lineOf(tree, node), parameters, call: null })
  else tally.openScope(node, name)
}

const lambda: Rule = (node, tally, tree) => {
  const name = assignedName(tree, node)
  const body = tree.child(node, 'body') ?? tree.child(node, 'block')
  if (name === null || body === null) return tally.deepen(node)
  const parameters = parametersOf(tree, node)
  tally.open(node, { name, body, line: tree.lineOf(node), parameters, call: name, joins: true })
}

const rules: Readonly<Record<string, Rule>> = {
  switch_section(node, tally, tree) {
    if (tree.child(node, "'case'") !== null) tally.decide(1, node)
  },
  switch_expression_arm(node, tally, tree) {
    if (tree.kindOf(node + 1) !== 'discard') tally.decide(1, node)
  },
  binary_expression(node, tally, tree) {
    const mark = tree.childText(node, 'operator')
    if (mark === '&&' || mark === '||') tally.logic(node)
    else if (mark === '??') tally.decide(1, node)
  },
  assignment_expression(node, tally, tree) {
    if (tree.childText(node, 'operator') === '??=') tally.decide(1, node)
  },
  "'&&'": operator,
  "'||'": operator,
  /** `name(…)` or `this.name(…)`; overloads are told apart by their number of arguments. */
  invocation_expression(node, tally, tree) {
    const called = tree.child(node, 'function')
    const list = tree.child(node, 'arguments')
    if (called === null || list === null) return
    const name = /^(?:this\s*\.\s*)?(\w+)$/.exec(tree.textOf(called))?.[1]
    if (name !== undefined) tally.calls(`${name}/${itemsIn(tree, list).length}`)
  },
  class_declaration: scope,
  struct_declaration: scope,
  record_declaration: scope,
  interface_declaration: scope,
  enum_declaration: scope,
  method_declaration: method,
  local_function_statement: method,
  constructor_declaration: (node, tally, tree) =>
    open(node, tally, tree, tree.childText(node, 'name'), null),
  destructor_declaration: (node, tally, tree) =>
    open(node, tally, tree, `~${tree.childText(node, 'name')}`, null),
  operator_declaration: (node, tally, tree) =>
    open(node, tally, tree, `operator ${tree.childText(node, 'operator')}`, null),
  conversion_operator_declaration: (node, tally, tree) =>
    open(node, tally, tree, `operator ${tree.childText(node, 'type')}`, null),
  accessor_declaration: (node, tally, tree) =>
    open(node, tally, tree, tree.childText(node, 'name'), null),
  property_declaration: property,
  indexer_declaration: property,
  event_declaration: property,
  lambda_expression: lambda,
  anonymous_method_expression: lambda,
}

/** An array of the rest (`params`) has no node of its own: its keyword stands for it. */
function parametersOf(tree: Syntax, node: NodeIndex): number {
  const list = tree.child(node, 'parameters')
  if (list === null) return 0
  if (tree.kindOf(list) === 'implicit_parameter') return 1
  return ["'params'", 'parameter'].flatMap(kind => tree.childrenOfKind(list, kind)).length
}

const NAMED = new Set(['identifier', 'member_access_expression'])

function assignedName(tree: Syntax, node: NodeIndex): string | null {
  const around = tree.parentOf(node)
  if (tree.kindOf(around) === 'variable_declarator') return tree.childText(around, 'name')
  return assigneeOf(tree, node, NAMED)
}

function imports(tree: Syntax): ImportRow[] {
  return tree.nodesOf(['using_directive']).map(node => {
    const named = itemsIn(tree, node).filter(each => tree.fieldOf(each) !== 'name')
    const source = named.map(each => tree.textOf(each)).join('')
    return { source: source.replace(/\s+/g, ''), line: tree.lineOf(node) }
  })
}

const boilerplate = (tree: Syntax): NodeIndex[] =>
  tree.nodesOf(['using_directive', 'attribute_list'])

export const csharp = treeReader({
  language: 'csharp',
  shapes,
  rules,
  comments: ['comment'],
  whole: ['raw_string_literal', 'string_literal', 'character_literal'],
  layout: [],
  boilerplate,
  style: { comment: '//', long: ['"""'] },
  mostAngles: 1_000,
  plain: readable,
  classes,
  imports,
})
