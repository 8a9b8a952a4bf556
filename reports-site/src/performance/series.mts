/** How did each benchmark move along the trend? Cut where points may not be compared, with the levels of the newest stretch. */

import { runValues, titleOf } from '../../../scripts/core/benchmark.mts'
import { type Compensated, compensated } from '../../../scripts/core/container-overhead.mts'
import { stretches } from '../../../scripts/core/series.mts'
import { FEWEST_POINTS } from '../../../scripts/core/statistics/change-points/opx.mts'
import { type ChangePoint, changePoints } from '../../../scripts/core/statistics/change-points.mts'
import { medianInterval } from '../../../scripts/core/statistics/median-interval.mts'
import type { BenchmarkRow } from '../compare/rows.mts'
import { difference, plural, quantity } from '../format.mts'
import type { Project, Run } from '../model.mts'
import { trendOf } from '../trend.mts'
import { benchmarksOf, machinesOf } from './rows.mts'

interface SeriesPoint {
  readonly run: Run
  readonly value: number
  readonly low: number
  readonly high: number
  /** What each run of the benchmark gave. */
  readonly values: readonly number[]
  readonly stretch: number
  /** Why it may not be compared with the point before it. */
  readonly because: string | null
  /** Bare metal, virtual machine or container; null where the run did not say. */
  readonly place: string | null
  /** What it would have been outside the container, where that is known. */
  readonly without: Compensated | null
}

export interface BenchmarkSeries {
  readonly title: string
  readonly unit: string
  readonly better: string | null
  readonly points: readonly SeriesPoint[]
  /** Of every stretch; indices are those of `points`. */
  readonly changes: readonly ChangePoint[]
  readonly sentence: string
  /** `untold`: too few comparable points to see a change of level. */
  readonly kind: 'better' | 'worse' | 'steady' | 'untold'
}

/** Worse first, then better, then those that stood still; by name among equals. */
export async function benchmarkSeries(project: Project): Promise<readonly BenchmarkSeries[]> {
  const machineOf = await machinesOf(project)
  const rows = await benchmarksOf(project)
  const trend = trendOf(project)
  const byTitle = Map.groupBy(rows.filter(isUsable), row => titleOf(row))
  const rank = { worse: 0, better: 1, steady: 2, untold: 2 }
  return [...byTitle]
    .map(([title, own]) => seriesOf(title, own, trend, machineOf))
    .filter(({ points }) => points.at(-1) !== undefined)
    .toSorted((a, b) => rank[a.kind] - rank[b.kind] || (a.title < b.title ? -1 : 1))
}

type Usable = BenchmarkRow & {
  readonly samples: readonly number[]
  readonly runs: readonly number[]
}

const isUsable = (row: BenchmarkRow): row is Usable =>
  row.samples !== null &&
  row.samples.length > 0 &&
  row.samples.every(Number.isFinite) &&
  (row.runs ?? []).reduce((sum, size) => sum + size, 0) === row.samples.length

function seriesOf(
  title: string,
  rows: readonly Usable[],
  trend: readonly Run[],
  machineOf: Awaited<ReturnType<typeof machinesOf>>,
): BenchmarkSeries {
  const byRun = new Map(rows.map(row => [row.run, row]))
  const measured = trend.flatMap(run => {
    const row = byRun.get(run.run)
    return row === undefined ? [] : [{ run, row, ...machineOf(run.run), source: row.source }]
  })
  const cut = stretches(measured)
  const points = cut.flatMap(({ points: own, why }, stretch) =>
    own.map(({ run, row, place, overhead }, index) => {
      const values = row.runs.length > 1 ? runValues(row) : row.samples
      const because = index === 0 ? why : null
      const without = overhead === null ? null : compensated(row, overhead)
      return { run, ...medianInterval(values), values, stretch, because, place, without }
    }),
  )
  const { unit = 'count', better = null } = rows.at(-1) ?? {}
  let offset = 0
  const changes = cut.flatMap(({ points: own }) => {
    const start = offset
    offset += own.length
    const values = points.slice(start, offset).map(({ value }) => value)
    return changePoints(values).map(each => ({
      ...each,
      ...{ index: each.index + start, first: each.first + start, last: each.last + start },
    }))
  })
  return { title, unit, better, points, changes, ...said({ title, unit, better, points, changes }) }
}

function said({
  title,
  unit,
  better,
  points,
  changes,
}: Omit<BenchmarkSeries, 'sentence' | 'kind'>): Pick<BenchmarkSeries, 'sentence' | 'kind'> {
  const now = quantity(points.at(-1)?.value ?? null, unit)
  const newest = points.at(-1)?.stretch
  const last = changes.findLast(({ index }) => points[index]?.stretch === newest)
  const own = points.filter(({ stretch }) => stretch === newest)
  if (last === undefined) {
    const since = own[0]?.run.label ?? 'then'
    return own.length < FEWEST_POINTS
      ? {
          kind: 'untold',
          sentence: `${title}: ${now}; ${plural(own.length, 'comparable point')} since ${since}, too few to see a change of level`,
        }
      : { kind: 'steady', sentence: `${title}: ${now}, no change of level since ${since}` }
  }
  const isWorse = last.after > last.before === (better === 'lower')
  const ratio = last.before === 0 ? null : (100 * (last.after - last.before)) / last.before
  const size =
    ratio === null ? difference(last.after - last.before, unit) : difference(ratio, 'percent')
  const since = points[last.index]?.run.label ?? 'an unknown run'
  const word = better === null ? 'changed' : isWorse ? 'worse' : 'better'
  return {
    kind: better === null ? 'steady' : isWorse ? 'worse' : 'better',
    sentence: `${title}: ${now}, ${word} by ${size} since ${since}`,
  }
}
