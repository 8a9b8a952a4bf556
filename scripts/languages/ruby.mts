/** What is in a Ruby file? Decisions are those that RuboCop counts, but for blocks: they are part of their method. */

import { assigneeOf, itemsIn } from './tree/parts.mts'
import { type ImportRow, treeReader } from './tree/reader.mts'
import { counted, loop, operator, scope } from './tree/rules.mts'
import type { NodeIndex, Syntax } from './tree/syntax.mts'
import type { Rule, Shape } from './tree/tally.mts'

const branch: Shape = { decisions: 1, cognitive: 'nested', bodies: ['consequence', 'else'] }

const shapes: Readonly<Record<string, Shape>> = {
  if: branch,
  unless: branch,
  elsif: { decisions: 1, cognitive: 'flat', bodies: ['consequence', 'else'] },
  if_modifier: loop,
  unless_modifier: loop,
  while: loop,
  until: loop,
  for: loop,
  while_modifier: loop,
  until_modifier: loop,
  case: { cognitive: 'nested', bodies: ['when', 'else'] },
  case_match: { cognitive: 'nested', bodies: ['in_clause', 'else'] },
  when: counted,
  in_clause: counted,
  rescue: loop,
  rescue_modifier: { decisions: 1, cognitive: 'nested', bodies: ['handler'] },
  conditional: {
    decisions: 1,
    cognitive: 'nested',
    bodies: ['consequence', 'alternative'],
    deepens: 'cognitive',
  },
}

const LOGICAL = new Set(['&&', '||', 'and', 'or'])
const WITH_ELSE = new Set(['if', 'unless', 'elsif'])

const method: Rule = (node, tally, tree) => {
  const name = tree.childText(node, 'name')
  const body = tree.child(node, 'body') ?? node
  const parameters = parametersOf(tree, node)
  tally.open(node, { name, body, line: tree.lineOf(node), parameters, call: name })
}

/** A block is part of the method it is written in, unless something names it. */
const block: Rule = (node, tally, tree) => {
  const name = blockName(tree, node)
  if (name === null) return tally.deepen(node)
  const around = tree.parentOf(node)
  const owner = tree.kindOf(around) === 'lambda' ? around : node
  const body = tree.child(node, 'body') ?? node
  const parameters = parametersOf(tree, owner)
  tally.open(node, { name, body, line: tree.lineOf(owner), parameters, call: null, joins: true })
}

const rules: Readonly<Record<string, Rule>> = {
  else(node, tally, tree) {
    if (WITH_ELSE.has(tree.kindOf(tree.parentOf(node)))) tally.flat()
  },
  binary(node, tally, tree) {
    if (LOGICAL.has(tree.childText(node, 'operator'))) tally.logic(node)
  },
  "'&&'": operator,
  "'||'": operator,
  "'and'": operator,
  "'or'": operator,
  operator_assignment(node, tally, tree) {
    if (/^(\|\||&&)=$/.test(tree.childText(node, 'operator'))) tally.decide(1, node)
  },
  call(node, tally, tree) {
    if (tree.childText(node, 'operator') === '&.') tally.decide(1, node)
    const receiver = tree.child(node, 'receiver')
    if (receiver === null || tree.kindOf(receiver) === 'self')
      tally.calls(tree.childText(node, 'method'))
  },
  module: scope,
  class: scope,
  singleton_class: (node, tally) => tally.openScope(node, null),
  method,
  singleton_method: method,
  block,
  do_block: block,
}

const parametersOf = (tree: Syntax, node: NodeIndex): number =>
  itemsIn(tree, tree.child(node, 'parameters')).length

const NAMED = new Set(['identifier', 'constant', 'instance_variable', 'class_variable'])

/** The variable a lambda is assigned to, or the method that `define_method` makes of a block. */
function blockName(tree: Syntax, node: NodeIndex): string | null {
  const around = tree.parentOf(node)
  if (tree.kindOf(around) === 'lambda') return assignedName(tree, around)
  if (tree.kindOf(around) !== 'call') return null
  const method = tree.childText(around, 'method')
  if (method === 'lambda' || method === 'proc') return assignedName(tree, around)
  if (method !== 'define_method') return null
  const [first] = itemsIn(tree, tree.child(around, 'arguments'))
  const isLiteral = first !== undefined && tree.kindOf(first) === 'simple_symbol'
  return isLiteral ? tree.textOf(first).slice(1) : null
}

const assignedName = (tree: Syntax, node: NodeIndex): string | null => assigneeOf(tree, node, NAMED)

const REQUIRES = /^(require|require_relative|load|autoload)$/

const requires = (tree: Syntax): NodeIndex[] =>
  tree.nodesOf(['call']).filter(node => REQUIRES.test(tree.childText(node, 'method').slice(0, 20)))

function imports(tree: Syntax): ImportRow[] {
  return requires(tree).flatMap(node => {
    const text = itemsIn(tree, tree.child(node, 'arguments')).at(-1)
    if (text === undefined || tree.kindOf(text) !== 'string') return []
    const source = tree.textOf(text).slice(1, -1)
    return source.includes('#{') ? [] : [{ source, line: tree.lineOf(node) }]
  })
}

export const ruby = treeReader({
  language: 'ruby',
  shapes,
  rules,
  comments: ['comment'],
  whole: ['string_content', 'heredoc_body'],
  layout: ['uninterpreted'],
  boilerplate: requires,
  style: { comment: '#', long: [] },
  imports,
})
