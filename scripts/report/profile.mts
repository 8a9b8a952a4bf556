/** How is a profile told? The functions by their own time, and against an earlier profile by how their share changed. */

import { sum } from '../core/sum.mts'
import { sentence } from './escape.mts'
import { columns, fit, fitPath, padEnd, padStart, page, palette } from './layout.mts'
import { count } from './words.mts'

interface FunctionTime {
  readonly name: string
  readonly file: string | null
  readonly line: number | null
  /** In the profile's unit. */
  readonly self: number
  readonly total: number
}

export interface FunctionShare extends FunctionTime {
  /** Share (0–1) of all self time; `before` null without an earlier profile. */
  readonly share: number
  readonly before: number | null
}

/**
 * By self time; against an earlier profile by how much the share changed. Shares, not times, are compared: one profile may
 * have sampled longer. Functions are matched by name and file, for lines move; one that is gone stands there with share 0.
 */
export function shares(
  functions: readonly FunctionTime[],
  before: readonly FunctionTime[] | null,
): readonly FunctionShare[] {
  const all = sumOf(functions)
  const rows = functions.map(each => ({ ...each, share: each.self / all, before: null }))
  if (before === null) return rows
  const allBefore = sumOf(before)
  const old = new Map(before.map(each => [keyOf(each), each]))
  const known = new Set(functions.map(keyOf))
  const gone = before.filter(each => !known.has(keyOf(each)))
  return [
    ...rows.map(row => ({ ...row, before: (old.get(keyOf(row))?.self ?? 0) / allBefore })),
    ...gone.map(each => ({ ...each, self: 0, total: 0, share: 0, before: each.self / allBefore })),
  ].sort((a, b) => Math.abs(b.share - b.before) - Math.abs(a.share - a.before))
}

const keyOf = ({ name, file }: FunctionTime) => `${name}\0${file ?? ''}`
const sumOf = (rows: readonly FunctionTime[]) => sum(rows, ({ self }) => self) || 1

const SHOWN = 25

/** A table; ends in a line on what is left out. */
export function profileText(
  rows: readonly FunctionShare[],
  unit: string,
  { color, width: wanted }: { readonly color: boolean; readonly width: number },
): string {
  const paint = palette(color)
  const width = columns(wanted)
  const isCompared = rows.some(({ before }) => before !== null)
  const head = isCompared
    ? ['before', 'after', 'change'].map(text => padStart(text, 8)).join('')
    : ['self', 'total', unit].map((text, nth) => padStart(text, nth === 2 ? 12 : 8)).join('')
  const all = sumOf(rows)
  const lines = rows.slice(0, SHOWN).map(row => {
    const cells = isCompared
      ? [percent(row.before ?? 0), percent(row.share), signed(row.share - (row.before ?? 0))]
      : [percent(row.share), percent(row.total / all), padStart(count(row.self), 12)]
    const numbers = cells.map(cell => padStart(cell, 8)).join('')
    const room = width - numbers.length - 4
    const place =
      row.file === null ? '' : `${sentence(row.file)}${row.line === null ? '' : `:${row.line}`}`
    const name = fit(sentence(row.name), Math.floor(room / 2))
    return `${numbers}  ${padEnd(name, Math.floor(room / 2))}  ${paint.dim(fitPath(place, Math.ceil(room / 2)))}`
  })
  const rest = rows.length - SHOWN
  return page([
    [paint.bold(head), ...lines],
    rest > 0 ? [paint.dim(`${count(rest)} more functions: --json`)] : [],
  ])
}

const percent = (share: number) => `${(100 * share).toFixed(1)} %`
const signed = (share: number) =>
  `${share < 0 ? '\u2212' : '+'}${(100 * Math.abs(share)).toFixed(1)} %`
