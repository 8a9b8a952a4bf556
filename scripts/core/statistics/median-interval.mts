/** Between which of the samples does the true median lie? Order statistics, whatever the distribution. */

import { median, sorted } from './describe.mts'

export interface MedianInterval {
  readonly value: number
  /** Holds the true median with at least 95 %; with fewer than six values, the range of all of them. */
  readonly low: number
  readonly high: number
}

const TAIL = 0.025

/**
 * The k-th smallest and k-th largest value, k as large as P(Binomial(n, ½) < k) ≤ 0.025 allows (Hollander and
 * Wolfe, Nonparametric Statistical Methods, 3.6). Five values or fewer reach no such k: their range is given.
 */
export function medianInterval(values: readonly number[]): MedianInterval {
  const ordered = sorted(values)
  const k = Math.max(1, placesOutside(ordered.length))
  return {
    value: median(ordered),
    low: ordered[k - 1] ?? Number.NaN,
    high: ordered[ordered.length - k] ?? Number.NaN,
  }
}

/** Largest k with P(Binomial(n, ½) ≤ k − 1) ≤ 0.025, in logarithms so that large n does not underflow. */
function placesOutside(n: number): number {
  let term = -n * Math.LN2
  let sum = 0
  for (let k = 0; k <= n; k += 1) {
    sum += Math.exp(term)
    if (sum > TAIL) return k
    term += Math.log((n - k) / (k + 1))
  }
  return 0
}
