/** What is in a Kotlin file? Lambdas without a name are part of the function they are written in. */

import { routing } from './kotlin/routing.mts'
import { assigneeOf, declaredAt, itemsIn } from './tree/parts.mts'
import { type ImportRow, treeReader } from './tree/reader.mts'
import { operator, scope } from './tree/rules.mts'
import type { NodeIndex, Syntax } from './tree/syntax.mts'
import type { Rule, Shape } from './tree/tally.mts'

const weighed: Shape = { decisions: 1, cognitive: 'nested' }
const handled: Shape = { bodies: ['block'], deepens: 'control' }

const shapes: Readonly<Record<string, Shape>> = {
  for_statement: weighed,
  while_statement: weighed,
  do_while_statement: { ...weighed, bodies: ['block'] },
  when_expression: { cognitive: 'nested', bodies: ['when_entry'] },
  try_expression: handled,
  catch_block: { ...weighed, bodies: ['block'] },
  finally_block: handled,
}

const ANNOTATIONS = new Set(['annotation', 'line_comment', 'block_comment'])
const lineOf = (tree: Syntax, node: NodeIndex) => declaredAt(tree, node, ANNOTATIONS)
const unnamed: Rule = (node, tally) => tally.openScope(node, null)

const isAfterElse = (tree: Syntax, node: NodeIndex): boolean =>
  tree.kindOf(tree.parentOf(node)) === 'if_expression' && tree.kindOf(node - 1) === "'else'"

const LED = new Set(['if_expression', 'for_statement', 'while_statement'])

/** What a condition or `else` leads to has no role in this grammar: it is what comes next. */
const lead: Rule = (node, tally, tree) => {
  const around = tree.parentOf(node)
  const next = tree.afterOf(node)
  if (!LED.has(tree.kindOf(around)) || next >= tree.afterOf(around)) return
  if (tree.kindOf(node) === "'else'") {
    tally.flat()
    if (tree.kindOf(next) === 'if_expression') return
  }
  tally.enter(next)
}

const accessor: Rule = (node, tally, tree) => {
  const body = tree.child(node, 'function_body')
  if (body === null) return
  const variable = tree.child(tree.parentOf(node), 'variable_declaration')
  const property = variable === null ? '' : `${tree.childText(variable, 'identifier')}.`
  const isSetter = tree.kindOf(node) === 'setter'
  const name = `${property}${isSetter ? 'set' : 'get'}`
  const line = lineOf(tree, node)
  tally.open(node, { name, body, line, parameters: isSetter ? 1 : 0, call: null })
}

const literal: Rule = (node, tally, tree) => {
  const name = assignedName(tree, node)
  if (name === null) return tally.deepen(node)
  // Parameters decide nothing, so that a lambda's brace may stand for its body.
  const body = tree.child(node, 'function_body') ?? node + 1
  const list = tree.child(node, 'lambda_parameters')
  const parameters = list === null ? parametersOf(tree, node) : itemsIn(tree, list).length
  tally.open(node, { name, body, line: tree.lineOf(node), parameters, call: name, joins: true })
}

