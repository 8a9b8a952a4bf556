/** How is a history told? Every change with its suspects, one series point by point, and the few lines of a verdict. */

import type { Unit } from '../core/model.mts'
import type { LevelChange, Suspects, Trend, TrendNews } from '../core/trends.mts'
import type { Assessment } from '../core/verdict.mts'
import { sentence, visible } from './escape.mts'
import { columns, fit, type Paint, padEnd, padStart, page, palette, wrap } from './layout.mts'
import { count, counted, day, measured, short } from './words.mts'

export interface TrendOptions {
  readonly color: boolean
  readonly width: number
  readonly project: string
  readonly detector: string
}

/** All series: what changed, newest first in each group, and how many say nothing. */
export function trendPage(trends: readonly Trend[], options: TrendOptions): string {
  const paint = palette(options.color)
  const width = columns(options.width)
  const changes = trends
    .flatMap(trend => trend.changes.map(change => ({ trend, change })))
    .sort((a, b) => (atOf(a) < atOf(b) ? 1 : -1))
  const group = (title: string, direction: LevelChange['direction']) =>
    section(
      paint.bold(title),
      changes
        .filter(({ change }) => change.direction === direction)
        .flatMap(({ trend, change }) => changeLines(trend, change, paint, width)),
    )
  const drifts = trends.flatMap(trend =>
    trend.drift === null ? [] : driftLine(trend, trend.drift, width),
  )
  const breaks = trends.flatMap(trend =>
    trend.breaks.map(({ index, why }) =>
      fit(`  ${sentence(trend.name)} from ${commitOf(trend, index)} on: ${sentence(why)}`, width),
    ),
  )
  const outliers = trends.flatMap(trend =>
    trend.anomalies.map(({ index, expected }) => {
      const value = amount(trend.points[index]?.value ?? 0, trend.unit)
      return fit(
        `  ${sentence(trend.name)}: ${value} at ${commitOf(trend, index)}, around it ${amount(expected, trend.unit)}`,
        width,
      )
    }),
  )
  const quiet = trends.filter(
    ({ changes, anomalies, breaks, drift }) =>
      changes.length + anomalies.length + breaks.length === 0 && drift === null,
  )
  return page([
    [`  ${paint.dim(about(trends, options))}`],
    group('Changed for the worse', 'worse'),
    group('Changed for the better', 'better'),
    group('Changed', 'other'),
    section(paint.bold('Drifted without a step'), drifts),
    section(paint.bold('Not comparable with what was before'), breaks),
    section(paint.bold('Stood alone'), limited(outliers)),
    [
      `  ${paint.dim(
        quiet.length === trends.length
          ? 'None of them changed its level, drifted or has an outlier.'
          : `${counted(quiet.length, 'series', 'series')} without any of these.`,
      )}`,
    ],
  ])
}

const MOST_OUTLIERS = 10

const limited = (lines: readonly string[]) =>
  lines.length <= MOST_OUTLIERS
    ? lines
    : [...lines.slice(-MOST_OUTLIERS), `  and ${lines.length - MOST_OUTLIERS} older ones: --json`]

const section = (title: string, lines: readonly string[]): readonly string[] =>
  lines.length === 0 ? [] : [`  ${title}`, ...lines]

const atOf = ({ trend, change }: { trend: Trend; change: LevelChange }) =>
  trend.points[change.index]?.at ?? ''

function about(trends: readonly Trend[], { project, detector }: TrendOptions): string {
  const points = trends.flatMap(({ points }) => points)
  const dates = points.map(({ at }) => at).sort()
  const most = Math.max(...trends.map(({ points }) => points.length))
  return `${visible(project)} · ${counted(trends.length, 'series', 'series')}, up to ${counted(most, 'point')} · ${day(dates[0] ?? '')} to ${day(dates.at(-1) ?? '')} · detector ${detector}`
}

function changeLines(trend: Trend, change: LevelChange, paint: Paint, width: number): string[] {
  const { before, after, isConfirmed, triage } = change
  const doubt = isConfirmed ? '' : ', not yet confirmed'
  const decided =
    triage === null
      ? ''
      : ` · ${triage.state} by ${sentence(triage.owner)}: ${sentence(triage.reason)}`
  const tint = { worse: paint.bad, better: paint.good, other: paint.fair }[change.direction]
  return [
    fit(
      `  ${tint(padStart(percentOf(change.percent), 8))}  ${sentence(trend.name)}: ${amount(before, trend.unit)} → ${amount(after, trend.unit)}${doubt}${decided}`,
      width,
    ),
    ...wrap(
      `since ${commitOf(trend, change.index)} (${day(atOf({ trend, change }))}); ${suspectsText(change.suspects)}`,
      width - 13,
      2,
    ).map(line => `${' '.repeat(12)}${line}`),
  ]
}

/** "suspects: git log 1234567..89abcde; the packages changed, too". */
function suspectsText({ after, upTo, also }: Suspects): string {
  const range =
    after === null || upTo === null ? 'unknown' : `git log ${short(after)}..${short(upTo)}`
  const more = also.map(each => `; the ${each} changed, too`).join('')
  return `suspects: ${range}${more}`
}

const driftLine = (
  { name, unit }: Pick<Trend, 'name' | 'unit'>,
  drift: NonNullable<Trend['drift']>,
  width: number,
) =>
  fit(
    `  ${padStart(percentOf(drift.percent), 8)}  ${sentence(name)}: ${amount(drift.before, unit)} → ${amount(drift.after, unit)} since ${visible(drift.since)}`,
    width,
  )

