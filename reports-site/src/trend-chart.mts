/** Is quality going up? Score by commit date; the line breaks where scores stop being comparable. */

import * as Plot from '@observablehq/plot'
import { chart } from './chart.mts'
import { day, points } from './format.mts'
import type { Level } from './levels.mts'
import type { Run } from './model.mts'
import { stretches } from './trend.mts'

interface Point {
  readonly x: Date
  readonly y: number
  readonly stretch: number
  readonly title: string
  readonly label: string
}

export interface Size {
  readonly width: number
  readonly height: number
}

export const WIDE: Size = { width: 1100, height: 280 }
export const NARROW: Size = { width: 350, height: 240 }

/** A, B … Z, then A2: the mark in the picture and in the list below it. */
export const markOf = (index: number) =>
  `${String.fromCharCode(65 + (index % 26))}${index < 26 ? '' : Math.floor(index / 26) + 1}`

/** Null where there are no two points to draw. */
export function trendChart(
  id: string,
  runs: readonly Run[],
  size: Size,
  levels: readonly Level[] = [],
): string | null {
  const cut = stretches(runs)
  const dots = cut.flatMap((stretch, index) => stretch.runs.flatMap(run => pointOf(run, index)))
  if (dots.length < 2) return null
  const breaks = cut
    .slice(1)
    .flatMap(({ runs: [first] }, index) =>
      first === undefined ? [] : [{ x: new Date(first.committedAt), mark: markOf(index) }],
    )
  const latest = dots.at(-1)
  const required = runs.at(-1)?.required ?? null
  const scores = dots.map(({ y }) => y)
  const low = Math.max(0, Math.floor((Math.min(...scores, required ?? 100) - 4) / 10) * 10)
  const high = Math.min(100, Math.ceil((Math.max(...scores, required ?? 0) + 4) / 10) * 10)
  const label = `Score from ${low} to ${high} by commit date, ${dots.length} points; newest ${points(latest?.y ?? null)}`
  return chart(id, label, {
    ...size,
    marginLeft: 34,
    marginRight: 52,
    marginTop: 26,
    marginBottom: 28,
    x: { type: 'utc', label: null, ...ticks(dots, size) },
    y: { domain: [low, high], label: null, ticks: 5, grid: true },
    marks: [
      required === null ? null : requiredMarks(required),
      Plot.ruleX(breaks, { x: 'x', stroke: 'var(--line-strong)', strokeDasharray: '1 3' }),
      Plot.text(breaks, {
        x: 'x',
        text: 'mark',
        frameAnchor: 'top',
        dy: -14,
        fill: 'var(--ink-soft)',
        fontWeight: 600,
      }),
      Plot.link(levels, {
        ...{ x1: 'from', x2: 'to', y1: 'value', y2: 'value' },
        ...{ stroke: 'var(--accent)', strokeOpacity: 0.3, strokeWidth: 8 },
      }),
      Plot.line(dots, { x: 'x', y: 'y', z: 'stretch', stroke: 'var(--accent)', strokeWidth: 2 }),
      Plot.dot(dots, {
        x: 'x',
        y: 'y',
        r: dots.length > 60 ? 2 : 3.5,
        fill: 'var(--accent)',
        title: 'title',
      }),
      latest === undefined
        ? null
        : Plot.text([latest], {
            x: 'x',
            y: 'y',
            text: 'label',
            dx: 8,
            textAnchor: 'start',
            fontWeight: 600,
            fill: 'var(--ink)',
          }),
    ],
  })
}

const requiredMarks = (score: number): Plot.Markish => [
  Plot.ruleY([score], { stroke: 'var(--ink-soft)', strokeDasharray: '4 3' }),
  Plot.text([score], {
    ...{ y: Plot.identity, text: [`required ${score}`], frameAnchor: 'left', textAnchor: 'start' },
    ...{ dx: 4, dy: -8, fill: 'var(--ink-soft)' },
  }),
]

/** By itself a scale of one day names minutes, and one of a moment prints it raw. */
function ticks(dots: readonly Point[], { width }: Size): Plot.ScaleOptions {
  const times = dots.map(({ x }) => x.getTime())
  const [first, last] = [Math.min(...times), Math.max(...times)].map(iso)
  if (first === undefined || last === undefined || day(first) !== day(last))
    return { ticks: width < 500 ? 4 : 8 }
  const middle = new Date((Date.parse(first) + Date.parse(last)) / 2)
  return { ticks: [middle], tickFormat: () => day(first) }
}

const iso = (time: number) => new Date(time).toISOString()

const pointOf = (run: Run, stretch: number): readonly Point[] =>
  run.score === null
    ? []
    : [
        {
          x: new Date(run.committedAt),
          y: run.score,
          stretch,
          title: `${run.label}, ${day(run.committedAt)}: ${points(run.score)}`,
          label: points(run.score),
        },
      ]