const rules: Readonly<Record<string, Rule>> = {
  if_expression(node, tally, tree) {
    tally.decide(1, node)
    if (!isAfterElse(tree, node)) tally.nested()
  },
  "')'": lead,
  "'else'": lead,
  when_entry(node, tally, tree) {
    if (tree.kindOf(node + 1) !== "'else'") tally.decide(1, node)
  },
  binary_expression(node, tally, tree) {
    const mark = tree.childText(node, 'operator')
    if (mark === '&&' || mark === '||') tally.logic(node)
    else if (mark === '?:') tally.decide(1, node)
  },
  "'&&'": operator,
  "'||'": operator,
  labeled_expression(node, tally, tree) {
    if (/^(break|continue)@/.test(tree.childText(node, 'label'))) tally.flat()
  },
  /** `name(…)` or `this.name(…)`; overloads are told apart by their number of arguments. */
  call_expression(node, tally, tree) {
    const list = tree.child(node, 'value_arguments')
    const name = /^(?:this\s*\.\s*)?(\w+)$/.exec(tree.textOf(node + 1).slice(0, 300))?.[1]
    if (list !== null && name !== undefined)
      tally.calls(`${name}/${tree.childrenOfKind(list, 'value_argument').length}`)
  },
  class_declaration: scope,
  object_declaration: scope,
  companion_object: unnamed,
  anonymous_initializer: unnamed,
  enum_entry: (node, tally, tree) => tally.openScope(node, tree.childText(node, 'identifier')),
  object_literal: (node, tally, tree) =>
    tally.openScope(node, assignedName(tree, node) ?? '<anonymous>'),
  function_declaration(node, tally, tree) {
    const body = tree.child(node, 'function_body')
    if (body === null) return
    const name = tree.childText(node, 'name')
    const parameters = parametersOf(tree, node)
    const call = `${name}/${parameters}`
    tally.open(node, { name, body, line: lineOf(tree, node), parameters, call })
  },
  secondary_constructor(node, tally, tree) {
    const body = tree.child(node, 'block')
    if (body === null) return
    const parameters = parametersOf(tree, node)
    const line = lineOf(tree, node)
    tally.open(node, { name: 'constructor', body, line, parameters, call: null })
  },
  getter: accessor,
  setter: accessor,
  lambda_literal: literal,
  anonymous_function: literal,
}

function parametersOf(tree: Syntax, node: NodeIndex): number {
  const list = tree.child(node, 'function_value_parameters')
  return list === null ? 0 : tree.childrenOfKind(list, 'parameter').length
}

const NAMED = new Set(['identifier', 'navigation_expression'])

function assignedName(tree: Syntax, node: NodeIndex): string | null {
  const around = tree.parentOf(node)
  if (tree.kindOf(around) === 'property_declaration') {
    const variable = tree.child(around, 'variable_declaration')
    return variable === null ? null : tree.childText(variable, 'identifier')
  }
  return assigneeOf(tree, node, NAMED)
}

const imports = (tree: Syntax): ImportRow[] =>
  tree.childrenOfKind(0, 'import').map(node => ({
    source: tree
      .textOf(node)
      .replace(/^import\s+/, '')
      .replace(/\sas\s.*/s, '')
      .replace(/[\s;]+/g, ''),
    line: tree.lineOf(node),
  }))

const boilerplate = (tree: Syntax): NodeIndex[] =>
  tree.nodesOf(['package_header', 'import', 'annotation'])

/** Before `constructor`, and annotations of accessors on a line of their own. */
const MODIFIERS =
  /(?:(?:@[\w.]+(?:\([^()\n]*\))?|\b(?:public|private|protected|internal|actual|expect))\s+)+(?=constructor\s*\()|@\w+(?:\([^()\n]*\))?(?=\s+[gs]et\s*\()/g
/** Words that mean something in some places, used as names or as their beginning. */
const SOFT =
  /\b(?:in|as|else)(?=\d)|\b(?:by|get|set)(?=\s*(?:=|\)|\.|!=))|\b(?:final|open|data|value|inner|sealed|annotation|lateinit|operator|infix|inline|external|abstract)(?=\(|\s*(?:=|\)|\.|&&|\|\||!=))/g

/** What Kotlin allows and its grammar does not: several modifiers of a constructor, soft keywords as names, and Gradle's imports behind `plugins { }`. */
function plain(text: string): string {
  const blocks = text.search(/^\}/m)
  const rest = blocks === -1 ? text.length : blocks
  const blank = (all: string) => all.replace(/\S/g, ' ')
  return (text.slice(0, rest) + text.slice(rest).replace(/^import\s[\w.* ]+$/gm, blank))
    .replace(MODIFIERS, blank)
    .replace(SOFT, word => `${word.slice(0, -1)}_`)
}

export const kotlin = treeReader({
  language: 'kotlin',
  shapes,
  rules,
  comments: ['line_comment', 'block_comment'],
  whole: ['multiline_string_literal', 'string_content'],
  layout: [],
  boilerplate,
  plain,
  style: { comment: '//', long: ['"""'] },
  mostAngles: 1_000,
  imports,
  routing,
})
