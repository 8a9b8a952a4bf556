/** Which lines rise and which fall? A slopegraph: two scales side by side, each middle with its interval. */

import { quantity } from '../format.mts'
import { type Html, html } from '../html.mts'
import type { TimingChange } from './timings.mts'

const WIDTH = 860
const ROW = 44
const LEFT = 130
const RIGHT = 330
const NAME = 480
const LONGEST = 54

/**
 * One small slope per change, on a scale of its own: the interval of each side as a bar, the middles joined.
 * Numbers stand beside the line, so that no reader has to guess them.
 */
export function slopes(changes: readonly TimingChange[]): Html {
  const height = changes.length * ROW + 8
  const label = `${changes.length} slopes from the first run to the second; the table below has the numbers`
  return html`<svg class="slopes" viewBox="0 0 ${WIDTH} ${height}" role="img" aria-label="${label}">${changes.map(slope)}</svg>`
}

function slope({ title, unit, before, after, verdict }: TimingChange, row: number): Html {
  const values = [before.low, before.high, after.low, after.high].filter(Number.isFinite)
  const [least, most] = [Math.min(...values), Math.max(...values)]
  const top = row * ROW + 10
  const y = (value: number) =>
    round(top + (ROW - 20) * (most === least ? 0.5 : (most - value) / (most - least)))
  const bar = (x: number, low: number, high: number) =>
    html`<line class="interval" x1="${x}" x2="${x}" y1="${y(high)}" y2="${y(low)}"></line>`
  const middle = top + (ROW - 20) / 2 + 4
  return html`<g class="${verdict === 'better' || verdict === 'worse' ? verdict : 'steady'}"><title>${title}: ${quantity(before.value, unit)} → ${quantity(after.value, unit)}, ${verdict}</title>
<text x="${LEFT - 14}" y="${middle}" text-anchor="end">${quantity(before.value, unit)}</text>
${bar(LEFT, before.low, before.high)}${bar(RIGHT, after.low, after.high)}
<line class="slope" x1="${LEFT}" x2="${RIGHT}" y1="${y(before.value)}" y2="${y(after.value)}"></line>
<circle cx="${LEFT}" cy="${y(before.value)}" r="3.5"></circle><circle cx="${RIGHT}" cy="${y(after.value)}" r="3.5"></circle>
<text x="${RIGHT + 14}" y="${middle}">${quantity(after.value, unit)}</text><text class="name" x="${NAME}" y="${middle}">${shortened(title)}</text></g>`
}

const shortened = (title: string) =>
  title.length <= LONGEST ? title : `${title.slice(0, LONGEST - 1)}…`

const round = (value: number) => Math.round(value * 100) / 100