/** One series, point by point, newest last. */
export function oneTrend(trend: Trend, options: TrendOptions): string {
  const paint = palette(options.color)
  const width = columns(options.width)
  const changes = new Map(trend.changes.map(change => [change.index, change]))
  const breaks = new Map(trend.breaks.map(({ index, why }) => [index, why]))
  const outliers = new Set(trend.anomalies.map(({ index }) => index))
  const suspects = new Set(
    trend.changes.flatMap(({ first, last }) =>
      Array.from({ length: last - first + 1 }, (_, nth) => first + nth),
    ),
  )
  const values = trend.points.map(({ value }) => amount(value, trend.unit))
  const wide = Math.max(...values.map(text => text.length))
  const rows = trend.points.flatMap(({ at, release }, index) => {
    const mark = outliers.has(index) ? 'outlier' : suspects.has(index) ? 'suspect' : ''
    const line = `  ${at.slice(0, 10)}  ${commitOf(trend, index)}  ${padStart(values[index] ?? '', wide)}  ${padEnd(visible(release ?? ''), 10)} ${mark}`
    const why = breaks.get(index)
    const change = changes.get(index)
    return [
      ...(why === undefined ? [] : [paint.dim(fit(`  ── a new series: ${sentence(why)}`, width))]),
      ...(change === undefined
        ? []
        : [paint.bold(fit(`  ── ${percentOf(change.percent)} from here on`, width))]),
      fit(line, width),
    ]
  })
  const changed = trend.changes.flatMap(change => changeLines(trend, change, paint, width))
  const drift = trend.drift === null ? [] : [driftLine(trend, trend.drift, width)]
  return page([
    [`  ${paint.dim(about([trend], options))}`],
    [`  ${paint.bold(sentence(trend.name))}`, ...rows],
    [...changed, ...drift],
  ])
}

/** "parse: 12 ms → 15.1 ms (+26 %), not yet confirmed; suspects: git log 1234567..89abcde". */
export function changeText(change: TrendNews['changes'][number]): string {
  const { name, unit, before, after, percent, isConfirmed, suspects, triage } = change
  const doubt = isConfirmed ? '' : ', not yet confirmed'
  const who = triage === null ? '' : ` (${sentence(triage.owner)} looks into it)`
  return `${sentence(name)}: ${amount(before, unit)} → ${amount(after, unit)} (${percentOf(percent)})${doubt}${who}; ${suspectsText(suspects)}`
}

export const driftText = ({ name, percent, since }: TrendNews['drifts'][number]): string =>
  `${sentence(name)} drifted by ${percentOf(percent)} since ${visible(since)}, without one step`

/** Null where every series goes on. */
export function anewText({ notComparable }: TrendNews): string | null {
  const [first] = notComparable
  if (first === undefined) return null
  const many = notComparable.length
  const what = many === 1 ? `${sentence(first.name)} starts` : `${many} series start`
  return `${what} anew, not comparable: ${sentence(first.why)}`
}

/** False where the run is a change to the branch whose history was looked at. */
export const isOwnHistory = ({ trend, run }: Pick<Assessment, 'trend' | 'run'>): boolean =>
  trend === undefined || trend.branch === run.branch

/** "Over time", or "Over time on main". */
const overTime = (assessment: Pick<Assessment, 'trend' | 'run'>): string =>
  isOwnHistory(assessment) ? 'Over time' : `Over time on ${visible(assessment.trend?.branch ?? '')}`

/** What a verdict says: at most four lines, nothing when the history is quiet. */
export function newsLines(
  assessment: Pick<Assessment, 'trend' | 'run'>,
  paint: Paint,
  width: number,
): readonly string[] {
  const news = assessment.trend
  if (news === undefined) return []
  // Fitted before it is painted: colours have no width.
  const line = (mark: string, text: string) => `  ${mark} ${fit(text, width - 4)}`
  const told = [
    ...news.changes.map(each => line(paint.bad('▼'), changeText(each))),
    ...news.drifts.map(each => line(paint.fair('▼'), driftText(each))),
  ]
  const rest = told.length > 3 ? [`  and ${told.length - 3} more: trend`] : []
  const anew = anewText(news)
  const broken = anew === null ? [] : [line(paint.fair('!'), anew)]
  return section(paint.bold(overTime(assessment)), [...told.slice(0, 3), ...rest, ...broken])
}

const commitOf = ({ points }: Pick<Trend, 'points'>, index: number) => {
  const point = points[index]
  return point?.commit ? short(point.commit) : visible(point?.run.slice(0, 16) ?? '')
}

function percentOf(percent: number | null): string {
  if (percent === null) return 'from 0'
  const text = `${Math.abs(percent) >= 100 ? Math.round(Math.abs(percent)) : Number(Math.abs(percent).toPrecision(2))} %`
  return percent < 0 ? `\u2212${text}` : `+${text}`
}

const KNOWN_UNITS = new Set<string>([
  'percent',
  'seconds',
  'bytes',
  'lines',
  'days',
  'per 1,000 lines',
])

/** Four digits, with its unit. */
export function amount(value: number, unit: string | null): string {
  if (unit === 'score') return Number(value.toPrecision(4)).toString()
  if (unit !== null && KNOWN_UNITS.has(unit))
    return measured(Number(value.toPrecision(4)), unit as Unit)
  const number = count(Number(value.toPrecision(4)))
  return unit === null || unit === 'count' || unit === 'ratio'
    ? number
    : `${number} ${visible(unit)}`
}
