/** What does Black rewrite in Python besides layout? Quotes, brackets of tuples and imports, semicolons, empty bases. */

import type { NodeIndex, Syntax } from '../tree/syntax.mts'

/** A row of values is one with brackets and without. */
const ROWS: readonly string[] = ['tuple', 'expression_list', 'tuple_pattern', 'pattern_list']
const BRACKETED: readonly string[] = [...ROWS, 'import_from_statement', 'with_clause']

export function rewritten(tree: Syntax, node: NodeIndex): string | undefined {
  const kind = tree.kindOf(node)
  const around = tree.parentOf(node)
  if (ROWS.includes(kind)) return 'tuple'
  if (kind === "';'" || kind === 'string_end') return ''
  if (kind === "'('" || kind === "')'")
    return BRACKETED.includes(tree.kindOf(around)) ? '' : undefined
  if (kind === 'string_start') return `${prefixOf(tree, node)}"`
  if (kind === 'string_content') {
    const text = tree.textOf(node)
    return prefixOf(tree, around + 1).includes('r') ? text : text.replace(/\\(['"])/g, '$1')
  }
  if (kind === 'integer' || kind === 'float') return tree.textOf(node).toLowerCase()
  const isBases = kind === 'argument_list' && tree.kindOf(around) === 'class_definition'
  return isBases && tree.textOf(node).replace(/\s/g, '') === '()' ? '' : undefined
}

/** `Rb` and `bR` are one; `u` says nothing. */
const prefixOf = (tree: Syntax, start: NodeIndex): string =>
  [...tree.textOf(start).toLowerCase().replace(/['"u]/g, '')].sort().join('')
