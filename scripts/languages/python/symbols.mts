/** What does a Python file offer to others, and is there a sentence about it? */

import type { SymbolFacts } from '../../core/facts.mts'
import type { NodeIndex, Syntax } from '../tree/syntax.mts'

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
export const isTransparent = (kind: string): boolean => TRANSPARENT.has(kind)

/** The string that documents a module, class or function, as written; null when its body starts otherwise. */
export function docstringOf(tree: Syntax, body: NodeIndex): NodeIndex | null {
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
export function docstrings(tree: Syntax): NodeIndex[] {
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

export function symbols(tree: Syntax, path: string): SymbolFacts[] {
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
export function listedNames(tree: Syntax): ReadonlySet<string> | null {
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
