/** What does the picture of an answer look like? Loaded only when there is one to draw. */

/// <reference lib="dom" />

import * as Plot from '@observablehq/plot'
import { quantity } from '../format.mts'
import { drawPlot } from '../plot-svg.mts'
import type { Picture, Point } from './picture.mts'

const ROW = 20
const LONGEST = 34

/** An SVG string as wide as there is room, in pixels. */
export function drawPicture(picture: Picture, room: number): string {
  const hidden = document.implementation.createHTMLDocument('')
  const width = Math.max(320, Math.min(1152, Math.floor(room)))
  const plot = picture.kind === 'line' ? lineOf(picture) : barsOf(picture, width)
  return drawPlot(hidden, 'answer-chart', picture.title, { width, ...plot })
}

const says = ({ at, value }: Point) => `${at}: ${quantity(value, null)}`

function lineOf({ points, measure }: Picture): Plot.PlotOptions {
  const dots = points.map(point => ({ ...point, x: new Date(point.at), says: says(point) }))
  return {
    height: 260,
    marginLeft: 70,
    marginTop: 26,
    x: { type: 'utc', label: null },
    y: { label: measure, grid: true, ticks: 5 },
    marks: [
      Plot.line(dots, { x: 'x', y: 'value', stroke: 'var(--accent)', strokeWidth: 1.75 }),
      Plot.dot(dots, { x: 'x', y: 'value', r: 2.5, fill: 'var(--accent)', title: 'says' }),
    ],
  }
}

function barsOf({ points, measure }: Picture, width: number): Plot.PlotOptions {
  const rows = points.map((point, row) => ({ ...point, row, says: says(point) }))
  const names = rows.map(({ at }) => shortened(at))
  return {
    height: rows.length * ROW + 64,
    marginLeft: Math.min(240, Math.round(width * 0.45)),
    marginTop: 44,
    x: { label: measure, labelOffset: 40, grid: true, ticks: 5, axis: 'top' },
    y: { type: 'band', label: null, tickFormat: (row: number) => names[row] ?? '', tickSize: 0 },
    marks: [
      Plot.barX(rows, { x: 'value', y: 'row', fill: 'var(--accent)', title: 'says', inset: 2 }),
      Plot.ruleX([0], { stroke: 'var(--line-strong)' }),
    ],
  }
}

/** Paths differ at their ends. */
const shortened = (name: string) =>
  name.length <= LONGEST ? name : `…${name.slice(name.length - LONGEST + 1)}`
