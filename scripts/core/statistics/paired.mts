/** Is the head slower than the base? Pairs of runs, one verdict for each benchmark, and what is still needed where there is none. */

import { percentOfLog } from './describe.mts'
import { hodgesLehmann } from './hodges-lehmann.mts'
import { holm } from './holm.mts'
import { signedRank } from './signed-rank.mts'

/** After so many pairs the verdict is looked at, and the runs stop once nothing is open. */
export const LOOKS = [10, 20, 30] as const

export interface PairedSeries {
  /** One number per run, all above 0; `base[i]` and `head[i]` ran one after the other. */
  readonly base: readonly number[]
  readonly head: readonly number[]
  readonly better: 'lower' | 'higher'
}

export interface GateRule {
  /** A change for the worse up to this ratio (0.05 is 5 %) is nobody's business. */
  readonly threshold: number
  /** Chance that any benchmark of a gate is called slower though nothing changed, over all looks together. */
  readonly alpha: number
}

export interface PairedVerdict {
  readonly verdict: 'slower' | 'faster' | 'unchanged' | 'inconclusive'
  readonly pairs: number
  /** Percent worse than the base: above 0 is slower, whichever way the unit points. */
  readonly change: number
  /** Interval of `change`; null while so few pairs cannot bound it. */
  readonly low: number | null
  readonly high: number | null
  /** Two-sided, and after Holm's correction over all benchmarks of the gate. */
  readonly p: number
  readonly adjusted: number
  /** Smallest change, in percent, that these pairs could have told from none. */
  readonly detectable: number | null
  /** Pairs that would probably decide an inconclusive one; null when it is decided or no sensible number would. */
  readonly morePairs: number | null
}

/** More than this is no advice: the benchmark is too noisy, or its change too close to the threshold. */
const MOST_PAIRS = 1000

/**
 * One look at every benchmark of a gate. Slower: the interval lies above 0, the estimate above the threshold, and the
 * corrected p at or under the look's share of alpha. Unchanged: the whole interval lies at or below the threshold.
 * Each of the at most three looks spends a third of alpha (Bonferroni), so stopping early costs nothing.
 */
export function comparePairs(series: readonly PairedSeries[], rule: GateRule): PairedVerdict[] {
  const alpha = rule.alpha / LOOKS.length
  const worse = series.map(worseLogs)
  const tests = worse.map(differences => signedRank(differences).p)
  const adjusted = holm(tests)
  return worse.map((differences, index) =>
    verdictOf(
      differences,
      tests[index] as number,
      adjusted[index] as number,
      alpha,
      rule.threshold,
    ),
  )
}

/** Log-ratios, turned so that above 0 is worse. */
const worseLogs = ({ base, head, better }: PairedSeries) =>
  base.map((before, run) => {
    const change = Math.log((head[run] as number) / before)
    return better === 'lower' ? change : -change
  })

function verdictOf(
  differences: readonly number[],
  p: number,
  adjusted: number,
  alpha: number,
  threshold: number,
): PairedVerdict {
  const { estimate, low, high } = hodgesLehmann(differences, alpha)
  const limit = Math.log1p(threshold)
  const isSignificant = adjusted <= alpha
  const verdict =
    low > 0 && estimate > limit && isSignificant
      ? 'slower'
      : high > limit
        ? 'inconclusive'
        : high < 0 && estimate < -limit && isSignificant
          ? 'faster'
          : 'unchanged'
  const pairs = differences.length
  const half = (high - low) / 2
  return {
    verdict,
    pairs,
    change: percentOfLog(estimate),
    low: Number.isFinite(low) ? percentOfLog(low) : null,
    high: Number.isFinite(high) ? percentOfLog(high) : null,
    p,
    adjusted,
    detectable: Number.isFinite(half) ? percentOfLog(half) : null,
    morePairs: verdict === 'inconclusive' ? pairsMissing(pairs, half, estimate, limit) : null,
  }
}

/** The interval shrinks with the root of the pairs: how many until it leaves 0, or the threshold, on one side? */
function pairsMissing(pairs: number, half: number, estimate: number, limit: number): number | null {
  if (!Number.isFinite(half)) return Math.max(1, LOOKS[0] - pairs)
  const room = Math.max(Math.abs(estimate - limit), estimate > limit ? estimate : 0)
  const needed = Math.ceil(pairs * (half / room) ** 2)
  return needed > MOST_PAIRS ? null : Math.max(1, needed - pairs)
}
