/** Which series does the history of a project hold? Score, measures and benchmarks, commit by commit of one branch. */

import { runValues, titleOf } from '../../core/benchmark.mts'
import type { Rows, TableName } from '../../core/history.mts'
import { compareText } from '../../core/order.mts'
import { scoringOf } from '../../core/policy-text.mts'
import { median } from '../../core/statistics/describe.mts'
import type { Series, SeriesPoint } from '../../core/trends.mts'
import type { Param } from './database.mts'

export interface SeriesRequest {
  readonly project: string
  /** Runs of this branch, and of commits that were assessed without one; absent: the branch of the newest run. */
  readonly branch?: string | null
  /**
   * A run that is about to be added counts as the newest; then only the score is looked at, and the benchmarks and
   * operations it measured.
   */
  readonly added?: Rows
}

/** Measures of a run that timed something: else its score is all there is to look at. */
const TIMED: ReadonlySet<unknown> = new Set(['benchmarks', 'operations'])

type Ask = (sql: string, params: readonly Param[]) => Promise<Row[]>
type Row = Readonly<Record<string, unknown>>

/** Runs looked at, the newest. */
const MOST_RUNS = 1000
/** Rows of measures or benchmarks looked at, the newest. */
const MOST_ROWS = 150_000

/** Files and packages are too many to be series; operations and the rest of the profiler's are few. */
const SUBJECTS = `(subject = '' OR skill = 'performance-profiler') AND name <> 'benchmark-change'`

/** No series for fewer commits than two. */
export async function readSeries(query: Ask, request: SeriesRequest): Promise<Series[]> {
  const { project, added } = request
  const ask: AskRows = (sql, params = []) => query(sql, [project, ...params])
  const more: More = table => (added?.[table] ?? []) as readonly Row[]
  const runs = await runsOf(ask, more, request.branch)
  if (new Set(runs.map(({ commit }) => commit)).size < 2) return []
  const under = await conditionsOf(ask, more, runs)
  const points = createPoints(runs, under)
  for (const row of runs) points.add(SCORE, row, row.score, scored(under, row))
  if (added === undefined) await addDimensions(ask, points, under, runs)
  const isTimed = more('measures').some(({ name, value }) => TIMED.has(name) && value !== null)
  if (added === undefined || isTimed) {
    const only = added === undefined ? null : more
    await addMeasures(ask, points, under, only)
    await addBenchmarks(ask, points, under, only)
  }
  return points.finish()
}

/** Rows of the run that is about to be added. */
type More = (table: TableName) => readonly Row[]

const RUNS = `SELECT run, "commit", committed_at, release, policy, score, branch FROM runs
  WHERE project = $1 AND dirty IS NOT true`

async function runsOf(ask: AskRows, more: More, branch: string | null | undefined) {
  const stored = await ask(`${RUNS} ORDER BY started_at DESC, run DESC LIMIT ${MOST_RUNS}`)
  const chosen = branch === undefined ? (stored[0]?.branch ?? null) : branch
  const ours = stored.filter(row => row.branch === null || row.branch === chosen).reverse()
  return [...ours, ...more('runs')]
}

/** What each run was measured under, by the names that table `environment` has. */
async function conditionsOf(ask: AskRows, more: More, runs: readonly Row[]) {
  const facts = new Map<string, Map<string, string>>()
  const stored = await ask(
    `SELECT run, name, value FROM environment WHERE project = $1
     AND name IN ('cpu', 'threads', 'cpu_limit', 'memory_bytes', 'kernel', 'governor', 'turbo', 'runtime_flags', 'packages', 'dialect', 'calibration_cpu_ms')`,
  )
  for (const { run, name, value } of [...stored, ...more('environment')]) {
    const known = facts.get(String(run)) ?? new Map()
    facts.set(String(run), known.set(String(name), String(value)))
  }
  const isOnePolicy = new Set(runs.map(({ policy }) => policy)).size < 2
  const policies = isOnePolicy
    ? []
    : [...(await ask('SELECT hash, policy FROM policies WHERE project = $1')), ...more('policies')]
  const scoring = new Map(policies.map(({ hash, policy }) => [hash, scoringOf(String(policy))]))
  const fact = ({ run }: Row, name: string) => facts.get(String(run))?.get(name) ?? null
  return { fact, scoring: ({ policy }: Row) => scoring.get(policy) ?? null }
}

