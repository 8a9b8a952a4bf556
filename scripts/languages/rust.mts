/** What is in a Rust file? Closures without a name are part of the function they are written in, and inline tests are tests. */

import { assigneeOf, itemsIn, nameOf } from './tree/parts.mts'
import { type ImportRow, treeReader } from './tree/reader.mts'
import { loop, operator, scope } from './tree/rules.mts'
import type { NodeIndex, Syntax } from './tree/syntax.mts'
import type { Rule, Shape } from './tree/tally.mts'

const shapes: Readonly<Record<string, Shape>> = {
  if_expression: { decisions: 1, bodies: ['consequence'] },
  else_clause: { cognitive: 'flat', bodies: ['block'] },
  let_declaration: { bodies: ['alternative'] },
  for_expression: loop,
  while_expression: loop,
  loop_expression: loop,
  match_expression: { cognitive: 'nested', bodies: ['body'] },
  try_expression: { decisions: 1 },
}

/** A jump to a label; without one it is free. */
const jump: Rule = (node, tally, tree) => {
  if (tree.child(node, 'label') !== null) tally.flat()
}

const rules: Readonly<Record<string, Rule>> = {
  if_expression(node, tally, tree) {
    if (tree.kindOf(tree.parentOf(node)) !== 'else_clause') tally.nested()
  },
  /** `let … else`: the pattern is a condition. */
  let_declaration(node, tally, tree) {
    if (tree.child(node, 'alternative') === null) return
    tally.decide(1, node)
    tally.nested()
  },
  /** Arms are exhaustive, so one of them is what is left when no other is taken. */
  match_block(node, tally, tree) {
    tally.decide(Math.max(0, tree.childrenOfKind(node, 'match_arm').length - 1), node)
  },
  binary_expression(node, tally, tree) {
    const mark = tree.childText(node, 'operator')
    if (mark === '&&' || mark === '||') tally.logic(node)
  },
  let_chain(node, tally, tree) {
    tally.logic(node)
    tally.decide(tree.childrenOfKind(node, "'&&'").length - 1, node)
  },
  "'&&'": operator,
  "'||'": operator,
  break_expression: jump,
  continue_expression: jump,
  call_expression(node, tally, tree) {
    const called = tree.child(node, 'function')
    if (called !== null) tally.calls(tree.textOf(called).replace(/^Self\s*::\s*/, 'self.'))
  },
  mod_item: scope,
  trait_item: scope,
  impl_item: (node, tally, tree) => tally.openScope(node, implemented(tree, node)),
  function_item(node, tally, tree) {
    const body = tree.child(node, 'body')
    const name = tree.childText(node, 'name')
    if (body === null) return
    const scope = tally.scope === null ? '' : tree.kindOf(tally.scope)
    const call = scope === 'impl_item' || scope === 'trait_item' ? `self.${name}` : name
    tally.open(node, {
      name,
      body,
      line: tree.lineOf(node),
      parameters: parametersOf(tree, node),
      call,
    })
  },
  closure_expression(node, tally, tree) {
    const name = assignedName(tree, node)
    const body = tree.child(node, 'body')
    if (name === null || body === null) return tally.deepen(node)
    const parameters = itemsIn(tree, tree.child(node, 'parameters')).length
    tally.open(node, { name, body, line: tree.lineOf(node), parameters, call: name, joins: true })
  },
}

/** Name of the type, without its parameters and the modules it is in. */
function implemented(tree: Syntax, node: NodeIndex): string {
  const text = tree.childText(node, 'type').slice(0, 200)
  return /(\w+)\s*(<|$)/.exec(text)?.[1] ?? '<anonymous>'
}

/** `self` is no parameter. */
function parametersOf(tree: Syntax, node: NodeIndex): number {
  const list = itemsIn(tree, tree.child(node, 'parameters'))
  return list.filter(each => /^(variadic_)?parameter$/.test(tree.kindOf(each))).length
}

const NAMED = new Set(['identifier', 'field_expression'])

function assignedName(tree: Syntax, node: NodeIndex): string | null {
  const around = tree.parentOf(node)
  const kind = tree.kindOf(around)
  if (kind === 'let_declaration') return nameOf(tree, tree.child(around, 'pattern'), NAMED)
  if (kind === 'const_item' || kind === 'static_item') return tree.childText(around, 'name')
  return assigneeOf(tree, node, NAMED)
}

const FOR_TESTS = /^#\s*\[\s*cfg\s*\(\s*(all\s*\(\s*)?test\b/

/** Modules and functions that only a test build has. */
function aside(tree: Syntax): NodeIndex[] {
  const found: NodeIndex[] = []
  for (const attribute of tree.nodesOf(['attribute_item'])) {
    if (!FOR_TESTS.test(tree.textOf(attribute).slice(0, 100))) continue
    const item = itemAfter(tree, attribute)
    if (item !== null) found.push(item)
  }
  return found
}

/** What an attribute is about: other attributes and comments may stand between. */
function itemAfter(tree: Syntax, attribute: NodeIndex): NodeIndex | null {
  const end = tree.afterOf(tree.parentOf(attribute))
  for (let node = tree.afterOf(attribute); node < end; node = tree.afterOf(node)) {
    const kind = tree.kindOf(node)
    if (kind === 'mod_item' || kind === 'function_item') return node
    if (kind !== 'attribute_item' && !kind.endsWith('comment')) return null
  }
  return null
}

const imports = (tree: Syntax): ImportRow[] =>
  tree.nodesOf(['use_declaration']).map(node => ({
    source: tree
      .childText(node, 'argument')
      .replace(/\sas\s+\w+$/, '')
      .replace(/\s+/g, ''),
    line: tree.lineOf(node),
  }))

const boilerplate = (tree: Syntax): NodeIndex[] =>
  tree.nodesOf(['use_declaration', 'attribute_item'])

export const rust = treeReader({
  language: 'rust',
  shapes,
  rules,
  comments: ['line_comment', 'block_comment'],
  whole: ['string_literal', 'raw_string_literal', 'char_literal', 'lifetime'],
  layout: [],
  boilerplate,
  aside,
  style: { comment: '//', long: [] },
  mostAngles: 1_000,
  imports,
})
