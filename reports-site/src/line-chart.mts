/** How did one number move over time? A line that breaks where it must, its intervals as a band, samples as faint dots. */

import * as Plot from '@observablehq/plot'
import { chart } from './chart.mts'
import { day, quantity } from './format.mts'
import type { Size } from './trend-chart.mts'

export interface LinePoint {
  /** ISO 8601, UTC. */
  readonly at: string
  readonly value: number
  readonly label: string
  /** Interval of the value, where it is known. */
  readonly low?: number
  readonly high?: number
  readonly samples?: readonly number[]
  /** Points of different stretches are not joined. */
  readonly stretch: number
}

export interface Change {
  readonly at: string
  readonly mark: string
}

export const LINE_WIDE: Size = { width: 1100, height: 200 }
export const LINE_NARROW: Size = { width: 350, height: 180 }

/** Other units stand in the title: there is no room for them at every tick. */
const isShort = (unit: string | null) =>
  ['seconds', 'bytes', 'percent', 'ms', 'ratio'].includes(unit ?? '')

/** Null where there are no two points to draw. */
export function lineChart(
  id: string,
  label: string,
  unit: string | null,
  points: readonly LinePoint[],
  size: Size,
  changes: readonly Change[] = [],
): string | null {
  if (points.length < 2) return null
  const dots = points.map(point => ({
    ...point,
    x: new Date(point.at),
    title: `${point.label}, ${day(point.at)}: ${quantity(point.value, unit)}`,
  }))
  const samples = dots.flatMap(({ x, samples: all = [] }) => all.map(y => ({ x, y })))
  const marks = changes.map(({ at, mark }) => ({ x: new Date(at), mark }))
  const last = dots.at(-1)
  const format = (value: number) => quantity(value, isShort(unit) ? unit : 'count')
  return chart(id, label, {
    ...size,
    marginLeft: 78,
    marginRight: size.width < 500 ? 12 : 84,
    marginTop: 22,
    marginBottom: 36,
    x: { type: 'utc', label: null, ticks: size.width < 500 ? 4 : 8 },
    y: { label: null, ticks: 4, grid: true, tickFormat: format, zero: unit === 'count' },
    marks: [
      Plot.areaY(
        dots.filter(({ low, high }) => low !== undefined && high !== undefined),
        {
          x: 'x',
          y1: 'low',
          y2: 'high',
          z: 'stretch',
          fill: 'var(--accent-pale)',
          fillOpacity: 0.7,
        },
      ),
      Plot.dot(samples, { x: 'x', y: 'y', r: 1.5, fill: 'var(--ink-soft)', fillOpacity: 0.45 }),
      Plot.ruleX(marks, { x: 'x', stroke: 'var(--line-strong)', strokeDasharray: '1 3' }),
      Plot.text(marks, {
        ...{ x: 'x', text: 'mark', frameAnchor: 'top', dy: -12, fill: 'var(--ink-soft)' },
        fontWeight: 600,
      }),
      Plot.line(dots, {
        x: 'x',
        y: 'value',
        z: 'stretch',
        stroke: 'var(--accent)',
        strokeWidth: 2,
      }),
      Plot.dot(dots, {
        ...{ x: 'x', y: 'value', fill: 'var(--accent)', title: 'title' },
        r: dots.length > 60 ? 1.5 : 3,
      }),
      last === undefined || size.width < 500
        ? null
        : Plot.text([last], {
            ...{ x: 'x', y: 'value', text: () => format(last.value), dx: 8, textAnchor: 'start' },
            ...{ fontWeight: 600, fill: 'var(--ink)' },
          }),
    ],
  })
}
