/** Which traces stand for an operation? The slowest, the median one and one that failed, small enough to be kept. */

import { compareText } from '../order.mts'
import type { Operation } from './operations.mts'
import type { ServiceRequest } from './requests.mts'
import type { ExampleTrace } from './rows.mts'
import { isFailed, type Span } from './span.mts'

export interface Example {
  readonly role: ExampleTrace['role']
  readonly request: ServiceRequest
}

/** A trace appears once, under the first role it fits. */
export function examplesOf(requests: readonly ServiceRequest[]): readonly Example[] {
  const byDuration = [...requests].sort((a, b) => a.entry.durationMs - b.entry.durationMs)
  const failed = byDuration.findLast(({ entry }) => isFailed(entry))
  const wanted: readonly (readonly [ExampleTrace['role'], ServiceRequest | undefined])[] = [
    ['slowest', byDuration.at(-1)],
    ['median', byDuration[Math.floor((byDuration.length - 1) / 2)]],
    ['error', failed],
  ]
  const seen = new Set<string>()
  return wanted.flatMap(([role, request]) => {
    if (request === undefined || seen.has(request.entry.traceId)) return []
    seen.add(request.entry.traceId)
    return [{ role, request }]
  })
}

const MOST_SPANS = 300

/** A row for the history: of a large trace the longest spans with everything above them, in order of their start. */
export function exampleRow(
  { service, operation, release }: Omit<Operation, 'requests'>,
  { role, request: { entry, trace } }: Example,
): ExampleTrace {
  const kept = cut(trace)
  return {
    ...{ traceId: entry.traceId, service, operation, release, role },
    durationMs: entry.durationMs,
    spans: kept.map(spanRow),
    omitted: trace.length - kept.length,
  }
}

function cut(trace: readonly Span[]): readonly Span[] {
  const byStart = (a: Span, b: Span) => a.startUs - b.startUs || compareText(a.id, b.id)
  if (trace.length <= MOST_SPANS) return [...trace].sort(byStart)
  const places = new Map(trace.map(span => [span.id, span]))
  const kept = new Set<Span>()
  for (const span of [...trace].sort((a, b) => b.durationMs - a.durationMs)) {
    const line: Span[] = []
    for (
      let at: Span | undefined = span;
      at !== undefined && !kept.has(at) && !line.includes(at) && line.length < MOST_SPANS;
      at = at.parentId === null ? undefined : places.get(at.parentId)
    )
      line.push(at)
    if (kept.size + line.length > MOST_SPANS) break
    for (const each of line) kept.add(each)
  }
  return [...kept].sort(byStart)
}

const spanRow = ({ exact: _, traceId: __, ...span }: Span): ExampleTrace['spans'][number] => span
