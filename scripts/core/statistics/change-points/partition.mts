/** Which cuts leave the least squared error, if every cut has its price? Exact, by dynamic programming. */

/**
 * Optimal partitioning (Jackson et al. 2005): minimises Σ (value − mean of its segment)² + penalty · segments, with no
 * segment shorter than `shortest`. Time n², memory n.
 *
 * @returns first indices of all segments but the first, ascending.
 */
export function bestPartition(
  values: readonly number[],
  penalty: number,
  shortest: number,
): number[] {
  const n = values.length
  const sums = new Float64Array(n + 1)
  const squares = new Float64Array(n + 1)
  for (let at = 0; at < n; at += 1) {
    const value = values[at] as number
    sums[at + 1] = (sums[at] as number) + value
    squares[at + 1] = (squares[at] as number) + value * value
  }
  // Cost of the best partition of the first `end` values, less what only depends on `end`.
  const cost = new Float64Array(n + 1).fill(Number.POSITIVE_INFINITY)
  cost[0] = -penalty
  const cut = new Int32Array(n + 1)
  for (let end = shortest; end <= n; end += 1) {
    const total = sums[end] as number
    let least = Number.POSITIVE_INFINITY
    let best = 0
    for (let start = 0; start <= end - shortest; start += 1) {
      const sum = total - (sums[start] as number)
      const value =
        (cost[start] as number) - (squares[start] as number) - (sum * sum) / (end - start)
      if (value < least) {
        least = value
        best = start
      }
    }
    cost[end] = least + (squares[end] as number) + penalty
    cut[end] = best
  }
  const cuts: number[] = []
  for (let end = cut[n] as number; end > 0; end = cut[end] as number) cuts.push(end)
  return cuts.reverse()
}
