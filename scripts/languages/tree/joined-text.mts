/** What does an expression of strings and names say? Its parts one after the other, as each language reads them. */

import type { NodeIndex, Syntax } from './syntax.mts'

/** `read` answers what a node says, or the parts it consists of. */
export function joinedText(
  tree: Syntax,
  root: NodeIndex,
  read: (node: NodeIndex, kind: string) => string | Iterable<NodeIndex>,
): string {
  let text = ''
  const waiting = [root]
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    const part = read(node, tree.kindOf(node))
    if (typeof part === 'string') text += part
    else waiting.push(...[...part].reverse())
  }
  return text
}
