/** Is the middle of paired differences zero? Wilcoxon's signed-rank test, exact up to 50 pairs, ties and zeros included. */

import { midranks } from './describe.mts'
import { twoSided } from './normal.mts'

/** Above so many differences that are not zero the normal approximation with tie correction answers. */
export const EXACT_PAIRS = 50

export interface SignedRank {
  /** Differences that are not zero: the others say nothing about direction and are dropped, as Wilcoxon did. */
  readonly n: number
  /** Sum of the midranks of the positive differences. */
  readonly plus: number
  /** Two-sided. 1 without any difference. */
  readonly p: number
}

/**
 * Wilcoxon (1945). Exact means the distribution over all 2ⁿ signs of the very midranks seen, so ties need no
 * correction; p = 2·min(P(T ≤ t), P(T ≥ t)), at most 1.
 */
export function signedRank(differences: readonly number[]): SignedRank {
  const moved = differences.filter(difference => difference !== 0)
  const n = moved.length
  if (n === 0) return { n, plus: 0, p: 1 }
  const { ranks, ties } = midranks(moved.map(Math.abs))
  let plus = 0
  for (const [index, rank] of ranks.entries()) if ((moved[index] as number) > 0) plus += rank
  if (n > EXACT_PAIRS) return { n, plus, p: approximate(n, plus, ties) }
  const shares = signedRankShares(ranks)
  const at = Math.round(2 * plus)
  let [below, above] = [0, 0]
  for (const [sum, share] of shares.entries()) {
    if (sum <= at) below += share
    if (sum >= at) above += share
  }
  return { n, plus, p: Math.min(1, 2 * Math.min(below, above)) }
}

/** Probability of each sum of positive ranks, by twice the sum: midranks are whole or half. */
export function signedRankShares(ranks: readonly number[]): Float64Array {
  const doubled = ranks.map(rank => Math.round(2 * rank))
  const most = doubled.reduce((sum, rank) => sum + rank, 0)
  const shares = new Float64Array(most + 1)
  shares[0] = 1
  let reached = 0
  for (const rank of doubled) {
    reached += rank
    for (let sum = reached; sum >= 0; sum -= 1)
      shares[sum] =
        ((shares[sum] as number) + (sum >= rank ? (shares[sum - rank] as number) : 0)) / 2
  }
  return shares
}

function approximate(n: number, plus: number, ties: readonly number[]): number {
  const tied = ties.reduce((sum, size) => sum + size ** 3 - size, 0)
  const deviation = Math.sqrt((n * (n + 1) * (2 * n + 1) - tied / 2) / 24)
  return twoSided((plus - (n * (n + 1)) / 4) / deviation)
}
