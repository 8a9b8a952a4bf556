/** Where does Apache Otava see changes? Its method with its defaults, so that its users find their numbers again. */

import tCdf from '@stdlib/stats-base-dists-t-cdf'
import { mean, variance } from '../describe.mts'
import { bestSplit } from './energy.mts'

export interface OtavaOptions {
  readonly window: number
  readonly maxP: number
  /** Smallest relative change of the mean, seen from either side. */
  readonly minMagnitude: number
}

const DEFAULTS: OtavaOptions = { window: 50, maxP: 0.001, minMagnitude: 0 }

interface Tested {
  readonly index: number
  readonly p: number
  readonly magnitude: number
}

/**
 * Hunter (Fleming et al., doi 10.1145/3578244.3583719): weak points from half-overlapping windows at a relaxed level, then
 * merged bottom-up. As in Otava the t-test gets deviations with n in the denominator, and tests a split that was chosen
 * to be the best: its p-values are no error rates. Unlike Otava both neighbours of a dropped point are tested again.
 *
 * @returns indices of the first points of new levels, ascending.
 */
export function otava(values: readonly number[], options: OtavaOptions = DEFAULTS): number[] {
  const { window, maxP } = options
  const relaxed = maxP < 0.05 ? maxP * 10 : maxP < 0.5 ? maxP * 2 : maxP
  const weak = new Set<number>()
  for (let start = 0; start < values.length; ) {
    const end = Math.min(start + window, values.length)
    const found = splitsOf(values, start, end, relaxed)
    for (const index of found) weak.add(index)
    start = Math.max(found.at(-1) ?? 0, start + Math.floor(window / 2))
  }
  return merge(
    values,
    [...weak].sort((a, b) => a - b),
    options,
  )
}

/** Splits one window, the segment with the greatest statistic first, while the t-test agrees. */
function splitsOf(values: readonly number[], start: number, end: number, maxP: number): number[] {
  const found: number[] = []
  for (;;) {
    const bounds = [start, ...found, end]
    const candidates = bounds.slice(1).flatMap((right, nth) => {
      const left = bounds[nth] as number
      const split = bestSplit(values, left, right)
      return split === null ? [] : [{ ...split, left, right }]
    })
    const [first, ...others] = candidates
    if (first === undefined) return found
    const { index, left, right } = others.reduce((a, b) => (b.q > a.q ? b : a), first)
    if (!(compare(values, left, index, right).p <= maxP)) return found
    found.push(index)
    found.sort((a, b) => a - b)
  }
}

function merge(
  values: readonly number[],
  weak: readonly number[],
  { maxP, minMagnitude }: OtavaOptions,
): number[] {
  let points = test(values, weak)
  for (;;) {
    const [first, ...others] = points
    if (first === undefined) return []
    const likeliest = others.reduce((a, b) => (b.p > a.p ? b : a), first)
    const smallest = others.reduce((a, b) => (b.magnitude < a.magnitude ? b : a), first)
    const isLikely = !(likeliest.p < maxP)
    if (!isLikely && smallest.magnitude > minMagnitude) return points.map(({ index }) => index)
    const dropped = isLikely ? likeliest : smallest
    points = test(
      values,
      points.filter(point => point !== dropped).map(({ index }) => index),
    )
  }
}

function test(values: readonly number[], indices: readonly number[]): Tested[] {
  const bounds = [0, ...indices, values.length]
  return indices.map((index, nth) =>
    compare(values, bounds[nth] as number, index, bounds[nth + 2] as number),
  )
}

function compare(values: readonly number[], start: number, index: number, end: number): Tested {
  const [left, right] = [values.slice(start, index), values.slice(index, end)]
  const [before, after] = [mean(left), mean(right)]
  const relative = (from: number, to: number) => (from === 0 ? 0 : Math.abs(to / from - 1))
  return {
    index,
    p: studentP(left, right),
    magnitude: Math.max(relative(before, after), relative(after, before)),
  }
}

/** Two-sided Student test with pooled variance; 1 where there is nothing to test. */
function studentP(left: readonly number[], right: readonly number[]): number {
  const [m, n] = [left.length, right.length]
  const freedom = m + n - 2
  if (freedom <= 0) return 1
  const pooled = ((m - 1) * variance(left) + (n - 1) * variance(right)) / freedom
  const distance = Math.abs(mean(left) - mean(right))
  if (distance === 0) return 1
  if (pooled === 0) return 0
  return 2 * tCdf(-distance / Math.sqrt(pooled * (1 / m + 1 / n)), freedom)
}
