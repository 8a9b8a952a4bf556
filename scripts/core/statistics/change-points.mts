/** Where did the level of a series change, for good? Each change with the points that may have caused it. */

import { opx } from './change-points/opx.mts'
import { median } from './describe.mts'

/** Finite values in order of time → first points of new levels, ascending. */
export type Detect = (values: readonly number[]) => readonly number[]

export interface ChangePoint {
  /** First point of the new level. */
  readonly index: number
  /** Medians of the level before and after. */
  readonly before: number
  readonly after: number
  /** The new level may have begun at any point from `first` to `last`: what came just before `first` is innocent. */
  readonly first: number
  readonly last: number
  /** Both levels have stood for five points or more. */
  readonly isConfirmed: boolean
}

/** Longer series are looked at from their newest end: cost grows with the square. */
const LONGEST = 5000
const CONFIRMED = 5

/** In order of time; `values` are finite. Equal series give equal answers: detectors that need chance draw it from a fixed seed. */
export function changePoints(values: readonly number[], detect: Detect = opx): ChangePoint[] {
  const skipped = Math.max(0, values.length - LONGEST)
  const recent = values.slice(skipped)
  const indices = detect(recent)
  const bounds = [0, ...indices, recent.length]
  return indices.map((index, nth) => {
    const start = bounds[nth] as number
    const end = bounds[nth + 2] as number
    const [first, last] = suspects(recent, start, index, end)
    return {
      index: index + skipped,
      before: median(recent.slice(start, index)),
      after: median(recent.slice(index, end)),
      first: first + skipped,
      last: last + skipped,
      isConfirmed: index - start >= CONFIRMED && end - index >= CONFIRMED,
    }
  })
}

/** A split at these points explains at least this share of what the best one explains (Chromium's extended range). */
const AS_GOOD = 0.9

/** The points around `index` at which the level could as well have changed. */
function suspects(
  values: readonly number[],
  start: number,
  index: number,
  end: number,
): [number, number] {
  const sums = [0]
  for (let at = start; at < end; at += 1)
    sums.push((sums.at(-1) as number) + (values[at] as number))
  const total = sums.at(-1) as number
  const explained = (at: number) => {
    const [left, right] = [at - start, end - at]
    const sum = sums[left] as number
    return ((left * right) / (left + right)) * (sum / left - (total - sum) / right) ** 2
  }
  const least = AS_GOOD * explained(index)
  let [first, last] = [index, index]
  while (first - 1 > start && explained(first - 1) >= least) first -= 1
  while (last + 1 < end && explained(last + 1) >= least) last += 1
  return [first, last]
}
