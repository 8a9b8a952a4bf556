/** Of what does a Python class consist? Its object is `self` or `cls`, as everybody calls it. */

import type { ClassSyntax } from '../tree/classes.mts'
import type { NodeIndex, Syntax } from '../tree/syntax.mts'

/** They touch what all others use. */
const CONSTRUCTORS = new Set(['__init__', '__new__', '__post_init__'])

export const classes: ClassSyntax = {
  kinds: ['class_definition'],
  lineOf: (tree, node) => tree.lineOf(node),

  membersOf(tree, node) {
    const body = tree.child(node, 'body')
    const methods = body === null ? [] : [...tree.childrenOf(body)].flatMap(methodIn(tree))
    return { fields: [], methods: methods.filter(({ name }) => !CONSTRUCTORS.has(name)) }
  },

  mentioned(tree, node) {
    if (tree.kindOf(node) !== 'attribute') return null
    const object = tree.child(node, 'object')
    const isOwn = object !== null && tree.kindOf(object) === 'identifier' && isSelf(tree, object)
    return isOwn ? tree.childText(node, 'attribute') : null
  },
}

const methodIn = (tree: Syntax) => (child: NodeIndex) => {
  const node =
    tree.kindOf(child) === 'decorated_definition' ? tree.child(child, 'definition') : child
  const isMethod = node !== null && tree.kindOf(node) === 'function_definition'
  return isMethod ? [{ name: tree.childText(node, 'name'), node }] : []
}

const isSelf = (tree: Syntax, node: NodeIndex) => {
  const name = tree.textOf(node)
  return name === 'self' || name === 'cls'
}
