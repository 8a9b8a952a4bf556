/** Which routes does a Python file declare? FastAPI and Flask by decorators and calls, Django by its lists of addresses. */

import type { RoutingFacts } from '../../core/routing.mts'
import { METHODS, RoutingDraft } from '../routing/draft.mts'
import type { NodeIndex, Syntax } from '../tree/syntax.mts'
import { djangoUrls } from './django.mts'
import { argumentsOf, elementsOf, written } from './expressions.mts'
import { starletteRoutes } from './starlette.mts'

const FRAMEWORK = /\b(fastapi|starlette|flask\w*|quart|django|rest_framework)\b/
const CONSTANT = /^\s*[A-Z][A-Z_0-9]*\s*(?::[^=\n]*)?=\s*f?["'][^"'\n]*\//m

/** Which argument holds the prefix of what each of these makes. */
const FACTORIES: Readonly<Record<string, readonly ['root' | 'part', string]>> = {
  FastAPI: ['root', ''],
  Starlette: ['root', ''],
  Flask: ['root', ''],
  Quart: ['root', ''],
  APIRouter: ['part', 'prefix'],
  Blueprint: ['part', 'url_prefix'],
  Api: ['part', 'prefix'],
  Namespace: ['part', 'path'],
  DefaultRouter: ['part', ''],
  SimpleRouter: ['part', ''],
}

/** Calls that mount a router, by the argument that holds the prefix; the second is whether it replaces the router's own. */
const MOUNTS: Readonly<Record<string, readonly [string, boolean]>> = {
  include_router: ['prefix', false],
  register_blueprint: ['url_prefix', true],
  add_namespace: ['path', true],
  mount: ['path', false],
}

/** What an application is called where it is handed over. */
const APPLICATION = /^(self\.)?_?(app|application|api|server)$/

export function routing(tree: Syntax): RoutingFacts | undefined {
  const draft = new RoutingDraft()
  if (CONSTANT.test(tree.text)) constants(tree, draft)
  if (!FRAMEWORK.test(tree.text)) return draft.facts()
  imported(tree, draft)
  for (const node of tree.nodesOf(['assignment'])) made(tree, node, draft)
  for (const node of tree.nodesOf(['call'])) called(tree, node, draft)
  for (const node of tree.nodesOf(['decorated_definition'])) decorated(tree, node, draft)
  djangoUrls(tree, draft)
  starletteRoutes(tree, draft)
  handedOver(draft)
  return draft.facts()
}

function constants(tree: Syntax, draft: RoutingDraft): void {
  for (const node of tree.nodesOf(['assignment'])) {
    const name = tree.childText(node, 'left')
    const value = tree.child(node, 'right')
    if (value === null || !/^[A-Z][A-Z_0-9]*$/.test(name)) continue
    if (tree.kindOf(value) === 'string') draft.constant(name, written(tree, value))
  }
}

function imported(tree: Syntax, draft: RoutingDraft): void {
  for (const node of tree.nodesOf(['import_statement', 'import_from_statement'])) {
    const module = tree.childText(node, 'module_name').replace(/\s+/g, '')
    for (const each of tree.childrenOf(node)) {
      if (tree.fieldOf(each) !== 'name') continue
      const isAliased = tree.kindOf(each) === 'aliased_import'
      const name = isAliased ? tree.childText(each, 'name') : tree.textOf(each)
      const local = isAliased ? tree.childText(each, 'alias') : name
      const from = module === '' ? { module: name, name: '*' } : { module, name }
      draft.imports.set(local, from)
    }
  }
}

const lastWord = (name: string) => name.slice(name.lastIndexOf('.') + 1)

/** `app = FastAPI()`, `bp = Blueprint('auth', __name__, url_prefix='/auth')`. */
function made(tree: Syntax, node: NodeIndex, draft: RoutingDraft): void {
  const name = tree.childText(node, 'left')
  const value = tree.child(node, 'right')
  if (value === null || name.length > 100) return
  if (tree.kindOf(value) === 'identifier' || tree.kindOf(value) === 'attribute') {
    const target = tree.textOf(value)
    if (draft.routers.some(router => router.name === target)) draft.names.set(name, target)
  }
  if (tree.kindOf(value) !== 'call') return
  const factory = lastWord(tree.childText(value, 'function'))
  if (!Object.hasOwn(FACTORIES, factory)) return
  const [kind, prefixName] = FACTORIES[factory] as readonly ['root' | 'part', string]
  const { positional, named } = argumentsOf(tree, value)
  const given = named.get(prefixName)
  const [first] = positional
  const ownName = factory === 'Namespace' && first !== undefined ? `/${written(tree, first)}` : ''
  const prefix = given === undefined ? ownName : textOf(tree, given)
  draft.routers.push({ name, kind, prefix })
  if (factory === 'Api' && first !== undefined)
    draft.mounts.push({
      on: tree.textOf(first),
      router: name,
      prefix: '',
      line: tree.lineOf(node),
      replaces: false,
      isSure: true,
    })
}

/** `None` is nothing. */
const textOf = (tree: Syntax, node: NodeIndex) =>
  tree.kindOf(node) === 'none' ? '' : written(tree, node)

/** The receiver and the name of a method call. */
function methodOf(
  tree: Syntax,
  call: NodeIndex,
): { readonly on: string; readonly name: string } | null {
  const callee = tree.child(call, 'function')
  if (callee === null || tree.kindOf(callee) !== 'attribute') return null
  const object = tree.child(callee, 'object')
  if (object === null || !['identifier', 'attribute'].includes(tree.kindOf(object))) return null
  return { on: tree.textOf(object), name: tree.childText(callee, 'attribute') }
}

function called(tree: Syntax, call: NodeIndex, draft: RoutingDraft): void {
  const maker = tree.child(call, 'function')
  if (maker !== null && tree.kindOf(maker) === 'call') {
    const [view] = argumentsOf(tree, call).positional
    if (view !== undefined) attached(tree, maker, tree.textOf(view).slice(0, 100), null, draft)
    return
  }
  const method = methodOf(tree, call)
  if (method === null) return
  const { on, name } = method
  const made: Called = { on, name, line: tree.lineOf(call), ...argumentsOf(tree, call) }
  if (Object.hasOwn(MOUNTS, name)) mounted(tree, made, draft)
  else if (name === 'add_url_rule' || name === 'add_api_route') ruled(tree, made, draft)
  else if (name === 'add_resource') resourced(tree, made, draft)
}

interface Called extends ReturnType<typeof argumentsOf> {
  readonly on: string
  readonly name: string
  readonly line: number
}

function mounted(
  tree: Syntax,
  { on, name, line, positional: [first, second], named }: Called,
  draft: RoutingDraft,
): void {
  const [prefixName, replaces] = MOUNTS[name] as readonly [string, boolean]
  const isPathFirst = name === 'mount'
  const router = isPathFirst ? (second ?? named.get('app')) : (first ?? named.get('router'))
  const prefix = named.get(prefixName) ?? (isPathFirst ? first : undefined)
  if (router === undefined) return
  draft.mounts.push({
    on,
    router: tree.textOf(router).slice(0, 200),
    prefix: prefix === undefined ? '' : textOf(tree, prefix),
    line,
    replaces: replaces && prefix !== undefined && tree.kindOf(prefix) !== 'none',
    isSure: !isPathFirst,
  })
}

/** `app.add_url_rule('/x', view_func=f)`, `app.add_api_route('/x', f)`. */
function ruled(
  tree: Syntax,
  { on, name, line, positional: [first, second, third], named }: Called,
  draft: RoutingDraft,
): void {
  const path = first ?? named.get('rule') ?? named.get('path')
  if (path === undefined) return
  const view =
    name === 'add_url_rule' ? (named.get('view_func') ?? third) : (second ?? named.get('endpoint'))
  const viewText = view === undefined ? '' : tree.textOf(view).slice(0, 100)
  const ofClass = /^(\w+)\.as_view\(/.exec(viewText)?.[1]
  const methods =
    ofClass === undefined
      ? methodsIn(tree, named.get('methods'), ['GET'])
      : (methodsOfClass(tree, ofClass) ?? ['*'])
  add(draft, on, methods, written(tree, path), line, ofClass ?? viewText, false)
}

/** `api.add_resource(Users, '/users', '/people')` */
function resourced(
  tree: Syntax,
  { on, line, positional: [first, ...paths] }: Called,
  draft: RoutingDraft,
): void {
  if (first === undefined) return
  const handler = tree.textOf(first).slice(0, 100)
  const methods = methodsOfClass(tree, handler) ?? ['*']
  for (const path of paths) add(draft, on, methods, written(tree, path), line, handler, false)
}

function add(
  draft: RoutingDraft,
  on: string,
  methods: readonly string[],
  path: string,
  line: number,
  handler: string,
  isPrivate: boolean,
): void {
  for (const method of methods) draft.routes.push({ on, method, path, line, handler, isPrivate })
}

/** A list of literal methods; `*` when any is computed. */
function methodsIn(
  tree: Syntax,
  node: NodeIndex | undefined,
  none: readonly string[],
): readonly string[] {
  if (node === undefined) return none
  const elements = elementsOf(tree, node)
  const methods = elements?.map(each => written(tree, each).toUpperCase()) ?? []
  return methods.length > 0 && methods.every(each => METHODS.has(each)) ? methods : ['*']
}

/** The verbs a class of views answers, where it is written in this file. */
function methodsOfClass(tree: Syntax, name: string): readonly string[] | null {
  const found = tree
    .nodesOf(['class_definition'])
    .find(node => tree.childText(node, 'name') === name)
  const body = found === undefined ? null : tree.child(found, 'body')
  if (body === null) return null
  const methods = [...tree.childrenOf(body)].flatMap(each => {
    const own = tree.kindOf(each) === 'decorated_definition' ? tree.child(each, 'definition') : each
    if (own === null || tree.kindOf(own) !== 'function_definition') return []
    const verb = tree.childText(own, 'name').toUpperCase()
    return METHODS.has(verb) ? [verb] : []
  })
  return methods.length > 0 ? methods : null
}

/** `@app.get('/x')`, `@bp.route('/x', methods=['POST'])`, on functions and classes of views. */
function decorated(tree: Syntax, node: NodeIndex, draft: RoutingDraft): void {
  const definition = tree.child(node, 'definition')
  if (definition === null) return
  const handler = tree.childText(definition, 'name')
  for (const decorator of tree.childrenOfKind(node, 'decorator')) {
    const call = decorator + 2
    if (tree.afterOf(decorator) > call && tree.kindOf(call) === 'call')
      attached(tree, call, handler, definition, draft)
  }
}

/** The same as a call: `app.get('/x')(handler)`. `definition` is null where the handler is written elsewhere. */
function attached(
  tree: Syntax,
  call: NodeIndex,
  handler: string,
  definition: NodeIndex | null,
  draft: RoutingDraft,
): void {
  const method = methodOf(tree, call)
  if (method === null) return
  const { positional, named } = argumentsOf(tree, call)
  const path = positional[0] ?? named.get('path') ?? named.get('rule')
  const verb = method.name.toUpperCase()
  const isRoute = method.name === 'route' || method.name === 'api_route'
  if (path === undefined || (!isRoute && !METHODS.has(verb))) return
  const isClass = definition !== null && tree.kindOf(definition) === 'class_definition'
  const ofClass = isClass ? methodsOfClass(tree, handler) : null
  const methods = isRoute ? (ofClass ?? methodsIn(tree, named.get('methods'), ['GET'])) : [verb]
  const shown = named.get('include_in_schema')
  const isPrivate =
    (shown !== undefined && tree.textOf(shown) === 'False') ||
    (definition !== null && rendersPage(tree, definition))
  add(draft, method.on, methods, written(tree, path), tree.lineOf(call), handler, isPrivate)
}

const rendersPage = (tree: Syntax, definition: NodeIndex) =>
  /\brender_template\(/.test(tree.textOf(definition).slice(0, 20_000))

/** An application that comes as a parameter serves at its own paths; of anything else that is unknown. */
function handedOver(draft: RoutingDraft): void {
  const known = new Set([...draft.routers.map(({ name }) => name), ...draft.names.keys()])
  for (const { on } of [...draft.routes, ...draft.mounts]) {
    const [first = ''] = on.split('.', 1)
    if (known.has(on) || (first !== 'self' && draft.imports.has(first))) continue
    known.add(on)
    draft.routers.push({ name: on, kind: APPLICATION.test(on) ? 'root' : 'part', prefix: '' })
  }
}
