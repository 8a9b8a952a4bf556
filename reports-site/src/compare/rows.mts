/** What does the history say of many runs at once, as far as they are compared? */

import { select, THESE } from '../select.mts'
import type { SideFinding } from './side.mts'

interface OfRun {
  readonly run: string
}

export interface MeasureRow extends OfRun {
  readonly skill: string
  readonly name: string
  readonly subject: string
  readonly value: number | null
}

export interface MissingRow extends OfRun {
  readonly skill: string
  readonly name: string
  readonly status: string
  readonly why: string | null
}

export interface FoundRow extends OfRun, SideFinding {
  /** Of the run, listed or not. */
  readonly total: number
}

export interface BenchmarkRow extends OfRun {
  readonly name: string
  readonly unit: string
  readonly better: string | null
  readonly statistic: string | null
  readonly source: string | null
  readonly samples: readonly number[] | null
  readonly runs: readonly number[] | null
}

export interface OperationRow extends OfRun {
  readonly service: string
  readonly operation: string
  readonly release: string | null
  readonly count: number | null
  readonly p50: number | null
  readonly p95: number | null
  readonly p99: number | null
  readonly errorRate: number | null
  readonly apdex: number | null
  readonly perSecond: number | null
  readonly selfMs: number | null
  readonly queries: number | null
  readonly queriesMs: number | null
  readonly steps: string | null
  readonly examples: readonly string[] | null
  /** The kept example nearest to usual. */
  readonly traceId: string | null
  /** Its spans as JSON, of the operations with most requests. */
  readonly spans: string | null
}

/** Findings and operations of one run that are published; the rest is counted. */
const MOST_FINDINGS = 2000
const MOST_OPERATIONS = 200
/** Operations of one run whose example is published by its steps. */
const MOST_EXAMPLES = 12

export const rowsOf = {
  measures: `select run, skill, name, coalesce(subject, '') as subject, value from measures
    where ${THESE} and skill is not null and name is not null order by run, skill, name, subject`,
  missing: `select run, skill, name, coalesce(status, 'unavailable') as status, why from missing
    where ${THESE} and skill is not null and name is not null order by run, skill, name`,
  findings: `select run, coalesce(skill, '') as skill, rule, coalesce(level, 'note') as level,
      coalesce(key, rule || ':' || coalesce(path, '')) as key, path, line, coalesce(message, '') as message, waived,
      (count(*) over (partition by run))::integer as total
    from findings where ${THESE} and rule is not null and state is distinct from 'fixed'
    qualify row_number() over (partition by run
      order by case level when 'error' then 0 when 'warn' then 1 else 2 end, rule, path, line, key) <= ${MOST_FINDINGS}
    order by run, case level when 'error' then 0 when 'warn' then 1 else 2 end, rule, path, line, key`,
  benchmarks: `select run, name, coalesce(unit, 'count') as unit, better, statistic, source, samples, runs from benchmarks
    where ${THESE} and name is not null order by run, name, unit, statistic`,
  operations: `with kept as (
      select run, service, operation, trace_id, spans from traces where ${THESE}
      qualify row_number() over (partition by run, service, operation order by role = 'median' desc, trace_id) = 1)
    select o.run, o.service, o.operation, o.release, o.count::double as count, o.p50, o.p95, o.p99,
      o.error_rate as "errorRate", o.apdex, o.per_second as "perSecond", o.self_ms as "selfMs", o.queries,
      o.queries_ms as "queriesMs", o.steps, o.example_trace_ids as examples,
      k.trace_id as "traceId", case when row_number() over (partition by o.run order by o.count desc, o.service, o.operation)
        <= ${MOST_EXAMPLES} then k.spans end as spans
    from operations o left join kept k on k.run = o.run and k.service = o.service and k.operation = o.operation
    where o.${THESE} and o.service is not null and o.operation is not null
    qualify row_number() over (partition by o.run order by o.count desc, o.service, o.operation) <= ${MOST_OPERATIONS}
    order by o.run, o.count desc, o.service, o.operation`,
} as const

export const ask = <T extends OfRun>(sql: string, runs: readonly string[]) =>
  select<T>(sql, [JSON.stringify(runs)])
