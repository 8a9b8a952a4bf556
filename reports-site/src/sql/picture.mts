/** Can an answer be drawn? A line where there are times and numbers, bars where there are names and numbers, else nothing. */

import { day, quantity } from '../format.mts'

export interface Picture {
  readonly kind: 'line' | 'bars'
  /** Says what is to be seen. */
  readonly title: string
  /** Column that is drawn. */
  readonly measure: string
  readonly points: readonly Point[]
  /** Rows that are not drawn: too many, or without a number. */
  readonly omitted: number
}

export interface Point {
  /** A time in ISO 8601, or a name. */
  readonly at: string
  readonly value: number
}

const MOST_BARS = 30

const isTime = (value: unknown) =>
  typeof value === 'string' && /^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(value)

/** Of the first number column, over the first column of times or names. Null where fewer than two rows have both. */
export function pictureOf(
  columns: readonly string[],
  rows: readonly (readonly unknown[])[],
): Picture | null {
  const find = (test: (value: unknown) => boolean) =>
    columns.findIndex((_, at) => {
      const known = rows.map(row => row[at]).filter(value => value !== null)
      return known.length > 0 && known.every(test)
    })
  const measure = find(value => typeof value === 'number' && Number.isFinite(value))
  const time = find(isTime)
  const at = time >= 0 ? time : find(value => typeof value === 'string')
  const known = rows.flatMap(row => {
    const [place, value] = [row[at], row[measure]]
    return typeof place === 'string' && typeof value === 'number' ? [{ at: place, value }] : []
  })
  if (known.length < 2) return null
  const name = columns[measure] ?? ''
  return time >= 0 ? line(name, known, rows.length) : bars(name, known, rows.length)
}

function line(measure: string, known: readonly Point[], all: number): Picture {
  const points = known.toSorted((a, b) => (a.at < b.at ? -1 : 1))
  const said = (point: Point | undefined) =>
    `${quantity(point?.value ?? null, null)} on ${day(point?.at ?? '')}`
  const title = `${measure}: ${said(points[0])}, ${said(points.at(-1))}`
  return { kind: 'line', title, measure, points, omitted: all - points.length }
}

function bars(measure: string, known: readonly Point[], all: number): Picture {
  const most = known.reduce((best, each) => (each.value > best.value ? each : best))
  const title = `${measure} is largest for ${most.at}: ${quantity(most.value, null)}`
  const points = known.slice(0, MOST_BARS)
  return { kind: 'bars', title, measure, points, omitted: all - points.length }
}
