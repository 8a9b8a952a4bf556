/** How does each operation of each release do? Counts, percentiles, errors, Apdex, and where its time goes. */

import { compareText } from '../order.mts'
import { percentile, sorted } from '../statistics/describe.mts'
import { sum } from '../sum.mts'
import { breakdownOf } from './breakdown.mts'
import { queriesOf } from './calls.mts'
import { examplesOf } from './examples.mts'
import { operationName } from './names.mts'
import type { ServiceRequest } from './requests.mts'
import type { OperationRow } from './rows.mts'
import { endUs, isFailed } from './span.mts'

export interface Operation {
  readonly service: string
  readonly operation: string
  readonly release: string | null
  /** In order of their start. */
  readonly requests: readonly ServiceRequest[]
}

/** Requests of one name, the busiest operations first; equal ones by name. */
export function operationsOf(requests: readonly ServiceRequest[]): readonly Operation[] {
  const found = new Map<string, Operation & { readonly requests: ServiceRequest[] }>()
  for (const request of requests) {
    const { service, release } = request.entry
    const operation = operationName(request.entry)
    const key = `${service}\0${operation}\0${release ?? ''}`
    const known = found.get(key)
    if (known === undefined) found.set(key, { service, operation, release, requests: [request] })
    else known.requests.push(request)
  }
  for (const { requests } of found.values())
    requests.sort(
      (a, b) => a.entry.startUs - b.entry.startUs || compareText(a.entry.id, b.entry.id),
    )
  return [...found]
    .sort(
      ([a, one], [b, other]) => other.requests.length - one.requests.length || compareText(a, b),
    )
    .map(([, operation]) => operation)
}

/** All times in ms, percentiles by the one definition of the house, shares 0–1. */
export function rollUp(operation: Operation, apdexMs: number): OperationRow {
  const { service, operation: name, release, requests } = operation
  const durations = sorted(requests.map(({ entry }) => entry.durationMs))
  const count = requests.length
  const errors = requests.filter(({ entry }) => isFailed(entry)).length
  const queries = requests.map(request => queriesOf(request))
  const perRequest = (total: number) => total / count
  return {
    service,
    operation: name,
    release,
    count,
    p50: percentile(durations, 50),
    p95: percentile(durations, 95),
    p99: percentile(durations, 99),
    errorRate: errors / count,
    apdex: apdexOf(requests, apdexMs),
    perSecond: perSecondOf(requests),
    selfMs: perRequest(sum(requests, ({ steps }) => steps[0]?.selfMs ?? 0)),
    queries: perRequest(sum(queries, each => each.length)),
    queriesMs: perRequest(sum(queries.flat(), ({ span }) => span.durationMs)),
    steps: breakdownOf(requests),
    exampleTraceIds: examplesOf(requests).map(({ request }) => request.entry.traceId),
  }
}

/** Apdex of the Apdex Alliance (2007): (satisfied + tolerating / 2) / all; T and 4T are the bounds, a failure frustrates. */
function apdexOf(requests: readonly ServiceRequest[], satisfiedMs: number): number {
  let points = 0
  for (const { entry } of requests)
    if (!isFailed(entry))
      points += entry.durationMs <= satisfiedMs ? 1 : entry.durationMs <= 4 * satisfiedMs ? 0.5 : 0
  return points / requests.length
}

/** From the first start to the last end; null for less than a second, which is no rate. */
function perSecondOf(requests: readonly ServiceRequest[]): number | null {
  let last = 0
  for (const { entry } of requests) last = Math.max(last, endUs(entry))
  const seconds = (last - (requests[0]?.entry.startUs ?? last)) / 1e6
  return seconds < 1 || requests.length < 2 ? null : requests.length / seconds
}
