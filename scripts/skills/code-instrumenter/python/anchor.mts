/** Before which statement does the import of the tracing module go? Before all that may open connections. */

import type { NodeIndex, Syntax } from '../../../languages/tree/syntax.mts'
import { indentOf, lineStart, nextLine } from './source.mts'

/** What has to run earlier: patches of the standard library, and the variables that say where to send. */
const EARLIER = /\b(monkey\.patch_\w+|monkey_patch|patch_all|load_dotenv|read_env|read_dotenv)\s*\(/

export type Anchor =
  | { readonly at: number; readonly isAtEnd: boolean }
  | { readonly line: number; readonly why: string }

export function importAnchor(tree: Syntax, before: number): Anchor {
  const statements = [...tree.childrenOf(0)].filter(node => tree.kindOf(node) !== 'comment')
  const rest = statements.filter(node => tree.startOf(node) <= before)
  let last: NodeIndex | null = null
  for (const [index, node] of rest.entries()) {
    const kind = tree.kindOf(node)
    const isHead = kind === 'future_import_statement' || (index === 0 && isDocstring(tree, node))
    const isDefinition = /^(function|class|decorated)_definition$/.test(kind)
    const isEarlier = !isDefinition && EARLIER.test(tree.textOf(node))
    if (isHead || isEarlier) last = node
  }
  if (last === null) {
    const first = statements[0]
    return {
      at: first === undefined ? 0 : lineStart(tree.text, tree.startOf(first)),
      isAtEnd: false,
    }
  }
  if (indentOf(tree, tree.startOf(last), tree.endOf(last)) === null)
    return { line: tree.lineOf(last), why: 'several statements share this line' }
  const at = nextLine(tree.text, tree.endOf(last))
  return { at, isAtEnd: at === tree.text.length && !/[\r\n]$/.test(tree.text) }
}

const isDocstring = (tree: Syntax, node: NodeIndex) =>
  tree.kindOf(node) === 'expression_statement' && tree.kindOf(node + 1) === 'string'
