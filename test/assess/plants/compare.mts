/** What is another number, and which finding is new? */

import { findingsIn, type Look } from '../garden.mts'
import type { Numbers } from './plant.mts'

const round = (value: number | null) => (value === null ? null : Number(value.toFixed(6)))

export const rounded = (numbers: Numbers) =>
  Object.fromEntries(
    Object.entries(numbers)
      .map(([name, value]) => [name, round(value)] as const)
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  )

export function moved(from: ReadonlyMap<string, number>, to: ReadonlyMap<string, number>): Numbers {
  const names = [...new Set([...from.keys(), ...to.keys()])]
  return rounded(
    Object.fromEntries(
      names
        .filter(name => round(from.get(name) ?? null) !== round(to.get(name) ?? null))
        .map(name => [name, to.get(name) ?? null]),
    ),
  )
}

/** Of what was predicted, what is no longer what it was. */
export const unlike = (was: ReadonlyMap<string, number>, moves: Numbers): Numbers =>
  rounded(
    Object.fromEntries(
      Object.entries(moves).filter(
        ([name, value]) => round(value) !== round(was.get(name) ?? null),
      ),
    ),
  )

export const placesIn = (look: Look) =>
  findingsIn(look).map(({ rule, path, line }) =>
    `${rule} ${path ?? ''}${line === null ? '' : `:${line}`}`.trim(),
  )

/** Findings of `b` that `a` lacks. */
export function more(a: readonly string[], b: readonly string[]): string[] {
  const left = [...a]
  return b.filter(each => {
    const at = left.indexOf(each)
    if (at >= 0) left.splice(at, 1)
    return at < 0
  })
}
