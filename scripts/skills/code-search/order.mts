/** In what order is what a change reaches listed? What is certain first, each nearest first, then by place. */

import { byPath } from '../../core/order.mts'

interface Placed {
  readonly path: string
  readonly line?: number
  readonly distance: number
  readonly isByName?: boolean
}

export const inOrder = (a: Placed, b: Placed): number =>
  Number(a.isByName ?? false) - Number(b.isByName ?? false) ||
  a.distance - b.distance ||
  byPath(a, b) ||
  (a.line ?? 0) - (b.line ?? 0)
