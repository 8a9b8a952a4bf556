/** Where does airspeed velocity see steps? A Potts model of medians whose price of a step is found, not given. */

import { goldenSection } from './golden-section.mts'
import { type IntervalCosts, intervalCosts } from './interval-costs.mts'

/** Longest piece of the exact search; longer ones come from merging. */
const LONGEST_PIECE = 20

/**
 * Steps of `values`: the price of a step minimises 4·ln(n)/n · steps + ln(noise floor + what remains), where a remainder may
 * follow its predecessor, so that a drift is no step. Every point weighs the same.
 *
 * @returns indices of the first points of new levels, ascending.
 */
export function asvSteps(values: readonly number[]): number[] {
  const n = values.length
  if (n === 0) return []
  const costs = intervalCosts(values)
  const whole = costs.distance(0, n) || 1
  let best: { readonly ends: readonly number[]; readonly badness: number } | null = null
  const badnessAt = (logPrice: number) => {
    const ends = pieces(n, costs, whole * Math.exp(logPrice))
    const badness = ((4 * Math.log(n)) / n) * ends.length + Math.log(remainder(values, ends, costs))
    if (best === null || badness < best.badness) best = { ends, badness }
    return badness
  }
  const cheapest = Math.log(0.1 / n)
  goldenSection(badnessAt, cheapest, 0, Math.abs(cheapest) * 0.1, 0)
  return ((best as { ends: readonly number[] } | null)?.ends ?? []).slice(0, -1)
}

/** Ends (exclusive) of the pieces with the least total distance, if each has its price. */
export function pieces(n: number, costs: IntervalCosts, price: number): number[] {
  return shift(mergePieces(exactPieces(n, costs, price), costs, price), costs)
}

function exactPieces(n: number, { distance }: IntervalCosts, price: number): number[] {
  const cost = new Float64Array(n + 1)
  cost[0] = -price
  const cut = new Int32Array(n + 1)
  for (let end = 1; end <= n; end += 1) {
    let least = Number.POSITIVE_INFINITY
    for (let start = Math.max(0, end - LONGEST_PIECE); start < end; start += 1) {
      const total = (cost[start] as number) + price + distance(start, end)
      if (total <= least) {
        least = total
        cut[end] = start
      }
    }
    cost[end] = least
  }
  const ends: number[] = []
  for (let end = n; end > 0; end = cut[end] as number) ends.push(end)
  return ends.reverse()
}

/** Joins neighbours while that saves more than it costs; of the first few that do, the best. */
function mergePieces(found: readonly number[], { distance }: IntervalCosts, price: number) {
  const ends = [...found]
  for (;;) {
    let [least, at] = [0, ends.length]
    let start = 0
    for (let nth = 1; nth < ends.length && at >= nth - 2; nth += 1) {
      const [middle, end] = [ends[nth - 1] as number, ends[nth] as number]
      const change =
        distance(start, end) - (distance(start, middle) + distance(middle, end) + price)
      if (change <= least) [least, at] = [change, nth - 1]
      start = middle
    }
    if (at >= ends.length) return ends
    ends.splice(at, 1)
  }
}

/** The longest-piece rule can misplace a boundary: each is tried a little to both sides. */
function shift(found: readonly number[], { distance }: IntervalCosts): number[] {
  const ends = [...found]
  for (let nth = 1; nth < ends.length; nth += 1) {
    const [start, end] = [nth < 2 ? 0 : (ends[nth - 2] as number), ends[nth] as number]
    const middle = ends[nth - 1] as number
    let [least, best] = [distance(start, middle) + distance(middle, end), middle]
    for (let at = middle - LONGEST_PIECE; at <= middle + LONGEST_PIECE; at += 1) {
      if (at - 1 < start || at >= end) continue
      const total = distance(start, at) + distance(at, end)
      if (total < least) [least, best] = [total, at]
    }
    ends[nth - 1] = best
  }
  return ends
}

/** What the levels leave over, each remainder less the best share of the one before, above the floor of the noise. */
function remainder(
  values: readonly number[],
  ends: readonly number[],
  { median }: IntervalCosts,
): number {
  const levels = ends.map((end, nth) => median(nth === 0 ? 0 : (ends[nth - 1] as number), end))
  const errors: number[] = []
  for (const [nth, end] of ends.entries())
    for (let at = errors.length; at < end; at += 1)
      errors.push((values[at] as number) - (levels[nth] as number))
  const left = (share: number) => {
    let sum = Math.abs(errors[0] as number)
    for (let at = 1; at < errors.length; at += 1)
      sum += Math.abs((errors[at] as number) - share * (errors[at - 1] as number))
    return sum
  }
  const steps = levels.slice(1).map((level, nth) => Math.abs(level - (levels[nth] as number)))
  const floor =
    levels.length > 2 ? 0.1 * Math.min(...steps) : 0.001 * Math.min(...levels.map(Math.abs))
  return Math.max(1e-300, floor) + left(goldenSection(left, -1, 1, 0.05, 1e-8))
}
