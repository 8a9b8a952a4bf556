/** Seen so many times in so many trials: between which shares does the true one lie? The exact interval. */

/** Halvings of the range: a double has no more digits. */
const STEPS = 60

/**
 * The shares (0–1) at which seeing `seen` or more, or `seen` or fewer, of `trials` has a chance of half of `1 - level`
 * (Clopper and Pearson, 1934). It never covers the truth less often than `level` says. Without trials, 0 to 1.
 */
export function shareInterval(
  seen: number,
  trials: number,
  level = 0.95,
): readonly [low: number, high: number] {
  const tail = (1 - level) / 2
  const low = seen === 0 ? 0 : shareAt(share => 1 - atMost(seen - 1, trials, share) >= tail)
  const high = seen === trials ? 1 : shareAt(share => atMost(seen, trials, share) <= tail)
  return [low, high]
}

/** The smallest share of which this holds: it holds for all larger ones, too. */
function shareAt(holds: (share: number) => boolean): number {
  let [from, to] = [0, 1]
  for (let step = 0; step < STEPS; step += 1) {
    const middle = (from + to) / 2
    if (holds(middle)) to = middle
    else from = middle
  }
  return to
}

/** P(Binomial(trials, share) ≤ seen), in logarithms so that many trials do not underflow; 0 < share < 1. */
function atMost(seen: number, trials: number, share: number): number {
  const odds = Math.log(share) - Math.log1p(-share)
  let term = trials * Math.log1p(-share)
  let sum = 0
  for (let k = 0; k <= seen; k += 1) {
    sum += Math.exp(term)
    term += Math.log((trials - k) / (k + 1)) + odds
  }
  return sum
}
