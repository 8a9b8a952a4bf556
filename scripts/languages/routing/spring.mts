/** Which routes do Spring's annotations declare? On classes, interfaces and their methods, whatever language these are in. */

import type { NodeIndex, Syntax } from '../tree/syntax.mts'
import { METHODS, type RoutingDraft } from './draft.mts'

/** How a language writes types and their methods: kinds of nodes, and the fields these have. */
export interface TypeSyntax {
  readonly tree: Syntax
  readonly types: readonly string[]
  readonly body: string
  readonly method: string
  readonly returns: string
  /** As written: what a type extends and implements. */
  parentsOf(type: NodeIndex): string
  annotationsOf(node: NodeIndex): readonly Annotation[]
}

export interface Annotation {
  /** Without its package. */
  readonly name: string
  /** Values by name; those without a name are `value`. */
  readonly values: ReadonlyMap<string, AnnotationValue>
}

export interface AnnotationValue {
  readonly text: string
  /** What it lists, as written paths. */
  readonly paths: readonly string[]
}

export function springRoutes(syntax: TypeSyntax, draft: RoutingDraft): void {
  const { tree, types } = syntax
  if (!/\borg\.springframework\b/.test(tree.text)) return
  for (const type of tree.nodesOf(types)) addType(typeAt(syntax, type), draft)
}

function typeAt(syntax: TypeSyntax, type: NodeIndex) {
  const { tree, body, method, returns } = syntax
  const inside = tree.child(type, body)
  const methods = inside === null ? [] : tree.childrenOfKind(inside, method)
  return {
    name: tree.childText(type, 'name'),
    line: tree.lineOf(type),
    annotations: syntax.annotationsOf(type),
    parents: syntax.parentsOf(type),
    methods: methods.map(each => ({
      name: tree.childText(each, 'name'),
      line: tree.lineOf(tree.child(each, 'name') ?? each),
      annotations: syntax.annotationsOf(each),
      returns: tree.childText(each, returns),
    })),
  }
}

type AnnotatedType = ReturnType<typeof typeAt>
type AnnotatedMethod = AnnotatedType['methods'][number]

function addType(type: AnnotatedType, draft: RoutingDraft): void {
  const has = (...names: string[]) => type.annotations.some(({ name }) => names.includes(name))
  if (has('FeignClient', 'HttpExchange')) return
  const isController = has('RestController', 'Controller')
  const routes = type.methods.flatMap(each => routesOf(each, type.name, has('Controller')))
  if (!isController && routes.length === 0) return
  const mapping = type.annotations.find(({ name }) => name === 'RequestMapping')
  for (const [index, prefix] of pathsOf(mapping).entries()) {
    const on = index === 0 ? type.name : `${type.name}#${index}`
    draft.routers.push({ name: on, kind: isController ? 'controller' : 'part', prefix })
    draft.routes.push(...routes.map(route => ({ ...route, on })))
    if (isController) inherits(type, on, draft)
  }
}

/** What a controller takes over from its interfaces and its base class, among them ones a generator writes; Spring's own for error pages has nothing. */
function inherits({ parents, line }: AnnotatedType, on: string, draft: RoutingDraft): void {
  for (const [router] of parents.replace(/<[^>]*>/g, '').matchAll(/\b[A-Z]\w*/g)) {
    if (router === 'ErrorController') continue
    const isSure = /(Api|Controller|Resource|Endpoint)s?$/.test(router)
    draft.mounts.push({ on, router, prefix: '', line, replaces: false, isSure })
  }
}

function routesOf(
  { name, line, annotations, returns }: AnnotatedMethod,
  on: string,
  isView: boolean,
) {
  const has = (mark: string) => annotations.some(each => each.name === mark)
  const isPage = isView && !has('ResponseBody') && !/^ResponseEntity\b/.test(returns)
  const known = { on, line, handler: `${on}.${name}`, isPrivate: has('Hidden') || isPage }
  return annotations.flatMap(mark =>
    methodsOf(mark).flatMap(method => pathsOf(mark).map(path => ({ ...known, method, path }))),
  )
}

/** `GetMapping` answers GET, `RequestMapping` what it lists or anything. */
function methodsOf({ name, values }: Annotation): readonly string[] {
  const verb = /^(\w+)Mapping$/.exec(name)?.[1]?.toUpperCase() ?? ''
  if (METHODS.has(verb)) return [verb]
  if (verb !== 'REQUEST') return []
  const methods = values.get('method')?.text.match(/\b[A-Z]+\b/g) ?? []
  return methods.length > 0 && methods.every(each => METHODS.has(each)) ? methods : ['*']
}

function pathsOf(mapping: Annotation | undefined): readonly string[] {
  return (mapping?.values.get('value') ?? mapping?.values.get('path'))?.paths ?? ['']
}