type Under = Awaited<ReturnType<typeof conditionsOf>>

type Head = Omit<Series, 'points'>
type Conditions = Pick<
  SeriesPoint,
  'cpu' | 'threads' | 'memoryBytes' | 'runtime' | 'source' | 'dialect' | 'scoring'
>

const ANY: Conditions = {
  ...{ cpu: null, threads: null, memoryBytes: null },
  ...{ runtime: null, source: null, dialect: null, scoring: null },
}

const SCORE: Head = {
  kind: 'score',
  name: 'score',
  unit: 'score',
  better: 'higher',
  noise: 'exact',
}

const scored = (under: Under, run: Row): Conditions => ({
  ...ANY,
  dialect: under.fact(run, 'dialect'),
  scoring: under.scoring(run),
})

function numberOf(fact: string | null): number | null {
  const value = Number(fact ?? Number.NaN)
  return Number.isFinite(value) ? value : null
}

/** Null where the machine did not tell who governs its clock. */
function clockOf(under: Under, run: Row): string | null {
  const told = ['governor', 'turbo'].map(name => under.fact(run, name) ?? 'missing')
  return told.every(each => each === 'missing') ? null : told.join(' ')
}

const timed = (under: Under, run: Row): Conditions => {
  const number = (name: string) => numberOf(under.fact(run, name))
  return {
    ...ANY,
    cpu: under.fact(run, 'cpu'),
    threads: number('cpu_limit') ?? number('threads'),
    memoryBytes: number('memory_bytes'),
  }
}

function createPoints(runs: readonly Row[], under: Under) {
  const byRun = new Map(runs.map(row => [String(row.run), row]))
  const series = new Map<string, { head: Head; points: Map<string, SeriesPoint> }>()
  return {
    run: (id: unknown) => byRun.get(String(id)),
    /** Runs come in the order they were made: of several of one commit the last counts. */
    add(head: Head, run: Row, value: unknown, conditions: Conditions): void {
      if (typeof value !== 'number') return
      const key = `${head.kind}\0${head.name}`
      const known = series.get(key) ?? { head, points: new Map<string, SeriesPoint>() }
      series.set(key, { head, points: known.points })
      const commit = run.commit === null ? null : String(run.commit)
      known.points.set(commit ?? String(run.run), {
        ...conditions,
        run: String(run.run),
        commit,
        at: String(run.committed_at),
        release: run.release === null ? null : String(run.release),
        value,
        kernel: under.fact(run, 'kernel'),
        clock: clockOf(under, run),
        flags: under.fact(run, 'runtime_flags'),
        packages: under.fact(run, 'packages'),
        speed: numberOf(under.fact(run, 'calibration_cpu_ms')),
      })
    },
    finish: (): Series[] =>
      [...series.values()]
        .map(({ head, points }) => ({
          ...head,
          points: [...points.values()].sort((a, b) => compareText(a.at, b.at)),
        }))
        .filter(({ points }) => points.length > 1),
  }
}

type Points = ReturnType<typeof createPoints>
type AskRows = (sql: string, params?: readonly Param[]) => Promise<Row[]>

async function addDimensions(ask: AskRows, points: Points, under: Under, runs: readonly Row[]) {
  const rows = await ask(
    'SELECT run, dimension, score FROM scores WHERE project = $1 AND measure IS NULL',
  )
  const byRun = Map.groupBy(rows, ({ run }) => run)
  for (const run of runs)
    for (const { dimension, score } of byRun.get(run.run) ?? [])
      points.add({ ...SCORE, name: `score of ${dimension}` }, run, score, scored(under, run))
}

