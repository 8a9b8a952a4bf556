/** Which routes does a Kotlin file declare? Spring's mapping annotations on classes, interfaces and their functions, and its router functions. */

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
  if (/\bconst\s+val\s+\w+[^\n=]*=\s*"[^"\n]*\//.test(tree.text)) constants(tree, draft)
  springRoutes(typesIn(tree), draft)
  springFunctions(callsIn(tree), draft)
  return draft.facts()
}

function constants(tree: Syntax, draft: RoutingDraft): void {
  for (const node of tree.nodesOf(['property_declaration'])) {
    const value = tree.child(node, 'string_literal')
    const variable = tree.child(node, 'variable_declaration')
    if (value === null || variable === null) continue
    if (/\bconst\b/.test(tree.childText(node, 'modifiers')))
      draft.constant(tree.childText(variable, 'identifier'), written(tree, value))
  }
}

const typesIn = (tree: Syntax): TypeSyntax => ({
  tree,
  types: ['class_declaration'],
  body: 'class_body',
  method: 'function_declaration',
  returns: 'user_type',
  parentsOf: type => tree.childText(type, 'delegation_specifiers').replace(/\([^()]*\)/g, ''),
  annotationsOf: node => annotations(tree, node),
})

function annotations(tree: Syntax, node: NodeIndex): readonly Annotation[] {
  const modifiers = tree.child(node, 'modifiers')
  if (modifiers === null) return []
  return tree.childrenOfKind(modifiers, 'annotation').map(each => {
    const call = tree.child(each, 'constructor_invocation')
    const name = tree.childText(call ?? each, 'user_type')
    return {
      name: name.slice(name.lastIndexOf('.') + 1),
      values: call === null ? new Map() : valuesOf(tree, call),
    }
  })
}

function valuesOf(tree: Syntax, call: NodeIndex): ReadonlyMap<string, AnnotationValue> {
  const values = new Map<string, AnnotationValue>()
  const list = tree.child(call, 'value_arguments')
  for (const argument of list === null ? [] : tree.childrenOfKind(list, 'value_argument')) {
    const parts = partsOf(tree, argument)
    const value = parts.at(-1)
    if (value === undefined) continue
    const name = parts.length > 1 ? tree.textOf(parts[0] ?? value) : 'value'
    const known = values.get(name)
    // Paths without a name stand side by side.
    const paths = [...(known?.paths ?? []), ...pathsIn(tree, value)]
    values.set(name, { text: `${known?.text ?? ''} ${tree.textOf(value)}`, paths })
  }
  return values
}

/** `[…]`, `arrayOf(…)`, or one path. */
function pathsIn(tree: Syntax, value: NodeIndex): readonly string[] {
  if (tree.kindOf(value) === 'collection_literal')
    return partsOf(tree, value).map(each => written(tree, each))
  const list = tree.child(value, 'value_arguments')
  if (tree.kindOf(value) !== 'call_expression' || list === null) return [written(tree, value)]
  return tree.childrenOfKind(list, 'value_argument').map(each => written(tree, each + 1))
}

const written = (tree: Syntax, root: NodeIndex): string =>
  joinedText(tree, root, (node, kind) => {
    if (kind === 'string_literal') return filled(tree.textOf(node))
    if (kind === 'identifier' || kind === 'navigation_expression') return hole(tree.textOf(node))
    if (kind === 'binary_expression' || kind === 'parenthesized_expression')
      return partsOf(tree, node)
    return hole()
  })

/** `$name` and `${name}` are Kotlin's; `\${…}` is read by Spring from its configuration. */
const filled = (literal: string) =>
  literal
    .slice(1, -1)
    .replace(
      /(\\)?\$(?:\{([^{}]*)\}|(\w+))/g,
      (_, escaped?: string, expression?: string, name?: string) =>
        escaped === undefined ? hole((expression ?? name ?? '').trim()) : hole(),
    )

const partsOf = (tree: Syntax, node: NodeIndex): NodeIndex[] =>
  [...tree.childrenOf(node)].filter(each => !tree.kindOf(each).startsWith("'"))

/** `accept(JSON) and "/x"` is a call of `and`, `"/x" { … }` one of a text. */
const callsIn = (tree: Syntax): CallSyntax => ({
  tree,
  calls: ['call_expression', 'infix_expression'],
  declarations: ['function_declaration', 'property_declaration'],
  calledAt(call) {
    const [first = call, second = call] = partsOf(tree, call)
    if (tree.kindOf(call) === 'infix_expression') return second
    return tree.kindOf(first) === 'navigation_expression'
      ? (partsOf(tree, first).at(-1) ?? first)
      : first
  },
  receiverOf(call) {
    const [first = call] = partsOf(tree, call)
    if (tree.kindOf(call) === 'infix_expression') return first
    const [owner] = tree.kindOf(first) === 'navigation_expression' ? partsOf(tree, first) : []
    if (owner === undefined) return null
    return tree.kindOf(owner) === 'parenthesized_expression'
      ? (partsOf(tree, owner)[0] ?? owner)
      : owner
  },
  argumentsOf(call) {
    const [first, , third] = partsOf(tree, call)
    if (tree.kindOf(call) === 'infix_expression') return third === undefined ? [] : [third]
    const list = tree.child(call, 'value_arguments')
    const given = list === null ? [] : tree.childrenOfKind(list, 'value_argument')
    const isText = first !== undefined && tree.kindOf(first) === 'string_literal'
    return [
      ...(isText ? [first] : []),
      ...given.flatMap(each => partsOf(tree, each).at(-1) ?? []),
      ...tree.childrenOfKind(call, 'annotated_lambda'),
    ]
  },
  nameOf: declaration =>
    tree.childText(tree.child(declaration, 'variable_declaration') ?? declaration, 'identifier'),
  written: value => written(tree, value),
})
