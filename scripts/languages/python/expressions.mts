/** What does a Python expression say without being run? Strings, paths with holes, arguments of a call. */

import { hole } from '../routing/hole.mts'
import { joinedText } from '../tree/joined-text.mts'
import type { NodeIndex, Syntax } from '../tree/syntax.mts'

export interface Arguments {
  readonly positional: readonly NodeIndex[]
  readonly named: ReadonlyMap<string, NodeIndex>
}

export function argumentsOf(tree: Syntax, call: NodeIndex): Arguments {
  const list = tree.child(call, 'arguments')
  const positional: NodeIndex[] = []
  const named = new Map<string, NodeIndex>()
  for (const each of list === null ? [] : tree.childrenOf(list)) {
    const kind = tree.kindOf(each)
    if (kind === 'keyword_argument') {
      const value = tree.child(each, 'value')
      if (value !== null) named.set(tree.childText(each, 'name'), value)
    } else if (!kind.startsWith("'") && kind !== 'comment') positional.push(each)
  }
  return { positional, named }
}

/** The elements of a list, tuple or set written out here; null for anything else. */
export function elementsOf(tree: Syntax, node: NodeIndex): NodeIndex[] | null {
  if (!['list', 'tuple', 'set'].includes(tree.kindOf(node))) return null
  return [...tree.childrenOf(node)].filter(
    each => !tree.kindOf(each).startsWith("'") && tree.kindOf(each) !== 'comment',
  )
}

/** A string as it will be, what is computed in it as `${name}`. Strings added to each other are one. */
export const written = (tree: Syntax, root: NodeIndex): string =>
  joinedText(tree, root, (node, kind) => {
    if (kind === 'string_content') return tree.textOf(node)
    if (kind === 'interpolation') return hole(tree.childText(node, 'expression'))
    if (kind === 'identifier' || kind === 'attribute') return hole(tree.textOf(node))
    if (OPEN.has(kind)) return tree.childrenOf(node)
    return kind.startsWith("'") || SILENT.has(kind) ? '' : hole()
  })

const OPEN = new Set([
  'string',
  'concatenated_string',
  'parenthesized_expression',
  'binary_operator',
])
const SILENT = new Set(['string_start', 'string_end', 'comment'])
