/** How are samples summed up? Order statistics with one definition each; none of them throws, NaN answers an empty list. */

/** MAD × this estimates the standard deviation of a normal distribution: 1 / Φ⁻¹(¾). */
const NORMAL_CONSISTENCY = 1.4826022185056018

export const sorted = (values: readonly number[]): number[] => [...values].sort((a, b) => a - b)

/**
 * Percentile `p` (0–100) by linear interpolation between the two nearest order statistics: definition 7 of
 * Hyndman and Fan (1996), which is also the default of NumPy and R. Every percentile of this project is this one.
 */
export function percentile(values: readonly number[], p: number): number {
  const ordered = sorted(values)
  const at = ((ordered.length - 1) * Math.min(100, Math.max(0, p))) / 100
  const below = ordered[Math.floor(at)] ?? Number.NaN
  const above = ordered[Math.ceil(at)] ?? Number.NaN
  return below + (above - below) * (at - Math.floor(at))
}

export const median = (values: readonly number[]): number => percentile(values, 50)

export function mean(values: readonly number[]): number {
  let sum = 0
  for (const value of values) sum += value
  return sum / values.length
}

/** Variance of these very numbers: `n` in the denominator. */
export function variance(values: readonly number[]): number {
  const centre = mean(values)
  let sum = 0
  for (const value of values) sum += (value - centre) ** 2
  return sum / values.length
}

/** A difference of logarithms as a change in percent. */
export const percentOfLog = (log: number): number => 100 * Math.expm1(log)

/** Median absolute deviation from the median, scaled to the standard deviation of a normal distribution. */
export function medianDeviation(values: readonly number[]): number {
  const centre = median(values)
  return NORMAL_CONSISTENCY * median(values.map(value => Math.abs(value - centre)))
}

/** Midranks (1 for the smallest; equal values share the mean of their places) and the size of each group of equals. */
export function midranks(values: readonly number[]): { ranks: number[]; ties: number[] } {
  const order = values.map((_, index) => index)
  order.sort((a, b) => (values[a] as number) - (values[b] as number))
  const ranks = new Array<number>(values.length)
  const ties: number[] = []
  for (let first = 0; first < order.length; ) {
    let last = first
    while (values[order[last + 1] as number] === values[order[first] as number]) last += 1
    for (let place = first; place <= last; place += 1)
      ranks[order[place] as number] = (first + last) / 2 + 1
    ties.push(last - first + 1)
    first = last + 1
  }
  return { ranks, ties }
}
