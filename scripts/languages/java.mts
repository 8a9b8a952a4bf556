/** What is in a Java file? Lambdas and the methods of anonymous classes stand for themselves. */

import { classes } from './java/classes.mts'
import { routing } from './java/routing.mts'
import { staleParameters } from './java/stale-parameters.mts'
import { lineOf, symbols } from './java/symbols.mts'
import { type ImportRow, treeReader } from './tree/reader.mts'
import { loop, operator, scope } from './tree/rules.mts'
import type { NodeIndex, Syntax } from './tree/syntax.mts'
import type { Opened, Rule, Shape, Tally } from './tree/tally.mts'

const tried: Shape = { bodies: ['body'], deepens: 'control' }

const shapes: Readonly<Record<string, Shape>> = {
  if_statement: { decisions: 1, cognitive: 'nested', bodies: ['consequence', 'alternative'] },
  "'else'": { cognitive: 'flat' },
  for_statement: loop,
  enhanced_for_statement: loop,
  while_statement: loop,
  do_statement: loop,
  switch_expression: { cognitive: 'nested', bodies: ['body'] },
  ternary_expression: {
    decisions: 1,
    cognitive: 'nested',
    bodies: ['consequence', 'alternative'],
    deepens: 'cognitive',
  },
  try_statement: tried,
  try_with_resources_statement: tried,
  catch_clause: loop,
  finally_clause: { bodies: ['block'], deepens: 'control' },
}

/** A jump to a label; without one it is free. */
const jump: Rule = (node, tally, tree) => {
  if (tree.child(node, 'identifier') !== null) tally.flat()
}

const method: Rule = (node, tally, tree) => {
  const body = tree.child(node, 'body')
  if (body === null) return
  const name = tree.childText(node, 'name')
  const parameters = parametersOf(tree, node)
  const isConstructor = tree.kindOf(node) !== 'method_declaration'
  const call = isConstructor ? null : `${name}/${parameters}`
  tally.open(node, { name, body, line: lineOf(tree, node), parameters, call })
}

const rules: Readonly<Record<string, Rule>> = {
  switch_block: (node, tally, tree) => tally.decide(casesIn(tree, node), node),
  break_statement: jump,
  continue_statement: jump,
  binary_expression(node, tally, tree) {
    const mark = tree.childText(node, 'operator')
    if (mark === '&&' || mark === '||') tally.logic(node)
  },
  "'&&'": operator,
  "'||'": operator,
  /** `this.name(…)` or `name(…)`; overloads are told apart by their number of arguments. */
  method_invocation(node, tally, tree) {
    const object = tree.child(node, 'object')
    const list = tree.child(node, 'arguments')
    if (list === null || (object !== null && tree.kindOf(object) !== 'this')) return
    tally.calls(`${tree.childText(node, 'name')}/${itemsIn(tree, list).length}`)
  },
  class_declaration: scope,
  interface_declaration: scope,
  enum_declaration: scope,
  record_declaration: scope,
  annotation_type_declaration: scope,
  enum_constant: scope,
  /** A class without a name takes that of the field or variable it is assigned to. */
  object_creation_expression(node, tally, tree) {
    const body = tree.child(node, 'class_body')
    if (body !== null) tally.openScope(body, assignedName(tree, node) ?? '<anonymous>')
  },
  static_initializer: (node, tally) => tally.openScope(node, null),
  method_declaration: method,
  constructor_declaration: method,
  compact_constructor_declaration: method,
  lambda_expression: (node, tally, tree) => openLambda(tree, node, tally),
}

function openLambda(tree: Syntax, node: NodeIndex, tally: Tally): void {
  const body = tree.child(node, 'body')
  if (body === null) return
  const parameters = tree.child(node, 'parameters')
  const isBare = parameters !== null && tree.kindOf(parameters) === 'identifier'
  const opened: Opened = {
    name: assignedName(tree, node),
    body,
    line: tree.lineOf(node),
    parameters: isBare ? 1 : parametersOf(tree, node),
    call: null,
  }
  tally.open(node, opened)
}

/** Groups of labels that share statements count once, and not at all when `default` is among them. */
function casesIn(tree: Syntax, block: NodeIndex): number {
  let cases = 0
  let hasDefault = false
  let isOpen = false
  for (const group of tree.childrenOf(block)) {
    const kind = tree.kindOf(group)
    if (kind !== 'switch_block_statement_group' && kind !== 'switch_rule') continue
    hasDefault ||= tree.childrenOfKind(group, 'switch_label').some(label => isDefault(tree, label))
    isOpen = kind !== 'switch_rule' && !hasStatements(tree, group)
    if (isOpen) continue
    if (!hasDefault) cases++
    hasDefault = false
  }
  return cases + (isOpen && !hasDefault ? 1 : 0)
}

const isDefault = (tree: Syntax, label: NodeIndex): boolean =>
  /^default$|,\s*default$/.test(tree.textOf(label))

const LABEL = new Set(['switch_label', "':'", 'line_comment', 'block_comment'])

function hasStatements(tree: Syntax, group: NodeIndex): boolean {
  for (const child of tree.childrenOf(group)) if (!LABEL.has(tree.kindOf(child))) return true
  return false
}

const NO_PARAMETER = new Set(['receiver_parameter', 'line_comment', 'block_comment'])

function itemsIn(tree: Syntax, list: NodeIndex): NodeIndex[] {
  return [...tree.childrenOf(list)].filter(
    each => !tree.kindOf(each).startsWith("'") && !NO_PARAMETER.has(tree.kindOf(each)),
  )
}

function parametersOf(tree: Syntax, node: NodeIndex): number {
  const list = tree.child(node, 'parameters')
  return list === null ? 0 : itemsIn(tree, list).length
}

function assignedName(tree: Syntax, node: NodeIndex): string | null {
  const around = tree.parentOf(node)
  const kind = tree.kindOf(around)
  if (kind === 'variable_declarator' && tree.fieldOf(node) === 'value')
    return tree.childText(around, 'name')
  if (kind !== 'assignment_expression' || tree.fieldOf(node) !== 'right') return null
  const target = tree.child(around, 'left')
  if (target === null) return null
  if (tree.kindOf(target) === 'identifier') return tree.textOf(target)
  return tree.kindOf(target) === 'field_access' ? tree.childText(target, 'field') : null
}

function imports(tree: Syntax): ImportRow[] {
  return tree.childrenOfKind(0, 'import_declaration').map(node => ({
    source: [...tree.childrenOf(node)]
      .filter(each => IMPORTED.has(tree.kindOf(each)))
      .map(each => tree.textOf(each))
      .join('')
      .replace(/\s+/g, ''),
    line: tree.lineOf(node),
  }))
}

const IMPORTED = new Set(['scoped_identifier', 'identifier', "'.'", 'asterisk'])

const boilerplate = (tree: Syntax): NodeIndex[] =>
  tree.nodesOf(['package_declaration', 'import_declaration', 'marker_annotation', 'annotation'])

export const java = treeReader({
  language: 'java',
  shapes,
  rules,
  comments: ['line_comment', 'block_comment'],
  whole: ['string_literal'],
  layout: [],
  boilerplate,
  style: { comment: '//', long: ['"""'] },
  mostAngles: 1_000,
  classes,
  symbols,
  staleParameters,
  imports,
  routing,
})
