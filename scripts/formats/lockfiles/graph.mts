/** What does a starting point bring in with it? Decides what is for development only. */

import type { Entry, Named } from './reading.mts'

/** Every node that can be reached, the starting ones included. Cycles are welcome. */
export function reachable<T>(starts: Iterable<T>, next: (node: T) => Iterable<T>): Set<T> {
  const reached = new Set(starts)
  const waiting = [...reached]
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    for (const other of next(node)) {
      if (reached.has(other)) continue
      reached.add(other)
      waiting.push(other)
    }
  }
  return reached
}

/** What a member of a workspace asks for. */
export interface Start<T> {
  readonly node: T
  /** The name it is asked for by. */
  readonly alias: string
  readonly dev: boolean
}

/** The packages of a lock, once for every name that members ask for them by. `identity` is null for a member itself. */
export function entriesFrom<T>(
  nodes: readonly T[],
  starts: readonly Start<T>[],
  identity: (node: T) => Named | null,
  brought: (node: T) => readonly T[],
): Entry[] {
  const shipped = reachable(
    starts.filter(({ dev }) => !dev).map(({ node }) => node),
    brought,
  )
  const direct = Map.groupBy(starts, ({ node }) => node)
  return nodes.flatMap((node): Entry[] => {
    const named = identity(node)
    if (named === null) return []
    const requires = brought(node).flatMap(each => identity(each) ?? [])
    const entry = { ...named, direct: direct.has(node), dev: !shipped.has(node), requires }
    const names = direct.get(node) ?? []
    return names.length === 0 ? [entry] : names.map(({ alias }) => ({ ...entry, alias }))
  })
}
