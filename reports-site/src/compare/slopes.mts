/** Which lines rise and which fall? A slopegraph: two scales side by side, each middle with its interval. */

import { hundredths, quantity } from '../format.mts'
import { type Html, html } from '../html.mts'
import type { TimingChange } from './timings.mts'

interface Layout {
  readonly width: number
  readonly row: number
  /** Of the two scales. */
  readonly left: number
  readonly right: number
  /** Where the name begins, from the left and from the top of its row; on top it pushes the slope down. */
  readonly name: number
  readonly above: number
  /** Characters of the name that fit. */
  readonly longest: number
}

const WIDE: Layout = {
  ...{ width: 860, row: 44, left: 150, right: 350, name: 500, above: 0, longest: 50 },
}
const NARROW: Layout = {
  ...{ width: 350, row: 60, left: 120, right: 230, name: 0, above: 16, longest: 48 },
}
const HEAD = 20

/**
 * One small slope per change, on a scale of its own: the interval of each side as a bar, the middles joined.
 * Numbers stand beside the line, so that no reader has to guess them. Twice: for desks and for phones.
 */
export function slopes(changes: readonly TimingChange[], names: readonly [string, string]): Html {
  return html`<div class="wide">${drawn(changes, names, WIDE)}</div><div class="narrow">${drawn(changes, names, NARROW)}</div>`
}

function drawn(
  changes: readonly TimingChange[],
  [a, b]: readonly [string, string],
  layout: Layout,
): Html {
  const { width, row, left, right } = layout
  const height = HEAD + changes.length * row + 8
  const label = `${changes.length} slopes from the first run to the second; the table below has the numbers`
  return html`<svg class="slopes" viewBox="0 0 ${width} ${height}" role="img" aria-label="${label}"><text class="name" x="${left}" y="12" text-anchor="end">${clipped(a, 18)}</text><text class="name" x="${right}" y="12">${clipped(b, 18)}</text>${changes.map(
    (change, index) => slope(change, HEAD + index * row, layout),
  )}</svg>`
}

function slope(change: TimingChange, at: number, layout: Layout): Html {
  const { title, unit, before, after, verdict } = change
  const { row, left, right, name, above, longest } = layout
  const values = [before.low, before.high, after.low, after.high].filter(Number.isFinite)
  const [least, most] = [Math.min(...values), Math.max(...values)]
  const [top, tall] = [at + 10 + above, row - 20 - above]
  const y = (value: number) =>
    hundredths(top + tall * (most === least ? 0.5 : (most - value) / (most - least)))
  const bar = (x: number, low: number, high: number) =>
    html`<line class="interval" x1="${x}" x2="${x}" y1="${y(high)}" y2="${y(low)}"></line>`
  const middle = top + tall / 2 + 4
  return html`<g class="${verdict === 'better' || verdict === 'worse' ? verdict : 'steady'}"><title>${title}: ${quantity(before.value, unit)} → ${quantity(after.value, unit)}, ${verdict}</title>
<text x="${left - 14}" y="${middle}" text-anchor="end">${shown(before.value, unit)}</text>
${bar(left, before.low, before.high)}${bar(right, after.low, after.high)}
<line class="slope" x1="${left}" x2="${right}" y1="${y(before.value)}" y2="${y(after.value)}"></line>
<circle cx="${left}" cy="${y(before.value)}" r="3.5"></circle><circle cx="${right}" cy="${y(after.value)}" r="3.5"></circle>
<text x="${right + 14}" y="${middle}">${shown(after.value, unit)}</text><text class="name" x="${name}" y="${above === 0 ? middle : at + 14}">${clipped(title, longest)}</text></g>`
}

/** The title has the unit of what is neither time nor size. */
const shown = (value: number, unit: string) =>
  quantity(value, ['seconds', 'bytes', 'ms'].includes(unit) ? unit : 'count')

const clipped = (text: string, most: number) =>
  text.length <= most ? text : `${text.slice(0, most - 1)}…`
