/** How are the routing facts of a file gathered? One list each, and nothing at all for a file without any. */

import type { MountFacts, RouteFacts, RouterFacts, RoutingFacts } from '../../core/routing.mts'

/** What a file may hold of each: more is no work of a person. */
const MOST = 5_000
const LONGEST_CONSTANT = 200

export class RoutingDraft {
  readonly routers: RouterFacts[] = []
  readonly routes: RouteFacts[] = []
  readonly mounts: MountFacts[] = []
  readonly imports = new Map<string, { readonly module: string; readonly name: string }>()
  readonly names = new Map<string, string>()
  readonly constants = new Map<string, string>()
  readonly bases: string[] = []

  /** A string others may build paths of; any other string is none of our business. */
  constant(name: string, value: string): void {
    if (value.length <= LONGEST_CONSTANT && /^[\w{}:.-]*\/[\w/{}:.-]*$/.test(value))
      this.constants.set(name, value)
  }

  facts(): RoutingFacts | undefined {
    const { routers, routes, mounts, bases, constants } = this
    const isRouting = routers.length + routes.length + mounts.length + bases.length > 0
    if (!isRouting && constants.size === 0) return undefined
    return {
      routers: routers.slice(0, MOST),
      routes: routes.slice(0, MOST),
      mounts: mounts.slice(0, MOST),
      imports: isRouting ? Object.fromEntries(this.imports) : {},
      names: isRouting ? Object.fromEntries(this.leading()) : {},
      constants: Object.fromEntries(constants),
      bases,
    }
  }

  /** Names that lead to a router or an import: what a route may hang on. */
  private leading(): (readonly [string, string])[] {
    const ends = new Set([...this.routers.map(({ name }) => name), ...this.imports.keys()])
    const leads = (name: string) => {
      let target = name
      for (let step = 0; step < 10; step++) {
        const head = target.split('.', 1)[0] ?? ''
        if (ends.has(target) || ends.has(head)) return true
        const next = this.names.get(target) ?? this.names.get(head)
        if (next === undefined) return false
        target = next
      }
      return false
    }
    return [...this.names].filter(([name]) => leads(name))
  }
}

export const METHODS: ReadonlySet<string> = new Set([
  'GET',
  'POST',
  'PUT',
  'PATCH',
  'DELETE',
  'HEAD',
  'OPTIONS',
  'TRACE',
])
