/** Where does Mozilla's Perfherder raise an alert? Its weighted t-test of the points before and after, with its defaults. */

export interface MozillaOptions {
  readonly minBack: number
  readonly maxBack: number
  readonly fore: number
  readonly threshold: number
}

const DEFAULTS: MozillaOptions = { minBack: 12, maxBack: 24, fore: 12, threshold: 7 }

/**
 * The window behind grows from `minBack` to `maxBack` while nothing changes. A point is a change when its t is over
 * the threshold and no neighbour's is greater.
 *
 * @returns indices of the first points of new levels, ascending.
 */
export function mozillaChanges(
  values: readonly number[],
  { minBack, maxBack, fore, threshold }: MozillaOptions = DEFAULTS,
): number[] {
  const scores = [0]
  let sinceChange = 0
  for (let index = 1; index < values.length; index += 1) {
    const reach = Math.min(Math.max(sinceChange, minBack), maxBack)
    const back = values.slice(Math.max(0, index - reach), index).reverse()
    const t = Math.abs(weightedT(back, values.slice(index, index + fore)))
    sinceChange = t > threshold ? 0 : sinceChange + 1
    scores.push(t)
  }
  return scores.flatMap((t, index) => {
    const isKnown = index >= minBack && values.length - index >= fore
    const isPeak = t >= (scores[index - 1] ?? 0) && t >= (scores[index + 1] ?? 0)
    return isKnown && isPeak && t > threshold ? [index] : []
  })
}

/** Welch's t with means weighted linearly, the first of each window heaviest; the variances are not weighted. */
export function weightedT(before: readonly number[], after: readonly number[]): number {
  const [left, right] = [weighted(before), weighted(after)]
  const distance = right.mean - left.mean
  if (before.length === 0 || after.length === 0 || distance === 0) return 0
  return distance / Math.sqrt(left.variance / before.length + right.variance / after.length)
}

function weighted(values: readonly number[]): { mean: number; variance: number } {
  const n = values.length
  let [sum, weights] = [0, 0]
  for (const [index, value] of values.entries()) {
    sum += value * ((n - index) / n)
    weights += (n - index) / n
  }
  const mean = sum / weights
  const squares = values.reduce((total, value) => total + (value - mean) ** 2, 0)
  return { mean, variance: n > 1 ? squares / (n - 1) : 0 }
}
