/** Which single points stand alone? Outliers that the next point does not follow: noise of a day, no change of level. */

import { median, medianDeviation } from './describe.mts'

/** Neighbours looked at on each side, and how many of their deviations away a point is an outlier (Hampel 1974). */
const [NEIGHBOURS, DEVIATIONS] = [5, 4]
/** With fewer neighbours nothing is called an outlier. */
const FEWEST = 4
/** A point is followed when one of this many on either side lies within two deviations of it. */
const COMPANY = 2

export interface Anomaly {
  readonly index: number
  readonly value: number
  /** Median of its neighbours: what was to be expected. */
  readonly expected: number
}

/** In order of time. The newest point may be the first of a new level: only the next one can tell. */
export function anomalies(values: readonly number[]): Anomaly[] {
  const spread = noiseOf(values) || 1e-12
  return values.flatMap((value, index) => {
    const around = [
      ...values.slice(Math.max(0, index - NEIGHBOURS), index),
      ...values.slice(index + 1, index + 1 + NEIGHBOURS),
    ]
    if (around.length < FEWEST) return []
    const expected = median(around)
    const limit = DEVIATIONS * Math.max(spread, medianDeviation(around))
    if (!(Math.abs(value - expected) > limit)) return []
    const company = [
      ...values.slice(Math.max(0, index - COMPANY), index),
      ...values.slice(index + 1, index + 1 + COMPANY),
    ]
    const isFollowed = company.some(other => Math.abs(other - value) < 2 * spread)
    return isFollowed ? [] : [{ index, value, expected }]
  })
}

/** Standard deviation of the noise between neighbours, whatever the level does; 0 for fewer than two points. */
export function noiseOf(values: readonly number[]): number {
  const steps = values.slice(1).map((value, index) => value - (values[index] as number))
  return steps.length === 0 ? 0 : medianDeviation(steps) / Math.SQRT2
}
