/** Which addresses do Starlette's lists name? `Route` and what `Mount` puts below a prefix, wherever the list is written. */

import { METHODS, type RoutingDraft } from '../routing/draft.mts'
import type { NodeIndex, Syntax } from '../tree/syntax.mts'
import { type Arguments, argumentsOf, elementsOf, written } from './expressions.mts'

const DEEPEST = 200

/** A class of the project's own that adds something to a route is called after it. */
const ROUTE = /(^|\.)(?!WebSocket|API)\w*Route$/
const MOUNT = /(^|\.)Mount$/

/** What serves a list of routes. */
const SERVERS = /(^|\.)(Starlette|Router)$/

/** One call in a list of routes; `on` names the list. */
interface Entry extends Arguments {
  readonly tree: Syntax
  readonly draft: RoutingDraft
  readonly on: string
  readonly call: NodeIndex
}

export function starletteRoutes(tree: Syntax, draft: RoutingDraft): void {
  if (!/\bstarlette\.routing\b/.test(tree.text) && !/\bfrom starlette import\b/.test(tree.text))
    return
  const lists = new Set<string>()
  for (const call of tree.nodesOf(['call'])) {
    const name = tree.childText(call, 'function')
    const given = argumentsOf(tree, call)
    const path = given.positional[0] ?? given.named.get('path')
    const isRoute = ROUTE.test(name)
    if (isRoute || MOUNT.test(name)) {
      const list = listOf(tree, call)
      if (path === undefined || list === null) continue
      lists.add(list)
      const entry = { tree, draft, on: list, call, ...given }
      if (isRoute) routed(entry)
      else mounted(entry)
    } else if (SERVERS.test(name)) served(tree, draft, call, given)
  }
  for (const name of lists) draft.routers.push({ name, kind: 'urls', prefix: '' })
}

function routed({ tree, draft, on, call, positional, named }: Entry): void {
  const [path = named.get('path'), view = named.get('endpoint')] = positional
  if (path === undefined || tree.kindOf(path) !== 'string') return
  const handler = view === undefined ? '' : tree.textOf(view).slice(0, 100)
  const listed = named.get('methods')
  const verbs = listed === undefined ? [] : (elementsOf(tree, listed) ?? [])
  const methods = verbs.map(each => written(tree, each).toUpperCase())
  const isKnown = methods.length > 0 && methods.every(each => METHODS.has(each))
  const isClass = /^(\w+\.)*_*[A-Z]\w*$/.test(handler)
  for (const method of isKnown ? methods : [listed === undefined && !isClass ? 'GET' : '*'])
    draft.routes.push({
      ...{ on, method, path: written(tree, path), line: tree.lineOf(call), handler },
      isPrivate: false,
    })
}

function mounted({ tree, draft, on, call, positional, named }: Entry): void {
  const [path = named.get('path'), app = named.get('app')] = positional
  const router = named.has('routes') ? named.get('routes') : (routesOf(tree, app) ?? app)
  if (path === undefined || router === undefined) return
  draft.mounts.push({
    ...{ on, router: nameOf(tree, router), prefix: written(tree, path), line: tree.lineOf(call) },
    ...{ replaces: false, isSure: named.has('routes') },
  })
}

/** `app = Starlette(routes=routes)`: the list is reached where the application is. */
function served(tree: Syntax, draft: RoutingDraft, call: NodeIndex, given: Arguments): void {
  const routes = routesIn(tree, call, given)
  const parent = tree.parentOf(call)
  if (routes === undefined || tree.kindOf(parent) !== 'assignment') return
  const on = tree.childText(parent, 'left')
  if (!draft.routers.some(({ name }) => name === on))
    draft.routers.push({ name: on, kind: 'root', prefix: '' })
  draft.mounts.push({
    ...{ on, router: nameOf(tree, routes), prefix: '', line: tree.lineOf(call) },
    ...{ replaces: false, isSure: true },
  })
}

/** The list of an application that is made where it is mounted. */
function routesOf(tree: Syntax, app: NodeIndex | undefined): NodeIndex | undefined {
  if (app === undefined || tree.kindOf(app) !== 'call') return undefined
  if (!SERVERS.test(tree.childText(app, 'function'))) return undefined
  return routesIn(tree, app, argumentsOf(tree, app))
}

/** The first argument of a Router are its routes, of a Starlette only the one of that name. */
const routesIn = (tree: Syntax, call: NodeIndex, { positional, named }: Arguments) =>
  named.get('routes') ??
  (/Router$/.test(tree.childText(call, 'function')) ? positional[0] : undefined)

const nameOf = (tree: Syntax, node: NodeIndex) =>
  tree.kindOf(node) === 'list' ? `@${node}` : tree.textOf(node).slice(0, 200)

/** The name of the list an entry stands in, or the place of one that has none. */
function listOf(tree: Syntax, call: NodeIndex): string | null {
  let list: NodeIndex | null = null
  let node = tree.parentOf(call)
  for (let depth = 0; node > 0 && depth < DEEPEST; depth++) {
    const kind = tree.kindOf(node)
    const callee = kind === 'call' ? tree.childText(node, 'function') : ''
    if (/assignment$/.test(kind)) return tree.childText(node, 'left')
    if (/^\w+\.(append|extend|insert)$/.test(callee)) return callee.replace(/\.\w+$/, '')
    if (kind === 'list') list = node
    if (list !== null && !['list', 'binary_operator'].includes(kind)) return `@${list}`
    if (kind === 'call' || /_definition$/.test(kind)) return null
    node = tree.parentOf(node)
  }
  return null
}
