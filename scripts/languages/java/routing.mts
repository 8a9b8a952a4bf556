/** Which routes does a Java file declare? Spring's mapping annotations on classes, interfaces and their methods, and its router functions. */

import type { RoutingFacts } from '../../core/routing.mts'
import { RoutingDraft } from '../routing/draft.mts'
import { hole } from '../routing/hole.mts'
import {
  type Annotation,
  type AnnotationValue,
  springRoutes,
  type TypeSyntax,
} from '../routing/spring.mts'
import { type CallSyntax, springFunctions } from '../routing/spring-functions.mts'
import { joinedText } from '../tree/joined-text.mts'
import type { NodeIndex, Syntax } from '../tree/syntax.mts'

export function routing(tree: Syntax): RoutingFacts | undefined {
  const draft = new RoutingDraft()
  if (/\bfinal\s+String\s+\w+\s*=\s*"[^"\n]*\//.test(tree.text)) constants(tree, draft)
  springRoutes(typesIn(tree), draft)
  springFunctions(callsIn(tree), draft)
  return draft.facts()
}

function constants(tree: Syntax, draft: RoutingDraft): void {
  for (const node of tree.nodesOf(['variable_declarator'])) {
    const value = tree.child(node, 'value')
    const field = tree.parentOf(node)
    if (value === null || tree.kindOf(field) !== 'field_declaration') continue
    const isLiteral = tree.kindOf(value) === 'string_literal'
    if (isLiteral && /\bfinal\b/.test(tree.childText(field, 'modifiers')))
      draft.constant(tree.childText(node, 'name'), written(tree, value))
  }
}

const typesIn = (tree: Syntax): TypeSyntax => ({
  tree,
  types: ['class_declaration', 'interface_declaration', 'record_declaration'],
  body: 'body',
  method: 'method_declaration',
  returns: 'type',
  parentsOf: type => `${tree.childText(type, 'superclass')} ${tree.childText(type, 'interfaces')}`,
  annotationsOf: node => annotations(tree, node),
})

const written = (tree: Syntax, root: NodeIndex): string =>
  joinedText(tree, root, (node, kind) => {
    // Spring reads `${…}` in a string from its configuration: a hole for us, too.
    if (kind === 'string_literal') return tree.textOf(node).replace(/^"+|"+$/g, '')
    if (kind === 'identifier' || kind === 'field_access') return hole(tree.textOf(node))
    if (kind === 'binary_expression' || kind === 'parenthesized_expression')
      return tree.childrenOf(node)
    return kind.startsWith("'") ? '' : hole()
  })

function annotations(tree: Syntax, node: NodeIndex): readonly Annotation[] {
  const modifiers = tree.child(node, 'modifiers')
  if (modifiers === null) return []
  return [...tree.childrenOf(modifiers)]
    .filter(each => /annotation$/.test(tree.kindOf(each)))
    .map(each => {
      const name = tree.childText(each, 'name')
      return { name: name.slice(name.lastIndexOf('.') + 1), values: valuesOf(tree, each) }
    })
}

function valuesOf(tree: Syntax, annotation: NodeIndex): ReadonlyMap<string, AnnotationValue> {
  const values = new Map<string, AnnotationValue>()
  const list = tree.child(annotation, 'arguments')
  for (const each of list === null ? [] : tree.childrenOf(list)) {
    const kind = tree.kindOf(each)
    const value = kind === 'element_value_pair' ? tree.child(each, 'value') : each
    if (value === null || kind.startsWith("'")) continue
    const name = kind === 'element_value_pair' ? tree.childText(each, 'key') : 'value'
    values.set(name, { text: tree.textOf(value), paths: pathsIn(tree, value) })
  }
  return values
}

const pathsIn = (tree: Syntax, value: NodeIndex): readonly string[] =>
  tree.kindOf(value) === 'element_value_array_initializer'
    ? [...tree.childrenOf(value)]
        .filter(each => !tree.kindOf(each).startsWith("'"))
        .map(each => written(tree, each))
    : [written(tree, value)]

const callsIn = (tree: Syntax): CallSyntax => ({
  tree,
  calls: ['method_invocation'],
  declarations: ['method_declaration', 'variable_declarator'],
  calledAt: call => tree.child(call, 'name') ?? call,
  receiverOf: call => tree.child(call, 'object'),
  argumentsOf(call) {
    const list = tree.child(call, 'arguments')
    return list === null ? [] : [...tree.childrenOf(list)].filter(each => isValue(tree, each))
  },
  nameOf: declaration => tree.childText(declaration, 'name'),
  written: value => written(tree, value),
})

const isValue = (tree: Syntax, node: NodeIndex) => !/^'|comment$/.test(tree.kindOf(node))
