/** Which modules cannot be loaded, understood or moved one at a time? Import cycles, and the shortest of each knot. */

import { compareText } from '../order.mts'

export interface Edge {
  readonly from: string
  readonly to: string
  /** Where it is written. */
  readonly path: string
  readonly line: number
}

export interface Cycle {
  /** Each imports the next, the last the first; begins with the first in order of path. */
  readonly modules: readonly string[]
  readonly path: string
  readonly line: number
  /** Modules that hang together by this and other cycles. */
  readonly size: number
}

/** One cycle for each strongly connected component, in order of path. Edges from a module to itself are no cycle. */
export function cyclesIn(edges: readonly Edge[]): Cycle[] {
  const next = new Map<string, Map<string, Edge>>()
  for (const edge of edges) {
    if (edge.from === edge.to) continue
    const own = next.get(edge.from) ?? new Map<string, Edge>()
    if (!own.has(edge.to)) own.set(edge.to, edge)
    next.set(edge.from, own)
  }
  return components(next)
    .map(component => cycleOf(component, next))
    .sort((a, b) => compareText(a.path, b.path) || a.line - b.line)
}

/** Tarjan's algorithm with a list instead of calls; components of one are left out. */
function components(next: ReadonlyMap<string, ReadonlyMap<string, Edge>>): string[][] {
  const order = new Map<string, number>()
  const low = new Map<string, number>()
  const open: string[] = []
  const isOpen = new Set<string>()
  const found: string[][] = []
  const enter = (node: string) => {
    order.set(node, order.size)
    low.set(node, order.size - 1)
    open.push(node)
    isOpen.add(node)
    return { node, waiting: [...(next.get(node)?.keys() ?? [])] }
  }
  const lower = (node: string, to: number) => low.set(node, Math.min(low.get(node) ?? to, to))
  const close = (node: string) => {
    if (low.get(node) !== order.get(node)) return
    const component = open.splice(open.lastIndexOf(node))
    for (const each of component) isOpen.delete(each)
    if (component.length > 1) found.push(component)
  }
  for (const root of [...next.keys()].sort()) {
    if (order.has(root)) continue
    const path = [enter(root)]
    for (let top = path.at(-1); top !== undefined; top = path.at(-1)) {
      const child = top.waiting.pop()
      if (child === undefined) {
        path.pop()
        close(top.node)
        const parent = path.at(-1)
        if (parent) lower(parent.node, low.get(top.node) ?? 0)
      } else if (!order.has(child)) path.push(enter(child))
      else if (isOpen.has(child)) lower(top.node, order.get(child) ?? 0)
    }
  }
  return found
}

/** Starts from which a shortest way round is looked for: a knot of hundreds has short cycles everywhere. */
const MOST_STARTS = 100
/** Modules met on the way from all starts: each start may meet the whole knot. */
const MOST_MET = 500_000

function cycleOf(
  component: readonly string[],
  next: ReadonlyMap<string, ReadonlyMap<string, Edge>>,
): Cycle {
  const inside = new Set(component)
  let best: readonly string[] = []
  const starts = Math.min(MOST_STARTS, Math.ceil(MOST_MET / component.length))
  for (const start of [...component].sort().slice(0, starts))
    best = wayRound(start, inside, next, best.length || component.length + 1) ?? best
  const first = best.indexOf([...best].sort()[0] as string)
  const modules = [...best.slice(first), ...best.slice(0, first)]
  const edge = next.get(modules[0] as string)?.get(modules[1] as string) as Edge
  return { modules, path: edge.path, line: edge.line, size: component.length }
}

/** Breadth first: the shortest way from a module back to itself, null when none is shorter than `limit`. */
function wayRound(
  start: string,
  inside: ReadonlySet<string>,
  next: ReadonlyMap<string, ReadonlyMap<string, Edge>>,
  limit: number,
): string[] | null {
  const before = new Map<string, string>()
  let layer = [start]
  for (let length = 1; length < limit && layer.length > 0; length++) {
    const deeper: string[] = []
    for (const node of layer)
      for (const to of next.get(node)?.keys() ?? []) {
        if (to === start) return wayTo(node, start, before)
        if (!inside.has(to) || before.has(to)) continue
        before.set(to, node)
        deeper.push(to)
      }
    layer = deeper
  }
  return null
}

function wayTo(node: string, start: string, before: ReadonlyMap<string, string>): string[] {
  const way = [node]
  for (let at = node; at !== start; way.push(at)) at = before.get(at) as string
  return way.reverse()
}
