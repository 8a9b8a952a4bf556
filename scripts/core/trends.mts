/** What became of a number over the history of a project? Changes of its level, with suspects; drift, outliers, breaks. */

import { type MeasuredUnder, stretches } from './series.mts'
import { anomalies, noiseOf } from './statistics/anomalies.mts'
import { type ChangePoint, changePoints, type Detect } from './statistics/change-points.mts'
import { median } from './statistics/describe.mts'
import { matchesWildcard } from './wildcard.mts'

/** One commit of a series: the last run of it that gave the number. */
export interface SeriesPoint extends MeasuredUnder {
  readonly run: string
  readonly commit: string | null
  /** Date of the commit, ISO 8601. */
  readonly at: string
  readonly release: string | null
  readonly value: number
  /** What may explain a change and breaks no series. `packages` is a digest. */
  readonly kernel: string | null
  readonly packages: string | null
  /** Governor of the clock speed and whether turbo is allowed; a mark of variables that change how runtimes run. */
  readonly clock: string | null
  readonly flags: string | null
  /** How fast the machine was: ms of the calibration's arithmetic. */
  readonly speed: number | null
}

export interface Series {
  readonly kind: 'score' | 'measure' | 'benchmark'
  /** `score`, `score of code`, `line-coverage`, `operation-p95 of shop GET /cart`, or the title of a benchmark. */
  readonly name: string
  readonly unit: string | null
  readonly better: 'lower' | 'higher' | 'neither'
  readonly noise: 'exact' | 'noisy'
  /** In the order of their commits' dates. */
  readonly points: readonly SeriesPoint[]
}

/** What the project decided about a change: `changes` of shipworthy.yml. */
export interface Triage {
  /** Name of the series; `*` stands for anything. */
  readonly series: string
  /** A commit of the suspect range, or its first characters. */
  readonly commit: string
  /** The new level is wanted; it is no change at all; or somebody looks for its cause. */
  readonly state: 'accepted' | 'noise' | 'investigating'
  readonly reason: string
  readonly owner: string
}

type Direction = 'worse' | 'better' | 'other'

type Suspect = 'kernel' | 'packages' | 'clock policy' | 'runtime flags' | 'speed of the machine'

export interface Suspects {
  /** Last commit that is innocent and last one under suspicion: `git log after..upTo`. */
  readonly after: string | null
  readonly upTo: string | null
  /** What changed there besides the project. */
  readonly also: readonly Suspect[]
}

export interface LevelChange extends ChangePoint {
  /** Percent of the level before; null where that was 0. */
  readonly percent: number | null
  readonly direction: Direction
  readonly suspects: Suspects
  readonly triage: Triage | null
}

interface Drift {
  readonly since: string
  /** Medians of up to five points up to the release (or from the last change since), and of the last ones. */
  readonly before: number
  readonly after: number
  readonly percent: number
  readonly direction: Direction
}

/** Indices are those of `points`. */
export interface Trend extends Series {
  /** First points of new stretches, and why nothing is compared across them. */
  readonly breaks: readonly { readonly index: number; readonly why: string }[]
  readonly changes: readonly LevelChange[]
  readonly anomalies: readonly { readonly index: number; readonly expected: number }[]
  readonly drift: Drift | null
}

export interface TrendOptions {
  /** OPx where none is named. */
  readonly detect?: Detect
  readonly triage?: readonly Triage[]
}

export function trendOf(series: Series, { detect, triage = [] }: TrendOptions = {}): Trend {
  const parts = stretches(series.points)
  const ours = triage.filter(each => matchesWildcard(each.series, series.name))
  const found = { breaks: [], changes: [], anomalies: [] } as Found
  let start = 0
  for (const { points, why } of parts) {
    const values = points.map(({ value }) => value)
    if (why !== null) found.breaks.push({ index: start, why })
    for (const point of changePoints(values, detect))
      found.changes.push(levelChange(series, shifted(point, start), ours))
    for (const { index, expected } of anomalies(values))
      found.anomalies.push({ index: index + start, expected })
    start += points.length
  }
  const newest = series.points.length - (parts.at(-1)?.points.length ?? 0)
  return { ...series, ...found, drift: driftOf(series, newest, found.changes) }
}

interface Found {
  readonly breaks: { index: number; why: string }[]
  readonly changes: LevelChange[]
  readonly anomalies: { index: number; expected: number }[]
}

const shifted = (point: ChangePoint, by: number): ChangePoint => ({
  ...point,
  index: point.index + by,
  first: point.first + by,
  last: point.last + by,
})

/** A machine that is a tenth faster or slower is one to look at. */
const OTHER_SPEED = 1.1

type Differs = (before: SeriesPoint, after: SeriesPoint) => boolean

const changed =
  (name: 'kernel' | 'packages' | 'clock' | 'flags'): Differs =>
  (before, after) =>
    before[name] !== null && after[name] !== null && before[name] !== after[name]

const DIFFERS: Readonly<Record<Suspect, Differs>> = {
  kernel: changed('kernel'),
  packages: changed('packages'),
  'clock policy': changed('clock'),
  'runtime flags': changed('flags'),
  'speed of the machine': ({ speed: before }, { speed: after }) =>
    before !== null &&
    after !== null &&
    Math.max(before, after) > OTHER_SPEED * Math.min(before, after),
}

