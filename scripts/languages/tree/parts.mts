/** What do declarations of most languages consist of? Their line without annotations, and the items of a list. */

import type { NodeIndex, Syntax } from './syntax.mts'

/** 1-based line of a declaration without the annotations above it; `modifiers` may hold some. */
export function declaredAt(
  tree: Syntax,
  node: NodeIndex,
  annotations: ReadonlySet<string>,
): number {
  for (const child of tree.childrenOf(node)) {
    const kind = tree.kindOf(child)
    if (annotations.has(kind)) continue
    if (kind !== 'modifiers') return tree.lineOf(child)
    for (const modifier of tree.childrenOf(child))
      if (!annotations.has(tree.kindOf(modifier))) return tree.lineOf(modifier)
  }
  return tree.lineOf(node)
}

/** Children that are neither punctuation nor comment. */
export function itemsIn(tree: Syntax, list: NodeIndex | null): NodeIndex[] {
  if (list === null) return []
  return [...tree.childrenOf(list)].filter(each => {
    const kind = tree.kindOf(each)
    return !kind.startsWith("'") && !kind.endsWith('comment')
  })
}

/** Name of the thing a value is assigned to, when `target` is one of `kinds`: its last part, without sigils. */
export function nameOf(
  tree: Syntax,
  target: NodeIndex | null,
  kinds: ReadonlySet<string>,
): string | null {
  if (target === null || !kinds.has(tree.kindOf(target))) return null
  const text = tree.textOf(target)
  return text.length > 200 ? null : text.replace(/^.*(\.|::|->)/s, '').replace(/^[$@]+/, '')
}

/** The same of what a value is assigned to; null where it is the right side of no assignment. */
export function assigneeOf(
  tree: Syntax,
  value: NodeIndex,
  kinds: ReadonlySet<string>,
): string | null {
  const around = tree.parentOf(value)
  const isAssigned =
    tree.fieldOf(value) === 'right' && /^assignment(_expression)?$/.test(tree.kindOf(around))
  return isAssigned ? nameOf(tree, tree.child(around, 'left'), kinds) : null
}
