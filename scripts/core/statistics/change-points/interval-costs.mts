/** How far are the values of an interval from their median, in all? Asked for thousands of intervals, answered once each. */

import { sorted } from '../describe.mts'

export interface IntervalCosts {
  /** Of `[start, end)`. */
  median(start: number, end: number): number
  /** Σ |value − median| of `[start, end)`. */
  distance(start: number, end: number): number
}

interface Cost {
  readonly median: number
  readonly distance: number
}

export function intervalCosts(values: readonly number[]): IntervalCosts {
  const known = new Map<number, Cost>()
  const cost = (start: number, end: number) => {
    const key = start * (values.length + 1) + end
    const old = known.get(key)
    if (old !== undefined) return old
    const fresh = costOf(sorted(values.slice(start, end)))
    known.set(key, fresh)
    return fresh
  }
  return {
    median: (start, end) => cost(start, end).median,
    distance: (start, end) => cost(start, end).distance,
  }
}

function costOf(ordered: readonly number[]): Cost {
  const half = ordered.length >> 1
  const upper = ordered[half] as number
  const median = ordered.length % 2 === 1 ? upper : (upper + (ordered[half - 1] as number)) / 2
  let distance = 0
  for (const value of ordered) distance += Math.abs(value - median)
  return { median, distance }
}
