/** Where does risk sit? Files by how often they change and how hard they are to follow, both logarithmic. */

import * as Plot from '@observablehq/plot'
import { chart } from './chart.mts'
import type { HotspotRow } from './history.mts'

const NAMED = 4

export function hotspotChart(id: string, files: readonly HotspotRow[]): string {
  const named = files.slice(0, NAMED).map((file, index) => ({ ...file, name: String(index + 1) }))
  return chart(
    id,
    `${files.length} files by revisions and cognitive complexity; the numbered ones lead the table`,
    {
      width: 360,
      height: 300,
      marginLeft: 40,
      marginBottom: 40,
      marginTop: 24,
      marginRight: 16,
      x: { type: 'log', label: 'revisions →', labelAnchor: 'right', ...ticks('revisions', files) },
      y: {
        type: 'log',
        label: '↑ cognitive complexity',
        grid: true,
        ...ticks('cognitive', files),
      },
      marks: [
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
        Plot.text(named, {
          x: 'revisions',
          y: 'cognitive',
          text: 'name',
          dy: -11,
          fontWeight: 600,
          fill: 'var(--ink)',
        }),
      ],
    },
  )
}

/** 1, 2, 5, 10 … over the range there is, and a little air around it. */
function ticks(name: 'revisions' | 'cognitive', files: readonly HotspotRow[]) {
  const values = files.map(file => file[name])
  const [low, high] = [Math.min(...values) * 0.85, Math.max(...values) * 1.25]
  const steps = Array.from({ length: 10 }, (_, power) => [1, 2, 5].map(step => step * 10 ** power))
  const inside = steps.flat().filter(step => step >= low && step <= high)
  return {
    domain: [low, high],
    ticks: inside,
    tickFormat: (tick: number) => tick.toLocaleString('en-GB'),
  }
}
