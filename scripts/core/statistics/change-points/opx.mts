/** Where does the level change, in spite of spikes and of noise that remembers itself? The detector this project trusts. */

import { anomalies, noiseOf } from '../anomalies.mts'
import { mean, median, variance } from '../describe.mts'
import { rankSum } from '../rank-sum.mts'
import { bestPartition } from './partition.mts'

export interface OpxOptions {
  /** Points that make a level. Fewer tell earlier and err more often. */
  readonly minSegment: number
  /** A change whose two sides do not differ at this level is dropped. */
  readonly alpha: number
  /** Smallest relative change of the median that is reported. */
  readonly magnitude: number
}

const ALERT: OpxOptions = { minSegment: 3, alpha: 5e-3, magnitude: 0.02 }

/** A new level costs as much as this many times ln n of squared noise. */
const PENALTY = 3
/** More remembered noise than this would call every level a coincidence. */
const MOST_CORRELATED = 0.9
/** Fewer points that all differ never tell a level: no division of theirs is as significant as is asked for. */
export const FEWEST_POINTS = 11
/** Points on each side that a change is tested by. */
const TESTED = 30

/**
 * Isolated spikes are replaced by their neighbours' median; then exact optimal partitioning (Jackson et al. 2005) of
 * squared errors, its penalty raised as far as the residuals remember themselves (lag-1 correlation); then changes
 * are taken back, the least significant first (rank-sum test), then those under the magnitude.
 *
 * @returns indices of the first points of new levels, ascending.
 */
export function opx(values: readonly number[], options: OpxOptions = ALERT): number[] {
  const { minSegment } = options
  if (values.length < 2 * minSegment) return []
  const clean = [...values]
  for (const { index, expected } of anomalies(values)) clean[index] = expected
  const noise = noiseOf(clean) || spreadOfSteps(clean) || 1
  const centre = median(clean)
  const standard = clean.map(value => (value - centre) / noise)
  const penalty = PENALTY * Math.log(values.length)
  let [found, factor] = [bestPartition(standard, penalty, minSegment), 1]
  for (let round = 0; round < 3; round += 1) {
    const raised = memory(standard, found)
    if (raised === factor) break
    factor = raised
    const again = bestPartition(standard, penalty * factor, minSegment)
    const isSettled = again.join() === found.join()
    found = again
    if (isSettled) break
  }
  return prune(values, found, options)
}

/** Where most neighbours are equal the median step is 0 and says nothing about the rest. */
function spreadOfSteps(values: readonly number[]): number {
  const steps = values.slice(1).map((value, index) => value - (values[index] as number))
  return Math.sqrt(variance(steps) / 2)
}

/** How much more the mean of the residuals varies than that of independent ones; 1 or more. */
function memory(standard: readonly number[], found: readonly number[]): number {
  const bounds = [0, ...found, standard.length]
  const residuals = bounds.slice(1).flatMap((end, nth) => {
    const level = standard.slice(bounds[nth], end)
    const middle = mean(level)
    return level.map(value => value - middle)
  })
  let [squares, products] = [0, 0]
  for (const [index, value] of residuals.entries()) {
    squares += value * value
    products += value * (residuals[index - 1] ?? 0)
  }
  if (squares === 0) return 1
  const correlation = Math.min(MOST_CORRELATED, Math.max(0, products / squares))
  return Math.max(1, (variance(residuals) * (1 + correlation)) / (1 - correlation))
}

function prune(
  values: readonly number[],
  found: readonly number[],
  { alpha, magnitude }: OpxOptions,
): number[] {
  const kept = [...found]
  while (kept.length > 0) {
    const bounds = [0, ...kept, values.length]
    const sides = kept.map((index, nth) => {
      const left = values.slice(Math.max(bounds[nth] as number, index - TESTED), index)
      const right = values.slice(index, Math.min(bounds[nth + 2] as number, index + TESTED))
      return { p: rankSum(left, right), size: relativeChange(median(left), median(right)) }
    })
    const likeliest = greatest(sides.map(({ p }) => p))
    const smallest = greatest(sides.map(({ size }) => -size))
    if ((sides[likeliest] as (typeof sides)[0]).p > alpha) kept.splice(likeliest, 1)
    else if ((sides[smallest] as (typeof sides)[0]).size < magnitude) kept.splice(smallest, 1)
    else return kept
  }
  return kept
}

/** A change from nothing is larger than any. */
const relativeChange = (before: number, after: number) =>
  before === 0 ? Number.POSITIVE_INFINITY : Math.abs(after / before - 1)

const greatest = (values: readonly number[]) => values.indexOf(Math.max(...values))
