/** What stays of a tree when a formatter rewrites its text? A digest of kinds, roles and leaves. */

import { createHash } from 'node:crypto'
import type { NodeIndex, Syntax } from './syntax.mts'
import { ROLE } from './tokens.mts'

/** What only the language knows of it. */
export interface Rewriting {
  /** Nodes that are documentation though the grammar takes them for code, in reading order: comments to us. */
  dropped?(tree: Syntax): readonly NodeIndex[]
  /** What stands for a node, its kind or the text of a leaf: '' for nothing at all, undefined for what it is. */
  rewritten?(tree: Syntax, node: NodeIndex): string | undefined
}

const WRAPPER = 'parenthesized_expression'

/**
 * Left out are comments, layout, the comma behind a last item, and brackets around an expression: what they hold together
 * stands together in the tree. `roles` is a `ROLE` for each number of a kind.
 */
export function essence(tree: Syntax, roles: Uint8Array, language: Rewriting): string {
  const { count, kind, after } = tree.columns
  const dropped = new Set(language.dropped?.(tree) ?? [])
  const hash = createHash('sha256')
  const open: NodeIndex[] = []
  for (let node = 0, next = 0; node < count; node = next) {
    for (; open.at(-1) === node; open.pop()) hash.update(')\0')
    next = after[node] as number
    const role = roles[kind[node] as number] as number
    if (role === ROLE.comment || role === ROLE.layout || dropped.has(node)) continue
    const isLeaf = next === node + 1 || role === ROLE.whole
    const own = language.rewritten?.(tree, node)
    if (own === '' || isPunctuation(tree, node)) continue
    if (!isLeaf) {
      next = node + 1
      if (tree.kindOf(node) === WRAPPER) continue
      open.push(after[node] as number)
    }
    const said = own ?? (isLeaf ? tree.textOf(node) : tree.kindOf(node))
    hash.update(`${roleOf(tree, node)}:${said}${isLeaf ? '' : '('}\0`)
  }
  return hash.update(')\0'.repeat(open.length)).digest('hex').slice(0, 32)
}

/** Also of what is in brackets, whose role it has. */
function roleOf(tree: Syntax, node: NodeIndex): string {
  const around = tree.parentOf(node)
  return around > 0 && tree.kindOf(around) === WRAPPER
    ? roleOf(tree, around)
    : (tree.fieldOf(node) ?? '')
}

/** A bracket of a wrapper, or the comma between a last item and the bracket behind it; in a macro it may say something. */
function isPunctuation(tree: Syntax, node: NodeIndex): boolean {
  const mark = tree.kindOf(node)
  const around = tree.parentOf(node)
  if (mark === "'('" || mark === "')'") return tree.kindOf(around) === WRAPPER
  if (mark !== "','" || tree.kindOf(around) === 'token_tree') return false
  const siblings = [...tree.childrenOf(around)]
  const at = siblings.indexOf(node)
  const [last = '', behind = ''] = [siblings[at - 1], siblings[at + 1]].map(each =>
    each === undefined ? '' : tree.kindOf(each),
  )
  return !last.startsWith("'") && /^'[)\]}>]'$/.test(behind)
}
