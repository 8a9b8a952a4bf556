/** Which parameters does Javadoc name that their methods do not have? */

import type { StaleParameter } from '../../core/facts.mts'
import { parameterTags } from '../doc-tags.mts'
import { lineOf } from '../text.mts'
import type { NodeIndex, Syntax } from '../tree/syntax.mts'

const METHODS = new Set(['method_declaration', 'constructor_declaration'])

export function staleParameters(tree: Syntax): StaleParameter[] {
  return tree.nodesOf(['block_comment']).flatMap(doc => {
    const text = tree.textOf(doc)
    const node = /^\/\*\*[\s\S]*@param\s/.test(text) ? methodAfter(tree, doc) : null
    if (node === null) return []
    const names = namesOf(tree, node)
    return parameterTags(text)
      .filter(({ name }) => !names.includes(name))
      .map(({ name, offset }) => ({
        function: tree.childText(node, 'name'),
        parameter: name,
        line: lineOf(tree.lines, tree.startOf(doc) + offset),
      }))
  })
}

/** What stands next to a comment, remarks of one line left out, if that is a method. */
function methodAfter(tree: Syntax, doc: NodeIndex): NodeIndex | null {
  const end = tree.afterOf(tree.parentOf(doc))
  let next = tree.afterOf(doc)
  while (next < end && tree.kindOf(next) === 'line_comment') next = tree.afterOf(next)
  return next < end && METHODS.has(tree.kindOf(next)) ? next : null
}

function namesOf(tree: Syntax, node: NodeIndex): string[] {
  const list = tree.child(node, 'parameters')
  const all = list === null ? [] : [...tree.childrenOf(list)]
  return all.map(each => {
    const [declarator] = tree.childrenOfKind(each, 'variable_declarator')
    return tree.childText(declarator ?? each, 'name')
  })
}
