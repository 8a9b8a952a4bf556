/** What do traces hand to judges, history and reports? Rows of plain JSON; times in ms, shares 0–1. */

import type { Span, SpanKind } from './span.mts'

/** One step of an operation in a usual request (see core/traces/breakdown.mts). */
export interface StepRow {
  readonly name: string
  readonly kind: SpanKind
  /** Times it happens per request. */
  readonly calls: number
  /** Self time per request, and the standard error of that mean, in ms. */
  readonly selfMs: number
  readonly errorMs: number
}

/** One operation of one service in one release; times in ms, shares 0–1. */
export interface OperationRow {
  readonly service: string
  readonly operation: string
  /** `service.version` of the recorder. */
  readonly release: string | null
  readonly count: number
  readonly p50: number
  readonly p95: number
  readonly p99: number
  readonly errorRate: number
  readonly apdex: number
  /** Null when the requests span less than a second. */
  readonly perSecond: number | null
  /** Mean time per request in no step of its own. */
  readonly selfMs: number
  /** Database queries per request and their time, connection and transaction handling left out. */
  readonly queries: number
  readonly queriesMs: number
  readonly steps: readonly StepRow[]
  readonly exampleTraceIds: readonly string[]
}

export interface ExampleTrace {
  readonly traceId: string
  readonly service: string
  readonly operation: string
  readonly release: string | null
  /** Why this one is kept; `pattern` is the trace that shows a suggestion. */
  readonly role: 'slowest' | 'median' | 'error' | 'pattern'
  readonly durationMs: number
  readonly spans: readonly Omit<Span, 'exact' | 'traceId'>[]
  /** Spans of the trace that are not kept. */
  readonly omitted: number
}

export type TracePatternKind =
  | 'repeated-query'
  | 'identical-query'
  | 'slow-query'
  | 'sequential-calls'
  | 'repeated-call'

/** Something seen in the requests of one operation, whether or not it is too much: policy decides that. */
export interface TracePattern {
  readonly kind: TracePatternKind
  readonly service: string
  readonly operation: string
  readonly release: string | null
  /** Shape of the query, or what is called. */
  readonly subject: string
  /** Requests that show it, and how many the operation has. */
  readonly requests: number
  readonly of: number
  /** Median times per request that shows it; of a slow query how often it ran in all. */
  readonly calls: number
  /** Median ms per request it takes; of a slow query per run; of sequential calls what running together would save. */
  readonly ms: number
  /** Median rows the query gave, where recorded. */
  readonly rows: number | null
  readonly traceId: string
  /** At most 20 of the spans that show it. */
  readonly spanIds: readonly string[]
  readonly code: {
    readonly path: string
    readonly line: number | null
    readonly function: string | null
  } | null
}

export interface TraceEvidence {
  readonly operations: readonly OperationRow[]
  readonly traces: readonly ExampleTrace[]
  readonly patterns: readonly TracePattern[]
  readonly received: {
    readonly spans: number
    readonly traces: number
    readonly orphans: number
    readonly cyclic: number
    readonly dropped: number
    readonly duplicates: number
    readonly unreadable: number
  }
  /** Operations over the limit, the least used ones. */
  readonly omittedOperations: number
}
