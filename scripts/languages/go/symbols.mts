/** What does a Go file export, and is there a sentence about it? */

import type { SymbolFacts } from '../../core/facts.mts'
import type { NodeIndex, Syntax } from '../tree/syntax.mts'

/** Name of the receiver's type, and of the variable it is bound to. */
export function receiverOf(tree: Syntax, node: NodeIndex): { type: string; variable: string } {
  const list = tree.child(node, 'receiver')
  const receiver = list === null ? null : tree.child(list, 'parameter_declaration')
  if (receiver === null) return { type: '', variable: '' }
  const after = tree.afterOf(receiver)
  const typeNode = tree.child(receiver, 'type')
  for (let each = typeNode ?? after; each < after; each++)
    if (tree.kindOf(each) === 'type_identifier')
      return { type: tree.textOf(each), variable: tree.childText(receiver, 'name') }
  return { type: '', variable: '' }
}

const isExported = (name: string): boolean => /^\p{Lu}/u.test(name)

const GROUPS: Readonly<Record<string, SymbolFacts['kind']>> = {
  const_declaration: 'constant',
  var_declaration: 'constant',
  type_declaration: 'type',
}

export function symbols(tree: Syntax): SymbolFacts[] {
  const found: SymbolFacts[] = []
  for (const { node, isDocumented } of documented(tree, 0)) {
    const kind = tree.kindOf(node)
    const group = GROUPS[kind]
    if (group !== undefined) found.push(...declared(tree, node, group, isDocumented))
    else if (kind === 'package_clause' && isDocumented)
      found.push({
        name: tree.childText(node, 'package_identifier'),
        kind: 'module',
        line: tree.lineOf(node),
        isDocumented,
      })
    else if (kind === 'function_declaration' || kind === 'method_declaration')
      found.push(...exportedFunction(tree, node, isDocumented))
  }
  return found
}

function exportedFunction(tree: Syntax, node: NodeIndex, isDocumented: boolean): SymbolFacts[] {
  const own = tree.childText(node, 'name')
  const { type } = receiverOf(tree, node)
  const isMethod = tree.kindOf(node) === 'method_declaration'
  if (!isExported(own) || (isMethod && !isExported(type))) return []
  const name = isMethod ? `${type}.${own}` : own
  return [{ name, kind: isMethod ? 'method' : 'function', line: tree.lineOf(node), isDocumented }]
}

const SPECS = new Set(['const_spec', 'var_spec', 'type_spec', 'type_alias'])

/** Members of a declaration; what documents the group documents each of them. */
function* declared(
  tree: Syntax,
  declaration: NodeIndex,
  kind: SymbolFacts['kind'],
  isGroupDocumented: boolean,
): Generator<SymbolFacts> {
  const list = tree.child(declaration, 'var_spec_list') ?? declaration
  for (const { node, isDocumented } of documented(tree, list)) {
    if (!SPECS.has(tree.kindOf(node))) continue
    for (const each of tree.childrenOf(node)) {
      if (tree.fieldOf(each) !== 'name' || !isExported(tree.textOf(each))) continue
      const line = tree.lineOf(each)
      const name = tree.textOf(each)
      yield { name, kind, line, isDocumented: isDocumented || isGroupDocumented }
    }
  }
}

/** Children, each with whether comments that say something end on the line before it. */
function* documented(
  tree: Syntax,
  parent: NodeIndex,
): Generator<{ node: NodeIndex; isDocumented: boolean }> {
  let lastLine = 0
  let hasWords = false
  let codeLine = 0
  for (const node of tree.childrenOf(parent)) {
    const line = tree.lineOf(node)
    if (tree.kindOf(node) !== 'comment') {
      yield { node, isDocumented: hasWords && lastLine === line - 1 }
      codeLine = tree.endLineOf(node)
      hasWords = false
    } else if (line !== codeLine) {
      const isSameGroup = lastLine >= line - 1
      hasWords = (isSameGroup && hasWords) || saysSomething(tree.textOf(node))
      lastLine = tree.endLineOf(node)
    }
  }
}

/** Directives to tools (`//go:build`, `//nolint`) are written without a space and say nothing to a reader. */
function saysSomething(comment: string): boolean {
  return !/^\/\/[a-z0-9]+(:|$|\s*$)|^\/\/nolint\b/.test(comment) && /\p{L}/u.test(comment)
}
