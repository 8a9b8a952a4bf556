/** What do traces leave in the history? A row per operation (times in ms, shares 0–1) and the example traces as JSON. */

import type { Row } from './history.mts'
import type { TraceEvidence } from './traces/rows.mts'

export const operationRows = (
  run: string,
  { operations }: Pick<TraceEvidence, 'operations'>,
): readonly Row[] =>
  operations.map(each => ({
    run,
    service: each.service,
    operation: each.operation,
    release: each.release,
    count: each.count,
    p50: each.p50,
    p95: each.p95,
    p99: each.p99,
    error_rate: each.errorRate,
    apdex: each.apdex,
    per_second: each.perSecond,
    self_ms: each.selfMs,
    queries: each.queries,
    queries_ms: each.queriesMs,
    steps: JSON.stringify(each.steps),
    example_trace_ids: each.exampleTraceIds,
  }))

/** One trace may hold 64 KB; a larger one is left out rather than cut in the middle of a span. */
const LARGEST = 64 * 1024

export const traceRows = (run: string, { traces }: Pick<TraceEvidence, 'traces'>): readonly Row[] =>
  traces.flatMap(({ traceId, service, operation, release, role, durationMs, omitted, spans }) => {
    const text = JSON.stringify(spans)
    if (text.length > LARGEST) return []
    return {
      ...{ run, trace_id: traceId, service, operation, release, role, omitted },
      duration_ms: durationMs,
      spans: text,
    }
  })
