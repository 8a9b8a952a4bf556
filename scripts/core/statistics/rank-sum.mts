/** Do two samples lie at the same height? The rank-sum test of Mann and Whitney. */

import { midranks } from './describe.mts'
import { twoSided } from './normal.mts'

/** With a side as small as this, and no ties, the distribution is counted out. */
const SMALL = 8

/** Two-sided p-value; exact for a small side without ties, else normal with tie and continuity correction. NaN for an empty side. */
export function rankSum(left: readonly number[], right: readonly number[]): number {
  const [m, n] = [left.length, right.length]
  if (m === 0 || n === 0) return Number.NaN
  const { ranks, ties } = midranks([...left, ...right])
  let sum = 0
  for (let index = 0; index < m; index += 1) sum += ranks[index] as number
  const u = sum - (m * (m + 1)) / 2
  const larger = Math.max(u, m * n - u)
  const hasTies = ties.some(size => size > 1)
  if (!hasTies && Math.min(m, n) <= SMALL) return exact(Math.min(m, n), Math.max(m, n), larger)
  const total = m + n
  const tied = ties.reduce((rest, size) => rest + size ** 3 - size, 0)
  const deviation = Math.sqrt(((m * n) / 12) * (total + 1 - tied / (total * (total - 1))))
  if (deviation === 0) return 1
  return twoSided(Math.max(0, larger - (m * n) / 2 - 0.5) / deviation)
}

/** 2·P(U ≥ u), over all ways to choose which `few` of the places are the smaller side's. */
function exact(few: number, many: number, u: number): number {
  const most = few * many
  const ways = Array.from({ length: few + 1 }, () => new Float64Array(most + 1))
  ;(ways[0] as Float64Array)[0] = 1
  for (let place = 1; place <= few + many; place += 1)
    for (let chosen = Math.min(place, few); chosen >= 1; chosen -= 1) {
      const [to, from] = [ways[chosen] as Float64Array, ways[chosen - 1] as Float64Array]
      const gain = place - chosen
      if (gain <= many)
        for (let sum = most; sum >= gain; sum -= 1)
          to[sum] = (to[sum] as number) + (from[sum - gain] as number)
    }
  const counts = ways[few] as Float64Array
  let [tail, all] = [0, 0]
  for (const [sum, count] of counts.entries()) {
    all += count
    if (sum >= u) tail += count
  }
  return Math.min(1, (2 * tail) / all)
}
