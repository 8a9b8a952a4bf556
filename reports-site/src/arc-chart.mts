/** Which files hang together? Their names in order of their folders, an arc for each pair, thicker where the tie is stronger. */

import { type Html, html } from './html.mts'

export interface Tie {
  readonly a: string
  readonly b: string
  readonly weight: number
  /** What the arc says when pointed at. */
  readonly says: string
}

const WIDTH = 400
const NAMES = 270
const ROW = 22
/** A character of the names is about this wide. */
const CHARACTER = 7
const MOST_FILES = 22
const THICKEST = 7

/** The strongest ties whose files fit; `drawn` counts them. A tie of a file with itself is a ring. */
export function arcChart(ties: readonly Tie[], label: string): { picture: Html; drawn: number } {
  const chosen: Tie[] = []
  const files = new Set<string>()
  for (const tie of ties.toSorted((x, y) => y.weight - x.weight)) {
    const isRoom = new Set([...files, tie.a, tie.b]).size <= MOST_FILES
    if (!isRoom) continue
    files.add(tie.a).add(tie.b)
    chosen.push(tie)
  }
  const names = [...files].toSorted()
  const rowOf = new Map(names.map((name, row) => [name, row]))
  const most = Math.max(...chosen.map(({ weight }) => weight))
  const height = names.length * ROW + 8
  const picture = html`<svg class="arcs" viewBox="0 0 ${WIDTH} ${height}" role="img" aria-label="${label}: ${chosen.length} ties of ${names.length} files; the table has the numbers">${chosen.map(
    tie => arc(tie, rowOf, names.length, most),
  )}${names.map((name, row) => html`<g><title>${name}</title><text x="${NAMES - 10}" y="${middle(row) + 4}" text-anchor="end">${ending(name)}</text><circle cx="${NAMES}" cy="${middle(row)}" r="3"></circle></g>`)}</svg>`
  return { picture, drawn: chosen.length }
}

function arc(
  { a, b, weight, says }: Tie,
  rowOf: ReadonlyMap<string, number>,
  rows: number,
  most: number,
): Html {
  const [from, to] = [rowOf.get(a) ?? 0, rowOf.get(b) ?? 0].toSorted((x, y) => x - y) as [
    number,
    number,
  ]
  const width = Math.max(1, Math.round((10 * THICKEST * weight) / most) / 10)
  const title = html`<title>${says}</title>`
  if (from === to)
    return html`<g>${title}<circle class="tie" cx="${NAMES + 9}" cy="${middle(from)}" r="6" stroke-width="${Math.min(3, width)}"></circle></g>`
  const reach = 14 + ((WIDTH - NAMES - 24) * (to - from)) / Math.max(1, rows - 1)
  const tall = ((to - from) * ROW) / 2
  return html`<g>${title}<path class="tie" d="M${NAMES} ${middle(from)}A${Math.round(reach)} ${tall} 0 0 1 ${NAMES} ${middle(to)}" stroke-width="${width}"></path></g>`
}

const middle = (row: number) => row * ROW + ROW / 2 + 4

/** The end of a path says more than its beginning. */
function ending(path: string): string {
  const room = Math.floor((NAMES - 14) / CHARACTER)
  return path.length <= room ? path : `…${path.slice(1 - room)}`
}
