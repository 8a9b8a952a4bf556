/** What is in a Python file? Decisions as radon counts them; the public surface is what no underscore hides. */

import type { ImportFacts, SymbolFacts } from '../core/facts.mts'
import { treeReader } from './tree/reader.mts'
import type { NodeIndex, Syntax } from './tree/syntax.mts'
import type { Opened, Rule, Shape } from './tree/tally.mts'

const comprehension: Shape = { bodies: ['body', 'if_clause'], deepens: 'cognitive' }

const shapes: Readonly<Record<string, Shape>> = {
  if_statement: { decisions: 1, cognitive: 'nested', bodies: ['consequence'] },
  elif_clause: { decisions: 1, cognitive: 'flat', bodies: ['consequence'] },
  else_clause: { cognitive: 'flat', bodies: ['body'] },
  for_statement: { decisions: 1, cognitive: 'nested', bodies: ['body'] },
  while_statement: { decisions: 1, cognitive: 'nested', bodies: ['body'] },
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

const operator: Rule = (node, tally) => tally.operator(node)

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
  class_definition: (node, tally, tree) => tally.openScope(node, tree.childText(node, 'name')),
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

/** The definition, or what decorates it. */
function declarationOf(tree: Syntax, node: NodeIndex): NodeIndex {
  const around = tree.parentOf(node)
  return tree.kindOf(around) === 'decorated_definition' ? around : node
}

/** Statements whose contents belong to the class or module around them. */
const TRANSPARENT = new Set([
  'block',
  'if_statement',
  'elif_clause',
  'else_clause',
  'try_statement',
  'except_clause',
  'finally_clause',
  'with_statement',
])
const isTransparent = (kind: string): boolean => TRANSPARENT.has(kind)

/** The string that documents a module, class or function, as written; null when its body starts otherwise. */
function docstringOf(tree: Syntax, body: NodeIndex): NodeIndex | null {
  for (const child of tree.childrenOf(body)) {
    if (tree.kindOf(child) === 'comment') continue
    if (tree.kindOf(child) !== 'expression_statement') return null
    const value = child + 1
    const isAlone = tree.afterOf(value) === tree.afterOf(child)
    const isText = ['string', 'concatenated_string'].includes(tree.kindOf(value))
    return isAlone && isText && /^[rRuU]*["']/.test(tree.textOf(value).slice(0, 4)) ? value : null
  }
  return null
}

/** Statements that are nothing but a docstring. */
function docstrings(tree: Syntax): NodeIndex[] {
  return tree.nodesOf(DOCUMENTABLE).flatMap(node => {
    const body = node === 0 ? node : tree.child(node, 'body')
    const doc = body === null ? null : docstringOf(tree, body)
    return doc === null ? [] : [tree.parentOf(doc)]
  })
}

const DOCUMENTABLE = ['module', 'class_definition', 'function_definition']

function isDocumented(tree: Syntax, body: NodeIndex | null): boolean {
  const doc = body === null ? null : docstringOf(tree, body)
  return doc !== null && /[^\s"']/.test(tree.textOf(doc).replace(/^[rRuU]+/, ''))
}

function symbols(tree: Syntax, path: string): SymbolFacts[] {
  const found = new Map<string, SymbolFacts>()
  const name = moduleName(path)
  if (!path.endsWith('__init__.py') || hasCode(tree))
    found.set('', { name, kind: 'module', line: 1, isDocumented: isDocumented(tree, 0) })
  const listed = listedNames(tree)
  const isPublic = (each: string) => (listed === null ? !each.startsWith('_') : listed.has(each))
  for (const each of definitionsIn(tree, 0)) addSymbols(tree, each, '', isPublic, found)
  return [...found.values()]
}

const isUnhidden = (name: string): boolean => !name.startsWith('_')

/** A definition and, for a class, its members; nesting is walked with a list, so depth costs no stack. */
function addSymbols(
  tree: Syntax,
  definition: NodeIndex,
  scope: string,
  isPublic: (name: string) => boolean,
  found: Map<string, SymbolFacts>,
): void {
  const waiting = [{ definition, scope, isPublic }]
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const node = next.definition
    const own = tree.childText(node, 'name')
    if (!next.isPublic(own) || isVariant(tree, node)) continue
    const name = `${next.scope}${own}`
    const isClass = tree.kindOf(node) === 'class_definition'
    const body = tree.child(node, 'body')
    const known = found.get(name)
    found.set(name, {
      name,
      kind: isClass ? 'class' : next.scope === '' ? 'function' : 'method',
      line: known?.line ?? tree.lineOf(node),
      isDocumented: known?.isDocumented === true || isDocumented(tree, body),
    })
    if (!isClass || body === null || name.length > 500) continue
    const members = [...definitionsIn(tree, body)].reverse()
    for (const member of members)
      waiting.push({ definition: member, scope: `${name}.`, isPublic: isUnhidden })
  }
}

/** Definitions that belong to this block, those under `if`, `try` and `with` included. */
function* definitionsIn(tree: Syntax, block: NodeIndex): Generator<NodeIndex> {
  const after = tree.afterOf(block)
  for (let node = block + 1; node < after; ) {
    const kind = tree.kindOf(node)
    if (kind === 'class_definition' || kind === 'function_definition') yield node
    node = isTransparent(kind) || kind === 'decorated_definition' ? node + 1 : tree.afterOf(node)
  }
}

/** One of several definitions that make one symbol: an overload, a setter or deleter. */
function isVariant(tree: Syntax, definition: NodeIndex): boolean {
  const around = declarationOf(tree, definition)
  if (around === definition) return false
  return tree
    .childrenOfKind(around, 'decorator')
    .some(each => /^@\s*([\w.]+\.)?(overload|setter|deleter)\s*(#|$)/.test(tree.textOf(each)))
}

/** Names in a literal `__all__`, also as it is added to; null when there is none, or it is computed. */
function listedNames(tree: Syntax): ReadonlySet<string> | null {
  let names: Set<string> | null = null
  for (const statement of tree.childrenOfKind(0, 'expression_statement')) {
    const node = statement + 1
    const kind = tree.kindOf(node)
    if (kind !== 'assignment' && kind !== 'augmented_assignment') continue
    if (tree.childText(node, 'left') !== '__all__') continue
    const value = tree.child(node, 'right')
    const literals = value === null ? null : literalsIn(tree, value)
    if (literals === null) return null
    if (kind === 'assignment') names = new Set()
    for (const each of literals) names?.add(each)
  }
  return names
}

function literalsIn(tree: Syntax, list: NodeIndex): string[] | null {
  if (!['list', 'tuple', 'set', 'expression_list'].includes(tree.kindOf(list))) return null
  const items = [...tree.childrenOf(list)].filter(
    each => !tree.kindOf(each).startsWith("'") && tree.kindOf(each) !== 'comment',
  )
  if (!items.every(each => tree.kindOf(each) === 'string')) return null
  return items.map(each => tree.childText(each, 'string_content'))
}

function moduleName(path: string): string {
  const parts = path.replace(/\.pyi?$/, '').split('/')
  const last = parts.pop() ?? ''
  return last === '__init__' ? (parts.pop() ?? last) : last
}

function hasCode(tree: Syntax): boolean {
  for (const child of tree.childrenOf(0)) if (tree.kindOf(child) !== 'comment') return true
  return false
}

const IMPORTS = ['import_statement', 'import_from_statement', 'future_import_statement']

function imports(tree: Syntax): ImportFacts[] {
  return tree.nodesOf(IMPORTS).flatMap(node => {
    const line = tree.lineOf(node)
    return importedBy(tree, node).map(source => ({ source: source.replace(/\s+/g, ''), line }))
  })
}

function importedBy(tree: Syntax, node: NodeIndex): string[] {
  const kind = tree.kindOf(node)
  if (kind === 'future_import_statement') return ['__future__']
  if (kind === 'import_from_statement') return [tree.childText(node, 'module_name')]
  const names = [...tree.childrenOf(node)].filter(each => tree.fieldOf(each) === 'name')
  return names.map(each => importedName(tree, each))
}

const importedName = (tree: Syntax, node: NodeIndex): string =>
  tree.kindOf(node) === 'aliased_import' ? tree.childText(node, 'name') : tree.textOf(node)

export const python = treeReader({
  language: 'python',
  shapes,
  rules,
  comments: ['comment'],
  whole: ['string_content'],
  layout: ['line_continuation'],
  dropped: docstrings,
  style: { comment: '#', long: ['"""', "'''"] },
  symbols,
  imports,
})
