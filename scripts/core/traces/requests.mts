/** Which spans make up one request of one service, and what took the time? Cycles, orphans and skewed clocks included. */

import { endUs, type Span } from './span.mts'

/** One request as one service answered it: its entry span and everything that service did for it. */
export interface ServiceRequest {
  readonly entry: Span
  readonly steps: readonly Step[]
  /** Every span of the trace, of all services. */
  readonly trace: readonly Span[]
}

export interface Step {
  readonly span: Span
  /** Index in `steps` of the step around it; −1 for the entry itself. */
  readonly parent: number
  /** Time of the span in which none of its own steps ran, in ms. */
  readonly selfMs: number
  /** Service that answered a call, where the trace shows it. */
  readonly callee: string | null
}

export interface Requests {
  readonly requests: readonly ServiceRequest[]
  readonly spans: number
  readonly traces: number
  /** Spans whose parent was never received, entries aside: their time is in no request. */
  readonly orphans: number
  /** Spans that were their own ancestors; the circle is cut. */
  readonly cyclic: number
}

/**
 * A request begins at a server or consumer span whose caller is another process, or at an internal span without
 * parent (a job). Everything below belongs to it until the next entry. Linear in the number of spans, no recursion.
 */
export function requestsOf(traces: Iterable<readonly Span[]>): Requests {
  const requests: ServiceRequest[] = []
  const counts = { spans: 0, traces: 0, orphans: 0, cyclic: 0 }
  for (const trace of traces) {
    counts.traces += 1
    counts.spans += trace.length
    readTrace(trace, requests, counts)
  }
  return { requests, ...counts }
}

const NONE = -1

function readTrace(
  trace: readonly Span[],
  requests: ServiceRequest[],
  counts: { orphans: number; cyclic: number },
): void {
  const parents = parentsOf(trace)
  counts.cyclic += cutCircles(parents)
  const order = parentsFirst(parents)
  const owners = new Array<number>(trace.length).fill(NONE)
  const members = new Map<number, number[]>()
  for (const index of order) {
    const span = trace[index] as Span
    const parent = parents[index] as number
    const isOwn = isEntry(span, trace[parent] ?? null)
    const owner = isOwn ? index : (owners[parent] ?? NONE)
    owners[index] = owner
    if (owner === NONE) {
      if (span.parentId !== null && parent === NONE) counts.orphans += 1
    } else if (isOwn) members.set(index, [index])
    else members.get(owner)?.push(index)
  }
  const callees = calleesOf(trace, parents, owners)
  for (const [entry, indexes] of members)
    requests.push({
      entry: trace[entry] as Span,
      steps: stepsOf(trace, indexes, parents, callees),
      trace,
    })
}

function parentsOf(trace: readonly Span[]): number[] {
  const places = new Map(trace.map(({ id }, index) => [id, index]))
  return trace.map(({ parentId }) => (parentId === null ? NONE : (places.get(parentId) ?? NONE)))
}

/** Walks up from every span once; where a walk meets itself, the last step up is cut. */
function cutCircles(parents: number[]): number {
  const seenBy = new Array<number>(parents.length).fill(NONE)
  let circles = 0
  for (let start = 0; start < parents.length; start += 1) {
    let at = start
    while (at !== NONE && seenBy[at] === NONE) {
      seenBy[at] = start
      const next = parents[at] as number
      if (next !== NONE && seenBy[next] === start) {
        parents[at] = NONE
        circles += 1
        break
      }
      at = next
    }
  }
  return circles
}

function parentsFirst(parents: readonly number[]): number[] {
  const children = new Map<number, number[]>()
  for (const [index, parent] of parents.entries()) {
    const known = children.get(parent)
    if (known === undefined) children.set(parent, [index])
    else known.push(index)
  }
  const order = [...(children.get(NONE) ?? [])]
  for (let at = 0; at < order.length; at += 1)
    for (const child of children.get(order[at] as number) ?? []) order.push(child)
  return order
}

/** A server span right below another of its own service is the same request seen by a second library. */
function isEntry(span: Span, parent: Span | null): boolean {
  if (span.kind === 'server' || span.kind === 'consumer')
    return (
      parent === null ||
      parent.service !== span.service ||
      parent.kind === 'client' ||
      parent.kind === 'producer'
    )
  return parent === null && span.parentId === null && span.kind === 'internal'
}

function calleesOf(trace: readonly Span[], parents: readonly number[], owners: readonly number[]) {
  const callees = new Map<number, string>()
  for (const [index, owner] of owners.entries())
    if (owner === index && parents[index] !== NONE)
      callees.set(parents[index] as number, (trace[index] as Span).service)
  return callees
}

function stepsOf(
  trace: readonly Span[],
  indexes: readonly number[],
  parents: readonly number[],
  callees: ReadonlyMap<number, string>,
): readonly Step[] {
  const places = new Map(indexes.map((index, place) => [index, place]))
  const inside: Span[][] = indexes.map(() => [])
  const around = indexes.map(index => places.get(parents[index] as number) ?? NONE)
  for (const [place, index] of indexes.entries())
    inside[around[place] as number]?.push(trace[index] as Span)
  return indexes.map((index, place) => {
    const span = trace[index] as Span
    return {
      span,
      parent: around[place] as number,
      selfMs: selfOf(span, inside[place] as Span[]),
      callee: callees.get(index) ?? null,
    }
  })
}

/** Children overlap each other and, on another clock, their parent: their union inside it is what they took. */
function selfOf(span: Span, children: Span[]): number {
  const [first, last] = [span.startUs, endUs(span)]
  children.sort((a, b) => a.startUs - b.startUs)
  let covered = 0
  let until = first
  for (const child of children) {
    const from = Math.max(child.startUs, until)
    const to = Math.min(endUs(child), last)
    if (to > from) {
      covered += to - from
      until = to
    }
  }
  return Math.max(0, (last - first - covered) / 1000)
}
