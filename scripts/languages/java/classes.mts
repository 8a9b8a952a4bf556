/** Of what does a Java class consist? Fields and methods are mentioned by their bare name, or behind `this`. */

import type { ClassSyntax, Members } from '../tree/classes.mts'
import type { NodeIndex, Syntax } from '../tree/syntax.mts'
import { lineOf } from './symbols.mts'

export const classes: ClassSyntax = {
  kinds: ['class_declaration', 'enum_declaration', 'record_declaration'],
  lineOf,
  membersOf,

  /** A call by its bare name counts though the method is inherited; a local of a field's name counts as the field. */
  mentioned(tree, node, own) {
    if (tree.kindOf(node) !== 'identifier') return null
    const around = tree.parentOf(node)
    const kind = tree.kindOf(around)
    const field = tree.fieldOf(node)
    const name = tree.textOf(node)
    if (kind === 'method_invocation' && field === 'name')
      return isOwn(tree, tree.child(around, 'object')) ? name : null
    if (kind === 'field_access' && field === 'field')
      return isOwn(tree, tree.child(around, 'object')) ? name : null
    return own.has(name) ? name : null
  },
}

const isOwn = (tree: Syntax, object: NodeIndex | null) =>
  object === null || tree.kindOf(object) === 'this'

/** The members of an enum follow its constants, in a list of their own. */
function membersOf(tree: Syntax, node: NodeIndex): Members {
  const body = tree.child(node, 'body')
  const inner = body === null ? null : tree.child(body, 'enum_body_declarations')
  const members = body === null ? [] : [...tree.childrenOf(inner ?? body)]
  const ofKind = (kind: string) => members.filter(each => tree.kindOf(each) === kind)
  return {
    fields: ofKind('field_declaration').flatMap(each =>
      tree.childrenOfKind(each, 'variable_declarator').map(one => tree.childText(one, 'name')),
    ),
    methods: ofKind('method_declaration')
      .filter(each => tree.child(each, 'body') !== null)
      .map(each => ({ name: tree.childText(each, 'name'), node: each })),
  }
}
