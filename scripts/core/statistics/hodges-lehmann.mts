/** How large is a shift, and how sure is that? Hodges and Lehmann's estimate with the interval that goes with the signed-rank test. */

import { median } from './describe.mts'
import { normalCdf } from './normal.mts'
import { EXACT_PAIRS, signedRankShares } from './signed-rank.mts'

export interface Shift {
  /** Median of the means of all pairs of differences, each with itself included (Walsh averages). */
  readonly estimate: number
  /** Holds the true middle with at least the asked confidence; infinite when so few differences cannot give it. */
  readonly low: number
  readonly high: number
}

/** Half a million averages: more differences than that are a sample's, not a run's. */
const MOST = 1000

/**
 * Distribution-free interval of level 1 − `alpha` (Hollander and Wolfe, Nonparametric Statistical Methods, 3.3): the
 * k-th smallest and k-th largest Walsh average, k as large as P(T < k) ≤ alpha / 2 allows. It leaves 0 out exactly
 * when the signed-rank test of differences without ties gives p ≤ alpha.
 */
export function hodgesLehmann(differences: readonly number[], alpha: number): Shift {
  const n = differences.length
  if (n > MOST) throw new Error(`the shift of more than ${MOST} differences is not computed`)
  const averages = walshAverages(differences)
  const k = criticalCount(n, alpha / 2)
  return {
    estimate: median([...averages]),
    low: k === 0 ? Number.NEGATIVE_INFINITY : (averages[k - 1] as number),
    high: k === 0 ? Number.POSITIVE_INFINITY : (averages[averages.length - k] as number),
  }
}

function walshAverages(values: readonly number[]): Float64Array {
  const averages = new Float64Array((values.length * (values.length + 1)) / 2)
  let next = 0
  for (const [index, value] of values.entries())
    for (let other = index; other < values.length; other += 1) {
      averages[next] = (value + (values[other] as number)) / 2
      next += 1
    }
  return averages.sort()
}

/** The largest k with P(T ≤ k − 1) ≤ `tail`; 0 when not even k = 1 has it. */
function criticalCount(n: number, tail: number): number {
  const atMost = n <= EXACT_PAIRS ? exactTail(n) : approximateTail(n)
  let k = 0
  while (k < (n * (n + 1)) / 2 && atMost(k) <= tail) k += 1
  return k
}

function exactTail(n: number): (sum: number) => number {
  const shares = signedRankShares(Array.from({ length: n }, (_, index) => index + 1))
  let [total, counted] = [0, -1]
  return sum => {
    while (counted < 2 * sum) {
      counted += 1
      total += shares[counted] ?? 0
    }
    return total
  }
}

function approximateTail(n: number): (sum: number) => number {
  const centre = (n * (n + 1)) / 4
  const deviation = Math.sqrt((n * (n + 1) * (2 * n + 1)) / 24)
  return sum => normalCdf((sum + 0.5 - centre) / deviation)
}
