/** What is in a Python file? Decisions are those that radon counts. */

import { classes } from './python/classes.mts'
import { rewritten } from './python/essence.mts'
import { IMPORTS, imports, offers } from './python/links.mts'
import { routing } from './python/routing.mts'
import { staleParameters } from './python/stale-parameters.mts'
import { docstrings, symbols } from './python/symbols.mts'
import { treeReader } from './tree/reader.mts'
import { loop, operator, scope } from './tree/rules.mts'
import type { NodeIndex, Syntax } from './tree/syntax.mts'
import type { Opened, Rule, Shape } from './tree/tally.mts'

const comprehension: Shape = { bodies: ['body', 'if_clause'], deepens: 'cognitive' }

const shapes: Readonly<Record<string, Shape>> = {
  if_statement: { decisions: 1, cognitive: 'nested', bodies: ['consequence'] },
  elif_clause: { decisions: 1, cognitive: 'flat', bodies: ['consequence'] },
  else_clause: { cognitive: 'flat', bodies: ['body'] },
  for_statement: loop,
  while_statement: loop,
  match_statement: { cognitive: 'nested', bodies: ['body'] },
  try_statement: { bodies: ['body'], deepens: 'control' },
  except_clause: { decisions: 1, cognitive: 'nested', bodies: ['block'] },
  finally_clause: { bodies: ['block'], deepens: 'control' },
  list_comprehension: comprehension,
  set_comprehension: comprehension,
  dictionary_comprehension: comprehension,
  generator_expression: comprehension,
  for_in_clause: { decisions: 1, cognitive: 'nested' },
}

const rules: Readonly<Record<string, Rule>> = {
  conditional_expression(node, tally) {
    tally.decide(1, node)
    tally.nested()
    tally.deepen(node)
  },
  /** radon counts the `else` of a loop or try, where it is a way of its own. */
  else_clause(node, tally, tree) {
    if (tree.kindOf(tree.parentOf(node)) !== 'if_statement') tally.decide(1, node)
  },
  if_clause(node, tally, tree) {
    if (tree.fieldOf(node) === 'guard') return
    tally.decide(1, node)
    tally.flat()
  },
  match_statement(node, tally, tree) {
    const body = tree.child(node, 'body')
    if (body !== null) tally.decide(casesIn(tree, body), node)
  },
  /** radon does not look inside. */
  assert_statement(node, tally) {
    tally.decide(1, node)
    tally.leaveUndecided(node)
  },
  boolean_operator: (node, tally) => tally.logic(node),
  "'and'": operator,
  "'or'": operator,
  call(node, tally, tree) {
    const called = tree.child(node, 'function')
    if (called !== null) tally.calls(tree.textOf(called).replace(/^cls\./, 'self.'))
  },
  decorator: (node, tally) => tally.openScope(node, null),
  class_definition: scope,
  function_definition(node, tally, tree) {
    const name = tree.childText(node, 'name')
    const scope = tally.scope
    const isMethod = scope !== null && tree.kindOf(scope) === 'class_definition'
    const opened = opening(tree, node, name, isMethod ? `self.${name}` : name)
    if (opened !== null) tally.open(node, isMethod ? unbound(tree, node, opened) : opened)
  },
  /** radon counts a lambda's decisions in the function it is written in. */
  lambda(node, tally, tree) {
    const name = assignedName(tree, node)
    const opened = opening(tree, node, name, name)
    if (opened !== null) tally.open(node, { ...opened, joins: true })
  },
}

/** A wildcard or a bare name catches what is left, and is no decision. */
function casesIn(tree: Syntax, body: NodeIndex): number {
  const cases = tree.childrenOfKind(body, 'case_clause')
  const isCatchAll = (each: NodeIndex) => {
    const patterns = tree.childrenOfKind(each, 'case_pattern')
    const [first] = patterns
    return patterns.length === 1 && first !== undefined && isCapture(tree, first)
  }
  return cases.length - (cases.some(isCatchAll) ? 1 : 0)
}

function isCapture(tree: Syntax, pattern: NodeIndex): boolean {
  const text = tree.textOf(pattern)
  return (
    text === '_' ||
    (/^[\p{L}_][\p{L}\p{N}_]*$/u.test(text) && tree.kindOf(pattern + 1) === 'dotted_name')
  )
}

function opening(
  tree: Syntax,
  node: NodeIndex,
  name: string | null,
  call: string | null,
): Opened | null {
  const body = tree.child(node, 'body')
  if (body === null) return null
  return { name, body, line: tree.lineOf(node), parameters: parametersOf(tree, node).length, call }
}

const NO_PARAMETER = new Set(['positional_separator', 'keyword_separator', 'comment'])

function parametersOf(tree: Syntax, node: NodeIndex): NodeIndex[] {
  const list = tree.child(node, 'parameters')
  if (list === null) return []
  return [...tree.childrenOf(list)].filter(
    each => !tree.kindOf(each).startsWith("'") && !NO_PARAMETER.has(tree.kindOf(each)),
  )
}

/** A method is called without its first parameter. */
function unbound(tree: Syntax, node: NodeIndex, opened: Opened): Opened {
  const [first] = parametersOf(tree, node)
  const isBound = first !== undefined && /^(self|cls)\b/.test(tree.textOf(first).slice(0, 5))
  return isBound ? { ...opened, parameters: opened.parameters - 1 } : opened
}

function assignedName(tree: Syntax, node: NodeIndex): string | null {
  const around = tree.parentOf(node)
  if (tree.fieldOf(node) !== 'right' || tree.kindOf(around) !== 'assignment') return null
  const target = tree.child(around, 'left')
  if (target === null) return null
  const kind = tree.kindOf(target)
  if (kind === 'identifier') return tree.textOf(target)
  return kind === 'attribute' ? tree.childText(target, 'attribute') : null
}

/** Imports, and functions whose body is `...`: overloads and protocols. */
const boilerplate = (tree: Syntax): NodeIndex[] =>
  tree
    .nodesOf([...IMPORTS, 'function_definition'])
    .filter(node => tree.kindOf(node) !== 'function_definition' || isDeclaredOnly(tree, node))

function isDeclaredOnly(tree: Syntax, node: NodeIndex): boolean {
  const body = tree.child(node, 'body')
  const last = body === null ? undefined : [...tree.childrenOf(body)].at(-1)
  return last !== undefined && tree.kindOf(last + 1) === 'ellipsis' && tree.textOf(last) === '...'
}

export const python = treeReader({
  language: 'python',
  shapes,
  rules,
  comments: ['comment'],
  whole: ['string_content'],
  layout: ['line_continuation'],
  dropped: docstrings,
  rewritten,
  boilerplate,
  style: { comment: '#', long: ['"""', "'''"] },
  classes,
  symbols,
  staleParameters,
  imports,
  offers,
  routing,
})
