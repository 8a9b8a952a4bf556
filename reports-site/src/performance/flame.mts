/** Which steps hold the time, and inside which? A flame graph, root on top, each frame as wide as its time. */

import { quantity } from '../format.mts'
import { type Html, html } from '../html.mts'
import type { Frame } from './trace.mts'

const ROW = 20
/** A character of the small text is about this wide. */
const CHARACTER = 6.6

/** `name`: what the picture is called. Frames narrower than a pixel are not drawn. */
export function flameGraph(root: Frame, name: string, width: number): Html {
  const rows = depthOf(root)
  const scale = root.total === 0 ? 0 : width / root.total
  return html`<svg class="flame" viewBox="0 0 ${width} ${rows * ROW}" role="img" aria-label="${name}: ${quantity(root.total, 'ms')} by nested steps; the table below has the numbers">${drawn(root, 0, 0, scale)}</svg>`
}

function drawn(frame: Frame, x: number, row: number, scale: number): readonly Html[] {
  const width = frame.total * scale
  if (width < 1) return []
  const room = Math.floor((width - 6) / CHARACTER)
  const text =
    frame.name.length <= room ? frame.name : room < 5 ? '' : `${frame.name.slice(0, room - 1)}…`
  const share = frame.total === 0 ? 0 : frame.self / frame.total
  const kind = `step${Math.min(4, Math.ceil(share * 4))}`
  const own = html`<g><title>${frame.name}: ${quantity(frame.total, 'ms')}, ${quantity(frame.self, 'ms')} of it its own, ${frame.calls} times</title><rect class="${kind}" x="${round(x)}" y="${row * ROW}" width="${round(Math.max(0.5, width - 1))}" height="${ROW - 1}"></rect><text class="${kind.replace('step', 'on')}" x="${round(x + 4)}" y="${row * ROW + 14}">${text}</text></g>`
  let at = x
  const below = frame.children.flatMap(child => {
    const inside = drawn(child, at, row + 1, scale)
    at += child.total * scale
    return inside
  })
  return [own, ...below]
}

const depthOf = ({ children }: Frame): number => 1 + Math.max(0, ...children.map(depthOf))

const round = (value: number) => Math.round(value * 100) / 100
