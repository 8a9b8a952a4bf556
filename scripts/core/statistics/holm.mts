/** What are p-values worth when many questions are asked at once? Holm's step-down correction. */

/** Holm (1979): adjusted p-values in the order given; comparing them with α keeps the chance of any false alarm below α. */
export function holm(values: readonly number[]): number[] {
  const order = values.map((_, index) => index)
  order.sort((a, b) => (values[a] as number) - (values[b] as number))
  const adjusted = new Array<number>(values.length)
  let least = 0
  for (const [place, index] of order.entries()) {
    least = Math.max(least, Math.min(1, (values[index] as number) * (values.length - place)))
    adjusted[index] = least
  }
  return adjusted
}
