/** Where does chance come from where a method needs some? From a seed, so that equal input gives equal output. */

/** Uniform numbers in [0, 1), the same ones for the same seed: a Weyl sequence through a 32-bit mixer. */
export function seeded(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x9e3779b9) >>> 0
    let mixed = Math.imul(state ^ (state >>> 16), 0x85ebca6b)
    mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35)
    return ((mixed ^ (mixed >>> 16)) >>> 0) / 0x1_0000_0000
  }
}

/** Fisher and Yates, in place, of `values[first, end)`. */
export function shuffle(
  values: Float64Array,
  first: number,
  end: number,
  random: () => number,
): void {
  for (let last = end - 1; last > first; last -= 1) {
    const other = first + Math.floor(random() * (last - first + 1))
    const kept = values[last] as number
    values[last] = values[other] as number
    values[other] = kept
  }
}
