/** What did benchmarks and traces leave in the history of a project? Read only where there is something. */

import type { Overhead } from '../../../scripts/core/container-overhead.mts'
import type { BenchmarkRow } from '../compare/rows.mts'
import { listEnvironment } from '../history.mts'
import type { Project } from '../model.mts'
import { select, THESE } from '../select.mts'
import { trendOf } from '../trend.mts'

export interface OperationRow {
  readonly run: string
  readonly service: string
  readonly operation: string
  readonly count: number | null
  /** ms. */
  readonly p50: number | null
  readonly p95: number | null
  readonly p99: number | null
  /** 0–1. */
  readonly errorRate: number | null
  readonly apdex: number | null
  /** Per request. */
  readonly queries: number | null
}

export interface TraceRow {
  readonly run: string
  readonly traceId: string
  readonly service: string
  readonly operation: string
  readonly role: string | null
  readonly durationMs: number | null
  readonly omitted: number | null
  /** JSON. */
  readonly spans: string | null
}

const timed = new Set(
  (
    await select<{ project: string }>(
      'select project from benchmarks union select project from operations order by 1',
    )
  ).map(({ project }) => project),
)

/** Whether any run of the project measured time. */
export const isTimed = ({ name }: Project) => timed.has(name)

const trendIds = (project: Project) => JSON.stringify(trendOf(project).map(({ run }) => run))

/** Benchmarks of one run that are read; more are hardly looked at one by one. */
const MOST = 300

export const benchmarksOf = (project: Project) =>
  select<BenchmarkRow>(
    `select run, name, coalesce(unit, 'count') as unit, better, statistic, source, samples, runs from benchmarks
     where ${THESE} and name is not null
     qualify row_number() over (partition by run order by name, unit, statistic) <= ${MOST}
     order by name, unit, statistic, run`,
    [trendIds(project)],
  )

export const operationsOf = (project: Project) =>
  select<OperationRow>(
    `select run, service, operation, count::double as count, p50, p95, p99, error_rate as "errorRate", apdex, queries
     from operations where ${THESE} and service is not null and operation is not null
     qualify row_number() over (partition by run order by count desc, service, operation) <= ${MOST}
     order by service, operation, run`,
    [trendIds(project)],
  )

/** Example traces of one run that have a page. */
const MOST_TRACES = 90

export const tracesOf = ({ latest }: Project) =>
  select<TraceRow>(
    `select run, trace_id as "traceId", service, operation, role, duration_ms as "durationMs", omitted, spans from traces
     where run = $1 and trace_id is not null and service is not null and operation is not null
     order by service, operation, role, trace_id limit ${MOST_TRACES}`,
    [latest.run],
  )

/** What each run of the trend was measured on. */
export async function machinesOf(project: Project) {
  const facts = Map.groupBy(
    await listEnvironment(trendOf(project).map(({ run }) => run)),
    ({ run }) => run,
  )
  return (run: string) => {
    const known = new Map((facts.get(run) ?? []).map(({ name, value }) => [name, value]))
    const number = (name: string) => {
      const value = Number(known.get(name) ?? Number.NaN)
      return Number.isFinite(value) ? value : null
    }
    return {
      cpu: known.get('cpu') ?? null,
      threads: number('cpu_limit') ?? number('threads'),
      memoryBytes: number('memory_bytes'),
      ...{ runtime: null, dialect: null, scoring: null },
      place: placeOf(known),
      overhead: overheadFrom(number),
    }
  }
}

/** Null where the run did not say. */
function placeOf(known: ReadonlyMap<string, string | null>): string | null {
  if (known.get('bare_metal') === 'true') return 'bare metal'
  if (known.get('is_container') === 'true') return 'container'
  return known.get('is_virtual') === 'true' ? 'virtual machine' : null
}

/** Percent by part, where the run had its container's overhead at hand. */
function overheadFrom(number: (name: string) => number | null) {
  const part = (name: string): Overhead | null => {
    const [estimate, low, high] = ['', '_low', '_high'].map(end =>
      number(`container_overhead_${name}${end}`),
    )
    if (typeof estimate !== 'number' || typeof low !== 'number' || typeof high !== 'number')
      return null
    return { estimate, low, high }
  }
  const [cpu, memory] = [part('cpu'), part('memory')]
  return cpu === null || memory === null ? null : { cpu, memory, disk: part('disk') }
}
