/** When is a change of level in the history an alert? Once it is confirmed, for the worse, and nobody knows of it. */

import type { Alert, Arisen } from './alerts.mts'
import type { TrendNews } from './trends.mts'

const LEVEL = 'level::'

/** Name of the series that an alert is about; null where it is about something else. */
export const seriesOf = (subject: string): string | null =>
  subject.startsWith(LEVEL) ? subject.slice(LEVEL.length) : null

/** Slower side by side and slower in the history are one and the same: told once. */
export const aboutOf = ({ kind, subject }: Pick<Alert, 'kind' | 'subject'>): string =>
  `${kind} ${subject.replace(/^(?:level|slower-benchmark)::/, '')}`

/** Of timings and sizes; scores have an alert of their own, and what somebody looks into is known. */
export const regressions = (trend: TrendNews | undefined): Arisen[] =>
  (trend?.changes ?? [])
    .filter(({ kind, isConfirmed, triage }) => kind !== 'score' && isConfirmed && triage === null)
    .map(change => ({
      ...{ kind: 'regression', subject: `${LEVEL}${change.name}`, was: null },
      message: `${change.name} ${moved(change.percent)} and stayed there${rangeOf(change)}`,
    }))

/** A run that did not measure the series tells nothing of it; a change in doubt again is not over. */
export const isLevelBack = (trend: TrendNews | undefined, series: string): boolean =>
  trend?.measured.includes(series) === true && !trend.changes.some(({ name }) => name === series)

function moved(percent: number | null): string {
  if (percent === null) return 'rose from 0'
  const size = Number(Math.abs(percent).toPrecision(2))
  return `${percent < 0 ? 'fell' : 'rose'} by ${size} %`
}

function rangeOf({ suspects: { after, upTo } }: TrendNews['changes'][number]): string {
  if (after === null || upTo === null) return ''
  return `; suspects: git log ${after.slice(0, 7)}..${upTo.slice(0, 7)}`
}
