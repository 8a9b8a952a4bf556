/** In what order is what a change reaches listed? Nearest first, then by place. */

interface Placed {
  readonly path: string
  readonly line?: number
  readonly distance: number
}

export const inOrder = (a: Placed, b: Placed): number =>
  a.distance - b.distance ||
  (a.path < b.path ? -1 : a.path > b.path ? 1 : 0) ||
  (a.line ?? 0) - (b.line ?? 0)
