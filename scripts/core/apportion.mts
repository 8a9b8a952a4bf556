/** How is a whole number of hundredths shared out by weight so that the shares add up exactly? */

/**
 * Largest remainder method (Hamilton): each share is floor or ceil of its quota, they sum to `total`, ties go
 * to the earlier one. A positive weight gets at least 1 as long as `total` allows it.
 */
export function apportion(total: number, weights: readonly number[]): number[] {
  const sum = weights.reduce((a, b) => a + b, 0)
  if (sum <= 0) return weights.map(() => 0)
  const quotas = weights.map(weight => (total * weight) / sum)
  const shares = quotas.map(Math.floor)
  const byRemainder = quotas
    .map((quota, index) => ({ index, remainder: quota - Math.floor(quota) }))
    .sort((a, b) => b.remainder - a.remainder || a.index - b.index)
  let left = total - shares.reduce((a, b) => a + b, 0)
  for (const { index } of byRemainder) {
    if (left <= 0) break
    shares[index] = (shares[index] ?? 0) + 1
    left -= 1
  }
  return raiseToOne(shares, weights)
}

function raiseToOne(shares: number[], weights: readonly number[]): number[] {
  for (const [index, weight] of weights.entries()) {
    if (weight <= 0 || shares[index] !== 0) continue
    const richest = shares.indexOf(Math.max(...shares))
    if ((shares[richest] ?? 0) <= 1) return shares
    shares[richest] = (shares[richest] ?? 0) - 1
    shares[index] = 1
  }
  return shares
}
