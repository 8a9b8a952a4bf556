/** Of what does a C# class consist? A part of a class says nothing of the whole: partial ones are left out. */

import type { ClassSyntax, Members } from '../tree/classes.mts'
import { declaredAt } from '../tree/parts.mts'
import type { NodeIndex, Syntax } from '../tree/syntax.mts'

const ANNOTATIONS = new Set(['attribute_list', 'comment'])

export const classes: ClassSyntax = {
  kinds: ['class_declaration', 'struct_declaration', 'record_declaration'],
  lineOf: (tree, node) => declaredAt(tree, node, ANNOTATIONS),
  membersOf,

  /** A call by its bare name counts though the method is inherited; a local of a field's name counts as the field. */
  mentioned(tree, node, own) {
    if (tree.kindOf(node) !== 'identifier') return null
    const around = tree.parentOf(node)
    const kind = tree.kindOf(around)
    const field = tree.fieldOf(node)
    const name = tree.textOf(node)
    if (kind === 'invocation_expression' && field === 'function') return name
    if (kind !== 'member_access_expression' || field !== 'name') return own.has(name) ? name : null
    const object = tree.child(around, 'expression')
    return object !== null && tree.textOf(object) === 'this' ? name : null
  },
}

function membersOf(tree: Syntax, node: NodeIndex): Members | null {
  const isPartial = [...tree.childrenOf(node)].some(
    each => tree.kindOf(each) === 'modifier' && tree.textOf(each) === 'partial',
  )
  if (isPartial) return null
  const body = tree.child(node, 'body')
  const members = body === null ? [] : [...tree.childrenOf(body)]
  const named = (each: NodeIndex) => ({ name: tree.childText(each, 'name'), node: each })
  const ofKind = (kind: string) => members.filter(each => tree.kindOf(each) === kind)
  const properties = ofKind('property_declaration')
  const fields = ofKind('field_declaration').flatMap(each => {
    const declaration = tree.child(each, 'variable_declaration')
    return declaration === null
      ? []
      : tree.childrenOfKind(declaration, 'variable_declarator').map(one => named(one).name)
  })
  return {
    fields: [...fields, ...properties.map(each => named(each).name)],
    methods: [
      ...ofKind('method_declaration').filter(each => tree.child(each, 'body') !== null),
      ...properties.filter(each => isWritten(tree, each)),
    ].map(named),
  }
}

/** Whether a property has code: `=> value`, or an accessor with a body. */
function isWritten(tree: Syntax, property: NodeIndex): boolean {
  const value = tree.child(property, 'value')
  if (value !== null && tree.kindOf(value) === 'arrow_expression_clause') return true
  const accessors = tree.child(property, 'accessors')
  return (
    accessors !== null &&
    tree
      .childrenOfKind(accessors, 'accessor_declaration')
      .some(each => tree.child(each, 'body') !== null)
  )
}
