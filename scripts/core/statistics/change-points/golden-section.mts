/** Where is a function smallest between two points? Golden-section search. */

const RATIO = 2 / (1 + Math.sqrt(5))

/** First looks at `from` and `to` themselves; ends when the bracket is narrower than `width` or the values differ less than `share`. */
export function goldenSection(
  of: (x: number) => number,
  from: number,
  to: number,
  width: number,
  share: number,
): number {
  let low = (RATIO * from - (1 - RATIO) * to) / (2 * RATIO - 1)
  let high = (RATIO * to - (1 - RATIO) * from) / (2 * RATIO - 1)
  let [left, right] = [RATIO * low + (1 - RATIO) * high, (1 - RATIO) * low + RATIO * high]
  let [atLeft, atRight] = [of(left), of(right)]
  const size = Math.max(Math.abs(atLeft), Math.abs(atRight))
  while (Math.abs(low - high) >= width && Math.abs(atLeft - atRight) >= share * size) {
    if (atRight < atLeft) {
      ;[low, left, atLeft] = [left, right, atRight]
      right = RATIO * left + (1 - RATIO) * high
      atRight = of(right)
    } else {
      ;[high, right, atRight] = [right, left, atLeft]
      left = RATIO * right + (1 - RATIO) * low
      atLeft = of(left)
    }
  }
  return atRight < atLeft ? right : left
}
