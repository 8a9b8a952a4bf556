/** How is one number drawn in a line of text or a cell? Small pictures that stretch with their place. */

import { hundredths } from './format.mts'

/** Number → attribute, in hundredths. */
const at = (value: number) => String(hundredths(Math.min(100, Math.max(0, value))))

const svg = (name: string, label: string | null, inside: string, more = '') =>
  `<svg class="${name}" ${label === null ? 'aria-hidden="true"' : `role="img" aria-label="${label}"`}${more}>${inside}</svg>`

const band = (name: string, from: number, to: number, y: number, height: number) =>
  `<rect class="${name}" x="${at(from)}%" width="${at(to - from)}%" y="${y}" height="${height}"></rect>`

const tick = (name: string, x: number, y: number, height: number) =>
  `<line class="${name}" x1="${at(x)}%" x2="${at(x)}%" y1="${y}" y2="${y + height}"></line>`

export interface Bullet {
  readonly score: number | null
  /** What the score could be if the unmeasured were worst or best. */
  readonly bounds: readonly [number, number] | null
  /** Lowest and highest score the project ever had. */
  readonly range: readonly [number, number] | null
  readonly required: number | null
  readonly previous: number | null
}

/** The 0–100 strip: value as a bar, bounds hatched around it, the project's own range behind, ticks for the rest. */
export function bullet({ score, bounds, range, required, previous }: Bullet): string {
  const said = [
    score === null ? 'no score' : `score ${score} of 100`,
    ...(bounds === null ? [] : [`between ${bounds[0]} and ${bounds[1]} with what is missing`]),
    ...(required === null ? [] : [`${required} required`]),
    ...(previous === null ? [] : [`${previous} before`]),
  ]
  const marks = [
    band('track', 0, 100, 4, 24),
    range === null ? '' : band('range', range[0], range[1], 4, 24),
    bounds === null ? '' : band('bounds', bounds[0], bounds[1], 10, 12),
    score === null ? '' : band('value', 0, score, 12, 8),
    previous === null ? '' : tick('previous', previous, 8, 16),
    required === null ? '' : tick('required', required, 0, 32),
  ]
  return svg('bullet', said.join(', '), marks.join(''), ' height="32" width="100%"')
}

/** A bar in a table cell; the number stands beside it, so it says nothing itself. */
export function bar(value: number | null): string {
  if (value === null) return svg('bar', null, band('unmeasured', 0, 100, 0, 8))
  return svg('bar', null, band('track', 0, 100, 0, 8) + band('value', 0, value, 0, 8))
}

/** When something ran within the whole; the numbers stand beside it. */
export function span(start: number, length: number, whole: number): string {
  const percent = (value: number) => (whole === 0 ? 0 : (100 * value) / whole)
  const width = Math.max(0.4, percent(length))
  return svg(
    'bar',
    null,
    band(
      'value',
      Math.min(percent(start), 100 - width),
      Math.min(100, percent(start) + width),
      0,
      8,
    ),
  )
}

const WIDTH = 120
const HEIGHT = 36

const PERCENT: readonly [number, number] = [0, 100]

/** Values in order on a scale, 0–100 unless another is given; broken where `breaks` says; the newest has a dot. */
export function spark(
  values: readonly (number | null)[],
  breaks: readonly boolean[],
  [low, high]: readonly [number, number] = PERCENT,
): string {
  const step = values.length < 2 ? 0 : (WIDTH - 8) / (values.length - 1)
  const span = high - low
  const place = (value: number, index: number) => {
    const share = span === 0 ? 0.5 : (value - low) / span
    return `${hundredths(4 + index * step)} ${hundredths(HEIGHT - 3 - share * (HEIGHT - 6))}`
  }
  let path = ''
  let isOpen = false
  for (const [index, value] of values.entries()) {
    if (value !== null)
      path += `${isOpen && breaks[index] !== true ? 'L' : 'M'}${place(value, index)}`
    isOpen = value !== null
  }
  const newest = values.at(-1) ?? null
  const dot =
    newest === null ? '' : `<path class="dot" d="M${place(newest, values.length - 1)}h0"></path>`
  const inside = `<path class="base" d="M0 ${HEIGHT - 3}H${WIDTH}"></path><path d="${path}"></path>${dot}`
  return svg(
    'spark',
    null,
    inside,
    ` viewBox="0 0 ${WIDTH} ${HEIGHT}" width="${WIDTH}" height="${HEIGHT}"`,
  )
}
