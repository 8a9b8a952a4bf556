/** Which routes does a Java file declare? Spring's mapping annotations on classes, interfaces and their methods. */

import type { RoutingFacts } from '../../core/routing.mts'
import { METHODS, RoutingDraft } from '../routing/draft.mts'
import { hole } from '../routing/hole.mts'
import type { NodeIndex, Syntax } from '../tree/syntax.mts'

interface Annotation {
  readonly name: string
  /** Values by name; one without a name is `value`. */
  readonly values: ReadonlyMap<string, NodeIndex>
}

const TYPES = ['class_declaration', 'interface_declaration', 'record_declaration']

export function routing(tree: Syntax): RoutingFacts | undefined {
  const draft = new RoutingDraft()
  if (/\bfinal\s+String\s+\w+\s*=\s*"[^"\n]*\//.test(tree.text)) constants(tree, draft)
  if (/\borg\.springframework\b/.test(tree.text))
    for (const type of tree.nodesOf(TYPES)) controller(tree, type, draft)
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

function controller(tree: Syntax, type: NodeIndex, draft: RoutingDraft): void {
  const own = annotations(tree, type)
  const has = (...names: string[]) => own.some(({ name }) => names.includes(name))
  if (has('FeignClient', 'HttpExchange')) return
  const isController = has('RestController', 'Controller')
  const name = tree.childText(type, 'name')
  const body = tree.child(type, 'body')
  const routes = body === null ? [] : routesIn(tree, body, name, has('Controller'))
  if (!isController && routes.length === 0) return
  const mapping = own.find(each => each.name === 'RequestMapping')
  for (const [index, prefix] of pathsOf(tree, mapping).entries()) {
    const on = index === 0 ? name : `${name}#${index}`
    draft.routers.push({ name: on, kind: isController ? 'controller' : 'part', prefix })
    draft.routes.push(...routes.map(route => ({ ...route, on })))
    if (isController) inherits(tree, type, on, draft)
  }
}

/** What a controller takes over from its interfaces and its base class, among them ones a generator writes. */
function inherits(tree: Syntax, type: NodeIndex, on: string, draft: RoutingDraft): void {
  const parents = [tree.childText(type, 'superclass'), tree.childText(type, 'interfaces')].join(' ')
  for (const [router] of parents.replace(/<[^>]*>/g, '').matchAll(/\b[A-Z]\w*/g)) {
    const isApi = /(Api|Controller|Resource|Endpoint)s?$/.test(router)
    draft.mounts.push({
      on,
      router,
      prefix: '',
      line: tree.lineOf(type),
      replaces: false,
      isSure: isApi,
    })
  }
}

function routesIn(tree: Syntax, body: NodeIndex, type: string, isView: boolean) {
  return tree.childrenOfKind(body, 'method_declaration').flatMap(node => {
    const marks = annotations(tree, node)
    const returns = tree.childText(node, 'type')
    const isPage = isView && !marks.some(({ name }) => name === 'ResponseBody')
    const isPrivate =
      marks.some(({ name }) => name === 'Hidden') || (isPage && !/^ResponseEntity\b/.test(returns))
    const handler = `${type}.${tree.childText(node, 'name')}`
    return marks.flatMap(mark =>
      methodsOf(tree, mark).flatMap(method =>
        pathsOf(tree, mark).map(path => ({
          on: type,
          method,
          path,
          line: tree.lineOf(tree.child(node, 'name') ?? node),
          handler,
          isPrivate,
        })),
      ),
    )
  })
}

/** `GetMapping` answers GET, `RequestMapping` what it lists or anything. */
function methodsOf(tree: Syntax, { name, values }: Annotation): readonly string[] {
  const verb = /^(\w+)Mapping$/.exec(name)?.[1]?.toUpperCase() ?? ''
  if (METHODS.has(verb)) return [verb]
  if (verb !== 'REQUEST') return []
  const listed = values.get('method')
  if (listed === undefined) return ['*']
  const methods = tree.textOf(listed).match(/\b[A-Z]+\b/g) ?? []
  return methods.length > 0 && methods.every(each => METHODS.has(each)) ? methods : ['*']
}

function pathsOf(tree: Syntax, mapping: Annotation | undefined): readonly string[] {
  const value = mapping?.values.get('value') ?? mapping?.values.get('path')
  if (value === undefined) return ['']
  if (tree.kindOf(value) !== 'element_value_array_initializer') return [written(tree, value)]
  return [...tree.childrenOf(value)]
    .filter(each => !tree.kindOf(each).startsWith("'"))
    .map(each => written(tree, each))
}

function written(tree: Syntax, root: NodeIndex): string {
  let text = ''
  const waiting = [root]
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    const kind = tree.kindOf(node)
    // Spring reads `${…}` in a string from its configuration: a hole for us, too.
    if (kind === 'string_literal') text += tree.textOf(node).replace(/^"+|"+$/g, '')
    else if (kind === 'identifier' || kind === 'field_access') text += hole(tree.textOf(node))
    else if (kind === 'binary_expression' || kind === 'parenthesized_expression')
      waiting.push(...[...tree.childrenOf(node)].reverse())
    else if (!kind.startsWith("'")) text += hole()
  }
  return text
}

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

function valuesOf(tree: Syntax, annotation: NodeIndex): ReadonlyMap<string, NodeIndex> {
  const values = new Map<string, NodeIndex>()
  const list = tree.child(annotation, 'arguments')
  for (const each of list === null ? [] : tree.childrenOf(list)) {
    const kind = tree.kindOf(each)
    const value = kind === 'element_value_pair' ? tree.child(each, 'value') : each
    if (value === null || kind.startsWith("'")) continue
    values.set(kind === 'element_value_pair' ? tree.childText(each, 'key') : 'value', value)
  }
  return values
}
