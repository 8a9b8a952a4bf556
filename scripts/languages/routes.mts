/** Which routes does a program answer? What each file says of its routers, joined to whole addresses. */

import type { SourceFacts } from '../core/facts.mts'
import { compareText } from '../core/order.mts'
import type { MountFacts, OpenEnd, Route, RouteFacts, RouterFacts } from '../core/routing.mts'
import { Constants } from './routing/constants.mts'
import { nextRoutes } from './routing/next.mts'
import { joined, spelled } from './routing/paths.mts'
import { Resolver, type RoutedFile, type RouterAt } from './routing/resolve.mts'

export interface Routes {
  readonly routes: readonly Route[]
  readonly openEnds: readonly OpenEnd[]
}

/** More places than this for one router is a circle. */
const MOST_PLACES = 50

interface Router {
  readonly facts: RouterFacts
  readonly path: string
  readonly routes: RouteFacts[]
  readonly mounts: {
    readonly mount: MountFacts
    readonly to: string | null
    readonly path: string
  }[]
  isMounted: boolean
  /** Where it is reached, holes included. */
  readonly places: Set<string>
}

/** Routes of source files (tests leave theirs at home), ordered by file and line. */
export function joinRoutes(
  files: readonly { readonly path: string; readonly facts: SourceFacts }[],
): Routes {
  const routed = files.flatMap(({ path, facts: { routing } }): RoutedFile[] =>
    routing === undefined ? [] : [{ path, routing }],
  )
  const constants = new Constants(routed)
  const routers = linked(routed)
  const openEnds: OpenEnd[] = []
  place(routers, constants, basesOf(routed, constants), openEnds)
  const routes = [...routers.values()].flatMap(router => routesOf(router, constants))
  const all = [...routes, ...nextRoutes(files)]
  return { routes: unique(all).toSorted(byPlace), openEnds: openEnds.toSorted(byPlace) }
}

const idOf = ({ path, name }: RouterAt) => `${path}\n${name}`

function linked(files: readonly RoutedFile[]): Map<string, Router> {
  const resolver = new Resolver(files)
  const routers = new Map(
    files.flatMap(({ path, routing }) =>
      routing.routers.map(facts => [idOf({ path, name: facts.name }), routerOf(path, facts)]),
    ),
  )
  const find = (path: string, ref: string) => {
    const at = resolver.router(path, ref)
    return at === null ? null : idOf(at)
  }
  for (const { path, routing } of files) {
    for (const route of routing.routes) routers.get(find(path, route.on) ?? '')?.routes.push(route)
    for (const mount of routing.mounts) {
      const from = find(path, mount.on)
      const to = find(path, mount.router)
      if (from === null || from === to) continue
      const target = to === null ? undefined : routers.get(to)
      if (target !== undefined) target.isMounted = true
      if (to !== null || mount.isSure || resolver.isOurs(path, mount.router))
        routers.get(from)?.mounts.push({ mount, to, path })
    }
  }
  return routers
}

const routerOf = (path: string, facts: RouterFacts): Router => ({
  ...{ facts, path, routes: [], mounts: [], isMounted: false, places: new Set() },
})

/** Prefix of the whole application, by the folder it is set in. */
function basesOf(files: readonly RoutedFile[], constants: Constants): (path: string) => string {
  const bases = files
    .flatMap(({ path, routing }) =>
      routing.bases.map(base => ({
        folder: path.replace(/(^|\/)(src\/)?[^/]*$/, '$1'),
        base: constants.filled(path, base),
      })),
    )
    .sort((a, b) => b.folder.length - a.folder.length)
  return path => bases.find(({ folder }) => path.startsWith(folder))?.base ?? ''
}

/** Walks from the routers that serve by themselves to all they mount. */
function place(
  routers: ReadonlyMap<string, Router>,
  constants: Constants,
  baseOf: (path: string) => string,
  openEnds: OpenEnd[],
): void {
  const waiting: { readonly router: Router; readonly at: string }[] = []
  const reach = (router: Router, base: string, replaces: boolean) => {
    const own = replaces ? '' : constants.filled(router.path, router.facts.prefix)
    const at = joined(base, own)
    if (router.places.has(at) || router.places.size >= MOST_PLACES) return
    router.places.add(at)
    waiting.push({ router, at })
  }
  for (const router of routers.values()) {
    const { kind } = router.facts
    if (kind === 'controller') reach(router, joined('', baseOf(router.path)), false)
    else if (kind !== 'part' && !router.isMounted) reach(router, '', false)
  }
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop())
    for (const { mount, to, path } of next.router.mounts) {
      const base = joined(next.at, constants.filled(path, mount.prefix))
      const target = to === null ? undefined : routers.get(to)
      if (target !== undefined) reach(target, base, mount.replaces)
      else openEnds.push({ path: spelled(base).path, file: path, line: mount.line })
    }
}

function routesOf({ facts, path, routes, places }: Router, constants: Constants): Route[] {
  const isPlaced = places.size > 0
  const bases = isPlaced ? [...places] : [constants.filled(path, facts.prefix)]
  return routes.flatMap(({ method, path: written, line, handler, isPrivate }) =>
    bases.map(base => {
      const { path: whole, isWhole } = spelled(joined(base, constants.filled(path, written)))
      const known = { method, path: whole, file: path, line, handler, isPrivate }
      return { ...known, isWhole: isWhole && isPlaced }
    }),
  )
}

function unique(routes: readonly Route[]): readonly Route[] {
  const seen = new Map<string, Route>()
  for (const route of routes) {
    const key = `${route.method} ${route.path} ${route.file} ${route.line}`
    if (!seen.has(key)) seen.set(key, route)
  }
  return [...seen.values()]
}

const byPlace = (
  a: { readonly file: string; readonly line: number; readonly path: string },
  b: { readonly file: string; readonly line: number; readonly path: string },
) => compareText(a.file, b.file) || a.line - b.line || compareText(a.path, b.path)
