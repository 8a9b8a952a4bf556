/** Where does risk sit? Files by how often they change and how hard they are to follow, both logarithmic. */

import * as Plot from '@observablehq/plot'
import { chart } from './chart.mts'
import { whole } from './format.mts'
import type { HotspotRow } from './history.mts'

const NAMED = 4
const SIZE = { width: 360, height: 300 }
const MARGINS = { marginLeft: 40, marginBottom: 40, marginTop: 24, marginRight: 16 }

export function hotspotChart(id: string, files: readonly HotspotRow[]): string {
  const [x, y] = [axisOf('revisions', files), axisOf('cognitive', files)]
  const places = files.slice(0, NAMED).map(file => ({
    across: x.along(file.revisions) * (SIZE.width - MARGINS.marginLeft - MARGINS.marginRight),
    up: y.along(file.cognitive) * (SIZE.height - MARGINS.marginTop - MARGINS.marginBottom),
  }))
  const named = files
    .slice(0, NAMED)
    .map((file, index) => ({ ...file, name: String(index + 1), ...besideOthers(places, index) }))
  return chart(
    id,
    `${files.length} files by revisions and cognitive complexity; the numbered ones lead the table`,
    {
      ...SIZE,
      ...MARGINS,
      x: { type: 'log', domain: x.domain },
      y: { type: 'log', domain: y.domain, grid: true, ticks: y.ticks },
      marks: [
        // A logarithmic scale drops labels where it has many ticks, whatever format it is given.
        Plot.axisX(x.ticks, { text: whole, label: 'revisions →', labelAnchor: 'right' }),
        Plot.axisY(y.ticks, { text: whole, label: '↑ cognitive complexity' }),
        Plot.dot(files, {
          x: 'revisions',
          y: 'cognitive',
          r: 4,
          fill: 'var(--accent)',
          fillOpacity: 0.35,
          stroke: 'var(--accent)',
          title: ({ path, revisions, cognitive }: HotspotRow) =>
            `${path}: ${revisions} revisions, cognitive complexity ${cognitive}`,
        }),
        ...named.map(file =>
          Plot.text([file], {
            ...{ x: 'revisions', y: 'cognitive', text: 'name', dx: file.dx, dy: file.dy },
            ...{ fontWeight: 600, fill: 'var(--ink)' },
          }),
        ),
      ],
    },
  )
}

interface Place {
  readonly across: number
  readonly up: number
}

const SIDES = [
  { dx: 0, dy: -11 },
  { dx: 0, dy: 13 },
  { dx: 10, dy: 0 },
  { dx: -10, dy: 0 },
]

/** Above its dot; where dots before it are close, on the next free side. */
function besideOthers(places: readonly Place[], index: number) {
  const own = places[index] as Place
  const close = places
    .slice(0, index)
    .filter(({ across, up }) => Math.abs(across - own.across) < 16 && Math.abs(up - own.up) < 20)
  return SIDES[close.length] ?? { dx: 0, dy: -11 }
}

/** 1, 2, 5, 10 … over the range there is, and a little air around it. */
function axisOf(name: 'revisions' | 'cognitive', files: readonly HotspotRow[]) {
  const values = files.map(file => file[name])
  const [low, high] = [Math.min(...values) * 0.85, Math.max(...values) * 1.25]
  const steps = Array.from({ length: 10 }, (_, power) => [1, 2, 5].map(step => step * 10 ** power))
  return {
    domain: [low, high],
    ticks: steps.flat().filter(step => step >= low && step <= high),
    /** 0–1. */
    along: (value: number) => Math.log(value / low) / Math.log(high / low),
  }
}