function levelChange(
  { points, better }: Series,
  change: ChangePoint,
  triage: readonly Triage[],
): LevelChange {
  const { before, after, first, last } = change
  const [innocent, to] = [points[first - 1], points[last]]
  const suspects = points.slice(first, last + 1)
  const differs = (suspect: Suspect) =>
    suspects.some((each, nth) => {
      const was = nth === 0 ? innocent : suspects[nth - 1]
      return was !== undefined && DIFFERS[suspect](was, each)
    })
  const decided = triage.find(({ commit }) =>
    suspects.some(each => each.commit?.startsWith(commit.toLowerCase()) === true),
  )
  return {
    ...change,
    percent: before === 0 ? null : 100 * (after / before - 1),
    direction: directionOf(better, after - before),
    suspects: {
      after: innocent?.commit ?? null,
      upTo: to?.commit ?? null,
      also: (Object.keys(DIFFERS) as Suspect[]).filter(differs),
    },
    triage: decided ?? null,
  }
}

function directionOf(better: Series['better'], delta: number): Direction {
  if (better === 'neither' || delta === 0) return 'other'
  return delta > 0 === (better === 'higher') ? 'better' : 'worse'
}

/** Points a level is taken from, at most and at least; a drift's least size in percent, and in standard errors. */
const [WINDOW, FEWEST, LEAST_PERCENT, CLEAR] = [5, 3, 5, 4]

/**
 * The last points against those up to the last release, or against the beginning of the level if it changed since: steps
 * are told as changes. Exact numbers have no drift, only changes.
 */
function driftOf(
  { points, better, noise }: Series,
  newest: number,
  changes: readonly LevelChange[],
): Drift | null {
  const last = points.length - 1
  const release = points.findLastIndex((each, index) => each.release !== null && index < last)
  if (noise === 'exact' || release < newest) return null
  const level = Math.max(newest, ...changes.map(({ index }) => index))
  const valuesOf = (from: number, to: number) => points.slice(from, to).map(({ value }) => value)
  const end = level > release ? level + WINDOW : release + 1
  const before = valuesOf(Math.max(level, end - WINDOW), end)
  const after = valuesOf(Math.max(end, points.length - WINDOW), points.length)
  if (before.length < FEWEST || after.length < FEWEST) return null
  const [was, is] = [median(before), median(after)]
  const spread = noiseOf(valuesOf(newest, points.length))
  const error = spread * Math.sqrt(1 / before.length + 1 / after.length)
  const percent = 100 * (is / was - 1)
  if (!(Math.abs(percent) >= LEAST_PERCENT && Math.abs(is - was) > CLEAR * error)) return null
  const since = points[release]?.release ?? ''
  return { since, before: was, after: is, percent, direction: directionOf(better, is - was) }
}

/** Without a release a change is news for this many points. */
const NEWS = 30

/** What a verdict says of a history: what got worse since the last release and nobody decided about. */
export interface TrendNews {
  /** The branch whose history it is; not the run's own where the run is a change to that branch. */
  readonly branch: string | null
  readonly changes: readonly (Named &
    Pick<LevelChange, 'before' | 'after' | 'percent' | 'isConfirmed' | 'suspects' | 'triage'>)[]
  readonly drifts: readonly (Drift & Named)[]
  /** Series that begin anew with the newest run. */
  readonly notComparable: readonly (Named & { readonly why: string })[]
  /** Timings and sizes among the series that were looked at. */
  readonly measured: readonly string[]
  /** How many series were looked at, and the most points one has. */
  readonly series: number
  readonly points: number
}

type Named = Pick<Series, 'kind' | 'name' | 'unit'>

/** Of series that `run` added a point to, in the history of `branch`. */
export function newsOf(
  trends: readonly Trend[],
  run: string,
  branch: string | null = null,
): TrendNews {
  const current = trends.filter(({ points }) => points.at(-1)?.run === run)
  const named = ({ kind, name, unit }: Trend): Named => ({ kind, name, unit })
  return {
    branch,
    changes: current.flatMap(trend => {
      const change = trend.changes.at(-1)
      if (change === undefined || !isNews(trend, change)) return []
      const { before, after, percent, isConfirmed, suspects, triage } = change
      return [{ ...named(trend), before, after, percent, isConfirmed, suspects, triage }]
    }),
    drifts: current.flatMap(trend =>
      trend.drift?.direction === 'worse' ? [{ ...named(trend), ...trend.drift }] : [],
    ),
    notComparable: current.flatMap(trend => {
      const last = trend.breaks.at(-1)
      return last?.index === trend.points.length - 1 ? [{ ...named(trend), why: last.why }] : []
    }),
    measured: current.filter(({ kind }) => kind !== 'score').map(({ name }) => name),
    series: current.length,
    points: Math.max(0, ...current.map(({ points }) => points.length)),
  }
}

function isNews({ points, breaks }: Trend, { index, direction, triage }: LevelChange): boolean {
  const release = points.findLastIndex(
    (each, at) => each.release !== null && at < points.length - 1,
  )
  const isOld = index <= Math.max(release, points.length - 1 - NEWS, breaks.at(-1)?.index ?? 0)
  return direction === 'worse' && !isOld && (triage === null || triage.state === 'investigating')
}
