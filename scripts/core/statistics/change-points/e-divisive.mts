/** Where do E-divisive means with a permutation test see changes? The original method, before Hunter made it faster. */

import { seeded, shuffle } from '../chance.mts'
import { bestSplit, type Candidate } from './energy.mts'

export interface PermutationOptions {
  readonly alpha: number
  readonly permutations: number
  readonly seed: number
}

/** The authors' own level and number of permutations. */
const DEFAULTS: PermutationOptions = { alpha: 0.05, permutations: 199, seed: 1 }

/** Each permutation costs as much as the search: a longer series is looked at from its newest end. */
const LONGEST = 200

/**
 * Splits the segment with the greatest Q̂ until chance does as well: points are shuffled within the segments known so far,
 * and p = (1 + as good or better) / (1 + permutations).
 *
 * @returns indices of the first points of new levels, ascending.
 */
export function eDivisive(
  values: readonly number[],
  { alpha, permutations, seed }: PermutationOptions = DEFAULTS,
): number[] {
  const skipped = Math.max(0, values.length - LONGEST)
  const recent = Float64Array.from(values.slice(skipped))
  const random = seeded(seed)
  const found: number[] = []
  for (;;) {
    const bounds = [0, ...found, recent.length]
    const candidate = bestOf(recent, bounds)
    if (candidate === null) break
    let asGood = 1
    for (let round = 0; round < permutations && asGood <= alpha * (permutations + 1); round += 1) {
      const mixed = recent.slice()
      for (const [nth, end] of bounds.slice(1).entries())
        shuffle(mixed, bounds[nth] as number, end, random)
      if ((bestOf(mixed, bounds)?.q ?? 0) >= candidate.q) asGood += 1
    }
    if (asGood > alpha * (permutations + 1)) break
    found.push(candidate.index)
    found.sort((a, b) => a - b)
  }
  return found.map(index => index + skipped)
}

function bestOf(values: Float64Array, bounds: readonly number[]): Candidate | null {
  const candidates = bounds
    .slice(1)
    .map((end, nth) => bestSplit(values, bounds[nth] as number, end))
    .filter(candidate => candidate !== null)
  return candidates.reduce<Candidate | null>(
    (best, each) => (best === null || each.q > best.q ? each : best),
    null,
  )
}
