/** What does one run of one harness give in one copy of the project? Values by benchmark, or why there are none. */

import { type BenchmarkRow, runValues, titleOf } from '../../core/benchmark.mts'
import { lastWords } from '../../core/last-words.mts'
import type { Command, Executed, Workspace } from '../../core/lens.mts'
import type { LoadSpec, LoadTurn } from '../../core/load.mts'
import { median } from '../../core/statistics/describe.mts'
import type { OperationSteps } from '../../core/traces/side-by-side.mts'
import { readBenchmarks } from '../../formats/benchmarks/index.mts'
import { OUTPUT, type Plan } from './plans.mts'
import { mergeRows } from './results.mts'

export interface SideRun {
  readonly rows: readonly BenchmarkRow[]
  readonly broken: readonly string[]
  readonly leftOut: readonly string[]
  readonly seconds: number
  /** Of an app under load that sends traces. */
  readonly steps?: readonly OperationSteps[]
}

export type Ran = SideRun | { readonly why: string; readonly isTimedOut: boolean }

export async function runPlan(workspace: Workspace, plan: Plan, turn?: LoadTurn): Promise<Ran> {
  if ('requests' in plan.run) return runLoad(workspace, plan.run, turn)
  const said = await attempt(workspace, plan.run)
  const fault = faultOf(said)
  if (plan.results === null || (fault !== null && !plan.results.startsWith(OUTPUT)))
    return fault ?? { rows: [timed(plan, said.seconds)], ...NOTHING, seconds: said.seconds }
  const files = await workspace.find([plan.results])
  const rows: BenchmarkRow[] = []
  const [broken, leftOut]: [string[], string[]] = [[], []]
  const refused: string[] = []
  for (const { path } of files) {
    const text = await workspace.report(path)
    const report = text.ok
      ? readBenchmarks({ path, root: workspace.folder }, text.value)
      : { why: `${path}: ${text.why}` }
    if ('why' in report) refused.push(report.why)
    else {
      rows.push(...report.benchmarks)
      broken.push(...report.broken)
      leftOut.push(...report.leftOut)
    }
  }
  // A harness may fail because one benchmark of many did: what the others say counts.
  if (rows.length > 0) return { rows: mergeRows(rows), broken, leftOut, seconds: said.seconds }
  const why = refused[0] ?? `it wrote no ${plan.results}`
  return fault ?? { why, isTimedOut: false }
}

/** A start of the app is a run, each request a benchmark. */
async function runLoad(workspace: Workspace, spec: LoadSpec, turn?: LoadTurn): Promise<Ran> {
  const before = workspace.secondsLeft()
  const loaded = await workspace.load(spec, turn)
  if (!loaded.ok) return { why: loaded.why, isTimedOut: false }
  const { timings, leftOut, steps } = loaded.value
  const seconds = before - workspace.secondsLeft()
  const rows = timings.map(({ title, ms }) => ({
    ...timed({ label: title }, 0),
    samples: ms.map(each => each / 1000),
    runs: [ms.length],
  }))
  return { rows, broken: [], leftOut, seconds, steps }
}

/** Runs what a plan needs before it can be timed; null when all went well. */
export async function buildPlan(
  workspace: Workspace,
  { build }: Pick<Plan, 'build'>,
): Promise<string | null> {
  for (const command of build) {
    const fault = faultOf(await attempt(workspace, command))
    if (fault !== null) return fault.why
  }
  return null
}

/** The run's number of each benchmark: the median of its runs' medians, by title. */
export function valuesOf({ rows }: SideRun): Map<string, number> {
  return new Map(rows.map(row => [titleOf(row), median(runValues(row))]))
}

/**
 * How much longer the requests took that left at the same moments on the other side: the middle of their ratios. What else the
 * machine did in a moment met both, and cancels. Null where they were not as many requests.
 */
export function ratioTogether(
  base: SideRun | null | undefined,
  head: SideRun | null | undefined,
  title: string,
): number | null {
  if (!base || !head) return null
  const [was = [], is = []] = [base, head].map(
    ({ rows }) => rows.find(row => titleOf(row) === title)?.samples,
  )
  if (was.length === 0 || was.length !== is.length) return null
  return Math.exp(median(was.map((seconds, nth) => Math.log((is[nth] as number) / seconds))))
}

const NOTHING = { broken: [], leftOut: [] }

const timed = ({ label }: Pick<Plan, 'label'>, seconds: number): BenchmarkRow => ({
  name: label,
  unit: 'seconds',
  better: 'lower',
  samples: [seconds],
  runs: [1],
  statistic: null,
  file: null,
  source: null,
  runtime: null,
  cpu: null,
})

async function attempt(workspace: Workspace, command: Command): Promise<Executed> {
  try {
    return await workspace.execute(command)
  } catch (error) {
    const stderr = error instanceof Error ? error.message : String(error)
    return { exitCode: null, isTimedOut: false, stdout: '', stderr, seconds: 0 }
  }
}

function faultOf({ exitCode, isTimedOut, stdout, stderr, seconds }: Executed) {
  if (isTimedOut)
    return { why: `it was stopped after ${Math.round(seconds)} s: raise --timeout`, isTimedOut }
  if (exitCode === 0) return null
  return { why: `it failed${lastWords({ stderr, stdout })}`, isTimedOut: false }
}