/** Texts as one parameter, for `IN`. */
const listed = (texts: readonly unknown[]) => JSON.stringify(texts.map(String))
const LISTED = `(SELECT unnest(from_json($2, '["VARCHAR"]')))`

async function addMeasures(ask: AskRows, points: Points, under: Under, only: More | null) {
  const scales = await ask(
    `SELECT skill, name, arg_max(unit, run) AS unit, arg_max(better, run) AS better, arg_max(noise, run) AS noise
     FROM catalogue WHERE project = $1 AND kind = 'measure' GROUP BY ALL`,
  )
  const known = new Map(scales.map(row => [`${row.skill}\0${row.name}`, row]))
  const isNoisy = ({ skill, name }: Row) => known.get(`${skill}\0${name}`)?.noise === 'noisy'
  const chosen = (only?.('measures') ?? []).filter(
    row => row.skill === 'performance-profiler' && row.name !== 'benchmark-change' && isNoisy(row),
  )
  if (only !== null && chosen.length === 0) return
  const rows = await ask(
    `SELECT run, skill, name, subject, value FROM measures WHERE project = $1 AND ${SUBJECTS}
     ${only === null ? '' : `AND skill = 'performance-profiler' AND concat(name, ' ', subject) IN ${LISTED}`}
     ORDER BY run DESC LIMIT ${MOST_ROWS}`,
    only === null ? [] : [listed(chosen.map(({ name, subject }) => `${name} ${subject}`))],
  )
  for (const row of [...rows.reverse(), ...chosen]) {
    const [run, scale] = [points.run(row.run), known.get(`${row.skill}\0${row.name}`)]
    if (run === undefined || scale === undefined) continue
    const head: Head = {
      kind: 'measure',
      name: row.subject === '' ? String(row.name) : `${row.name} of ${row.subject}`,
      unit: scale.unit === null ? null : String(scale.unit),
      better: (scale.better ?? 'neither') as Head['better'],
      noise: isNoisy(row) ? 'noisy' : 'exact',
    }
    const exact = { ...ANY, dialect: under.fact(run, 'dialect') }
    points.add(head, run, row.value, isNoisy(row) ? timed(under, run) : exact)
  }
}

async function addBenchmarks(ask: AskRows, points: Points, under: Under, only: More | null) {
  const chosen = only?.('benchmarks') ?? []
  if (only !== null && chosen.length === 0) return
  const rows = await ask(
    `SELECT run, name, unit, better, statistic, source, runtime, cpu, samples, runs FROM benchmarks WHERE project = $1
     ${only === null ? '' : `AND name IN ${LISTED}`}
     ORDER BY run DESC LIMIT ${MOST_ROWS}`,
    only === null ? [] : [listed(chosen.map(({ name }) => name))],
  )
  for (const row of [...rows.reverse(), ...chosen]) {
    const run = points.run(row.run)
    if (run === undefined) continue
    const benchmark = row as unknown as Parameters<typeof runValues>[0] &
      Parameters<typeof titleOf>[0]
    const text = (name: string) => (typeof row[name] === 'string' ? String(row[name]) : null)
    const head: Head = {
      kind: 'benchmark',
      name: titleOf(benchmark),
      unit: String(row.unit),
      better: (row.better ?? 'neither') as Head['better'],
      noise: 'noisy',
    }
    const cpu = text('cpu')
    // What names its processor was measured there, wherever it was read; a size is the same on every machine.
    const isAnywhere = cpu !== null || row.unit === 'bytes'
    const on = isAnywhere ? { ...ANY, cpu } : timed(under, run)
    const conditions = { ...on, source: text('source'), runtime: text('runtime') }
    points.add(head, run, median(runValues(benchmark)), conditions)
  }
}
