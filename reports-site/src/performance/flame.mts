/** Which steps hold the time, and inside which? Nested boxes, root on top, each as wide as its share. */

import { hundredths, quantity } from '../format.mts'
import { type Html, html } from '../html.mts'
import type { Frame } from './trace.mts'

const ROW = 20
/** A character of the small text is about this wide. */
const CHARACTER = 6.6

export interface Box {
  readonly name: string
  /** Its own and of all in it. */
  readonly size: number
  /** What it says when pointed at. */
  readonly says: string
  /** Class of its shade, and of the text on it. */
  readonly kind: readonly [string, string]
  readonly inside: readonly Box[]
}

/** `name`: what the picture is called. */
export function flameGraph(root: Frame, name: string, width: number): Html {
  const label = `${name}: ${quantity(root.total, 'ms')} by nested steps; the table below has the numbers`
  return drawFlame(boxOf(root), label, width)
}

function boxOf({ name, total, self, calls, children }: Frame): Box {
  const step = Math.min(4, Math.ceil((total === 0 ? 0 : self / total) * 4))
  return {
    name,
    size: total,
    says: `${name}: ${quantity(total, 'ms')}, ${quantity(self, 'ms')} of it its own, ${calls} times`,
    kind: [`step${step}`, `on${step}`],
    inside: children.map(boxOf),
  }
}

/** Boxes narrower than a pixel are not drawn. */
export function drawFlame(root: Box, label: string, width: number): Html {
  const scale = root.size === 0 ? 0 : width / root.size
  return html`<svg class="flame" viewBox="0 0 ${width} ${depthOf(root) * ROW}" role="img" aria-label="${label}">${drawn(root, 0, 0, scale)}</svg>`
}

function drawn(box: Box, x: number, row: number, scale: number): readonly Html[] {
  const width = box.size * scale
  if (width < 1) return []
  const room = Math.floor((width - 6) / CHARACTER)
  const text =
    box.name.length <= room ? box.name : room < 5 ? '' : `${box.name.slice(0, room - 1)}…`
  const [shade, on] = box.kind
  const own = html`<g><title>${box.says}</title><rect class="${shade}" x="${hundredths(x)}" y="${row * ROW}" width="${hundredths(Math.max(0.5, width - 1))}" height="${ROW - 1}"></rect><text class="${on}" x="${hundredths(x + 4)}" y="${row * ROW + 14}">${text}</text></g>`
  let at = x
  const below = box.inside.flatMap(child => {
    const inside = drawn(child, at, row + 1, scale)
    at += child.size * scale
    return inside
  })
  return [own, ...below]
}

const depthOf = ({ inside }: Box): number => 1 + Math.max(0, ...inside.map(depthOf))
