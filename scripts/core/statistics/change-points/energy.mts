/** At which point do two sides of a series differ most? The energy statistic of Matteson and James, over all splits. */

export interface Candidate {
  /** First point of the right side. */
  readonly index: number
  readonly q: number
}

/**
 * The split τ of `values[start, end)` with the greatest Q̂(τ, κ) over both τ and the right end κ (arXiv 1306.4933, α = 1):
 * 2/(m+n)·Σ|x−y| − 2m/((m+n)(n−1))·Σ|x−x′| − 2n/((m+n)(m−1))·Σ|y−y′|. Time and memory (end − start)².
 */
export function bestSplit(values: ArrayLike<number>, start: number, end: number): Candidate | null {
  const size = end - start
  if (size < 2) return null
  const inside = pairSums(values, start, size)
  const at = (from: number, to: number) => inside[from * (size + 1) + to] as number
  let best: Candidate | null = null
  for (let tau = 1; tau < size; tau += 1)
    for (let kappa = tau + 1; kappa <= size; kappa += 1) {
      const [n, m] = [tau, kappa - tau]
      const [left, right] = [at(0, tau), at(tau, kappa)]
      const between = (2 / (m + n)) * (at(0, kappa) - left - right)
      const within =
        (n > 1 ? ((2 * m) / ((m + n) * (n - 1))) * left : 0) +
        (m > 1 ? ((2 * n) / ((m + n) * (m - 1))) * right : 0)
      const q = between - within
      if (best === null || q > best.q) best = { index: start + tau, q }
    }
  return best
}

/** Σ |zᵢ − zₖ| over all pairs of `[from, to)`, at `from · (size + 1) + to`. */
function pairSums(values: ArrayLike<number>, start: number, size: number): Float64Array {
  const sums = new Float64Array(size * (size + 1))
  for (let to = 1; to <= size; to += 1) {
    const last = values[start + to - 1] as number
    let reach = 0
    for (let from = to - 1; from >= 0; from -= 1) {
      reach += Math.abs((values[start + from] as number) - last)
      const shorter = from < to - 1 ? (sums[from * (size + 1) + to - 1] as number) : 0
      sums[from * (size + 1) + to] = shorter + reach
    }
  }
  return sums
}
