/** How does each dimension look on a terminal? A bar with its points, or hatching and the reason why there is none. */

import type { Assessment, DimensionScore } from '../core/verdict.mts'
import { stopped } from './escape.mts'
import { bar, byValue, hatched, type Paint, padEnd, padStart, ROOMY, wrap } from './layout.mts'
import { whyUnmeasured } from './verdict.mts'
import { count, isLevel, lowered, moved, points, total } from './words.mts'

export function dimensionLines(
  assessment: Assessment,
  paint: Paint,
  width: number,
): readonly string[] {
  const { score, comparison } = assessment
  const deltas = new Map(comparison?.dimensions.map(({ id, delta }) => [id, delta]))
  // On a narrow terminal there are only score and change.
  const room = width < ROOMY ? null : Math.min(40, width - 56)
  const bars =
    room === null
      ? ''
      : `${padEnd('', room)}  ${padStart('points', 13)}  ${padStart('weight', 6)}  `
  const heading = `  ${padEnd('', 13)}${padStart('0–100', 6)}  ${bars}${deltas.size > 0 ? padStart('change', 8) : ''}`
  const rows = score.dimensions.flatMap(dimension =>
    dimension.value === null
      ? unmeasured(dimension, paint, width)
      : [measuredRow(dimension, deltas.get(dimension.id), room, paint)],
  )
  const security = score.security === null ? [] : [securityRow(score.security, room, paint)]
  return [paint.dim(heading), ...rows, ...security]
}

function securityRow(value: number, room: number | null, paint: Paint): string {
  const beside =
    room === null
      ? paint.dim('not scored')
      : `${drawn(value, room, paint)}  ${paint.dim('not part of the score')}`
  return `  ${padEnd('security', 13)}${padStart(total(value), 6)}  ${beside}`
}

function measuredRow(
  dimension: DimensionScore,
  delta: number | undefined,
  room: number | null,
  paint: Paint,
): string {
  const value = dimension.value ?? 0
  const sum = `${points(dimension.contribution)} / ${points(dimension.max)}`
  const change = delta === undefined ? '' : padStart(moved(delta), 8)
  const tint =
    delta === undefined || isLevel(delta) ? paint.dim : delta > 0 ? paint.good : paint.bad
  const bars =
    room === null
      ? ''
      : `${drawn(value, room, paint)}  ${padStart(sum, 13)}  ${padStart(count(dimension.weight), 6)}  `
  return `  ${padEnd(dimension.id, 13)}${padStart(total(value), 6)}  ${bars}${tint(change)}`
}

function drawn(value: number, room: number, paint: Paint): string {
  const [full, empty] = bar(value, room)
  return byValue(paint, value)(full) + paint.dim(empty)
}

/** Hatched, with the reason: a dimension that was not measured is never a zero. */
function unmeasured(dimension: DimensionScore, paint: Paint, width: number): readonly string[] {
  const isLeftOut = dimension.status === 'not-applicable'
  const isNarrow = width < ROOMY
  const why = lowered(stopped(whyUnmeasured(dimension) ?? ''))
  const mark = isLeftOut || isNarrow ? '' : `${hatched(8)}  `
  const text = `${isLeftOut ? 'does not apply' : 'not measured'}${why === '' ? '' : `: ${why}`}`
  if (isNarrow)
    return [
      `  ${padEnd(dimension.id, 13)}${padStart('–', 6)}`,
      ...wrap(text, width - 5, 4).map(line => `    ${paint.dim(line)}`),
    ]
  const start = 23 + mark.length
  const [first = '', ...rest] = wrap(text, width - start - 1, 3)
  return [
    `  ${padEnd(dimension.id, 13)}${padStart('–', 6)}  ${paint.dim(mark + first)}`,
    ...rest.map(line => `${' '.repeat(start)}${paint.dim(line)}`),
  ]
}
