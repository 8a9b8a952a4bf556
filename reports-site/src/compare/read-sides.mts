/** Which runs can be compared, and what is published of each? Read for many at once, held for a few. */

import type { StepRow } from '../../../scripts/core/traces/rows.mts'
import { batched } from '../batches.mts'
import { listEnvironment } from '../history.mts'
import { projects, type Run, wordsOf } from '../model.mts'
import { type Frame, traceView } from '../performance/trace.mts'
import { trendOf } from '../trend.mts'
import {
  ask,
  type BenchmarkRow,
  type FoundRow,
  type MeasureRow,
  type MissingRow,
  type OperationRow,
  rowsOf,
} from './rows.mts'
import type { Side, SideBenchmark, SideMeasure, SideOperation } from './side.mts'

/** Every run that a trend goes through. */
export const comparableRuns = projects.flatMap(project => trendOf(project))

const BATCH = 40
const runsById = new Map(comparableRuns.map(run => [run.run, run]))
const read = batched([...runsById.keys()], BATCH, ids =>
  readBatch(ids.flatMap(id => runsById.get(id) ?? [])),
)

/** Cheap where the runs are asked for in the order of `comparableRuns`, more or less. */
export const sideOf = ({ run }: Run): Promise<Side> => read(run)

async function readBatch(runs: readonly Run[]): Promise<ReadonlyMap<string, Side>> {
  const ids = runs.map(({ run }) => run)
  const byRun = <T extends { readonly run: string }>(rows: readonly T[]) =>
    Map.groupBy(rows, ({ run }) => run)
  const read = {
    measures: byRun(await ask<MeasureRow>(rowsOf.measures, ids)),
    missing: byRun(await ask<MissingRow>(rowsOf.missing, ids)),
    findings: byRun(await ask<FoundRow>(rowsOf.findings, ids)),
    benchmarks: byRun(await ask<BenchmarkRow>(rowsOf.benchmarks, ids)),
    operations: byRun(await ask<OperationRow>(rowsOf.operations, ids)),
    environment: byRun(await listEnvironment(ids)),
  }
  return new Map(
    runs.map(run => {
      const rows = <K extends keyof typeof read>(table: K) =>
        (read[table].get(run.run) ?? []) as NonNullable<ReturnType<(typeof read)[K]['get']>>
      const findings = rows('findings')
      const facts = new Map(rows('environment').map(({ name, value }) => [name, value]))
      const side: Side = {
        ...about(run),
        measures: rows('measures').flatMap(row => measure(row, run)),
        missing: rows('missing').map(({ run: _, ...row }) => row),
        findings: findings.map(({ run: _, total: __, ...row }) => row),
        findingsOmitted: (findings[0]?.total ?? 0) - findings.length,
        costs: costsOf(findings, run),
        under: {
          cpu: facts.get('cpu') ?? null,
          threads: numeric(facts.get('cpu_limit')) ?? numeric(facts.get('threads')),
          memoryBytes: numeric(facts.get('memory_bytes')),
          runtime: null,
          dialect: null,
          scoring: null,
        },
        benchmarks: rows('benchmarks').flatMap(benchmark),
        operations: rows('operations').flatMap(operation),
      }
      return [run.run, side]
    }),
  )
}

function about(run: Run) {
  const { project, label, commit, committedAt, startedAt, release, dirty } = run
  const { score, evidence, gate, policy, scoring, dialect, machine, toolVersion } = run
  return {
    ...{
      schema: '1.0' as const,
      run: run.run,
      project,
      label,
      page: run.path,
      commit,
      committedAt,
    },
    ...{ startedAt, release, dirty, score, evidence, gate, policy, scoring },
    ...{ dialect, machine, toolVersion },
    dimensions: run.dimensions.map(({ id, whole }) => ({
      ...{ id, status: whole.status, why: whole.why, max: whole.max },
      ...{ score: whole.score, contribution: whole.contribution },
    })),
  }
}

function measure({ run: _, value, ...row }: MeasureRow, run: Run): readonly SideMeasure[] {
  if (value === null) return []
  const { unit = null, better = null, noise = null } = wordsOf(run).get(`measure:${row.name}`) ?? {}
  return [{ ...row, value, unit, better, noise }]
}

function costsOf(findings: readonly FoundRow[], run: Run): Side['costs'] {
  const words = wordsOf(run)
  const rules = new Set(findings.map(({ rule }) => rule))
  return Object.fromEntries([...rules].map(rule => [rule, words.get(`rule:${rule}`)?.costs ?? []]))
}

/** What says nothing of its runs is one run; what has no usable number is nothing. */
function benchmark({ run: _, ...row }: BenchmarkRow): readonly SideBenchmark[] {
  const samples = row.samples ?? []
  const runs = row.runs ?? [samples.length]
  const isWhole = runs.reduce((sum, size) => sum + size, 0) === samples.length
  if (samples.length === 0 || !isWhole || !samples.every(Number.isFinite)) return []
  return [{ ...row, samples, runs }]
}

function operation({
  run: _,
  steps,
  examples,
  traceId,
  spans,
  ...row
}: OperationRow): readonly SideOperation[] {
  const { count, p50, p95, p99, ...others } = row
  if (count === null || p50 === null || p95 === null || p99 === null) return []
  return [
    {
      ...others,
      ...{ count, p50, p95, p99 },
      errorRate: row.errorRate ?? 0,
      apdex: row.apdex ?? 0,
      selfMs: row.selfMs ?? 0,
      queries: row.queries ?? 0,
      queriesMs: row.queriesMs ?? 0,
      steps: stepsIn(steps),
      exampleTraceIds: examples ?? [],
      traceId: traceId ?? examples?.[0] ?? null,
      frame: traceId === null || spans === null ? null : frameIn(traceId, spans),
    },
  ]
}

/** Frames below this share of the request are dropped: nobody could see them. */
const SMALLEST = 0.002

function frameIn(traceId: string, spans: string): Frame | null {
  const root = traceView({ traceId, spans })?.root
  return root === undefined || root.total <= 0 ? null : pruned(root, SMALLEST * root.total)
}

const pruned = (frame: Frame, least: number): Frame => ({
  ...frame,
  children: frame.children.filter(({ total }) => total >= least).map(child => pruned(child, least)),
})

const isStep = (step: unknown): step is StepRow => {
  const { name, selfMs, errorMs, calls } = (step ?? {}) as Partial<StepRow>
  return typeof name === 'string' && [selfMs, errorMs, calls].every(Number.isFinite)
}

function stepsIn(text: string | null): readonly StepRow[] {
  try {
    const steps: unknown = JSON.parse(text ?? '[]')
    return Array.isArray(steps) ? steps.filter(isStep) : []
  } catch {
    return []
  }
}

const numeric = (text: string | null | undefined) =>
  text === null || text === undefined || !Number.isFinite(Number(text)) ? null : Number(text)
