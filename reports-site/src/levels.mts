/** On which levels did the score stand? Change points of each stretch, with the runs that may have caused each. */

import { changePoints } from '../../scripts/core/statistics/change-points.mts'
import { median } from '../../scripts/core/statistics/describe.mts'
import type { Run } from './model.mts'
import type { Stretch } from './trend.mts'

/** One level of the score: where it stood, from the first to the last commit of it. */
export interface Level {
  readonly from: Date
  readonly to: Date
  readonly value: number
}

interface LevelChange {
  readonly before: number
  readonly after: number
  /** The new level may have begun with any of these runs. */
  readonly first: Run
  readonly last: Run
}

export interface Levels {
  readonly levels: readonly Level[]
  readonly changes: readonly LevelChange[]
}

/** Fewer points say nothing of a level. */
const FEWEST = 8
/** Points of the score; smaller steps are not worth a mark. */
const LEAST = 0.5

export function levelsOf(stretches: readonly Stretch[]): Levels {
  const found = stretches.map(levelsIn)
  return {
    levels: found.flatMap(({ levels }) => levels),
    changes: found.flatMap(({ changes }) => changes),
  }
}

function levelsIn({ runs }: Stretch): Levels {
  const scored = runs.filter(({ score }) => score !== null)
  if (scored.length < FEWEST) return { levels: [], changes: [] }
  const values = scored.map(({ score }) => score ?? 0)
  const points = changePoints(values).filter(
    ({ before, after }) => Math.abs(after - before) >= LEAST,
  )
  const bounds = [0, ...points.map(({ index }) => index), values.length]
  const levels = bounds.slice(1).map((end, nth) => {
    const start = bounds[nth] ?? 0
    const date = (at: number) => new Date(scored[at]?.committedAt ?? 0)
    // Between two levels lie runs of which nobody knows on which they stood.
    const from = points[nth - 1]?.last ?? start
    const to = (points[nth]?.first ?? end) - 1
    const value = median(values.slice(start, end))
    return { from: date(Math.min(from, end - 1)), to: date(Math.max(to, start)), value }
  })
  const changes = points.flatMap(({ before, after, first, last }) => {
    const [from, to] = [scored[first], scored[last]]
    return from === undefined || to === undefined ? [] : [{ before, after, first: from, last: to }]
  })
  return { levels: points.length === 0 ? [] : levels, changes }
}
