/** How is a number written? Always with its unit, a real minus sign, and no more digits than it has. */

import { evidence as seen } from '../../scripts/report/words.mts'

const MINUS = '\u2212'
const THIN = '\u202f'

export const hundredths = (value: number): number => Math.round(value * 100) / 100

const formats = new Map<string, Intl.NumberFormat>()

function plain(value: number, least: number, most: number): string {
  const key = `${least}-${most}`
  const digits = { minimumFractionDigits: least, maximumFractionDigits: most }
  const format = formats.get(key) ?? new Intl.NumberFormat('en-GB', digits)
  formats.set(key, format)
  return format.format(value).replace('-', MINUS)
}

/** Points of the score: always hundredths, because hundredths are what adds up. */
export const points = (value: number | null) => (value === null ? '–' : plain(value, 2, 2))

/** A difference in points, its sign always shown. */
export const change = (value: number) => {
  const cents = Math.round(value * 100)
  if (cents === 0) return `±${plain(0, 2, 2)}`
  return `${cents > 0 ? '+' : ''}${plain(cents / 100, 2, 2)}`
}

/** Share 0–1 as a percentage that reads 100 only when it is. */
export const share = (value: number | null) =>
  value === null ? '–' : `${plain(Math.floor(value * 1000 + 1e-9) / 10, 0, 1)}${THIN}%`

/** Share 0–1 of the weight that answered, as the terminal writes it. */
export const evidence = (value: number | null) =>
  value === null ? '–' : seen(value).replace(' ', THIN)

/** A measure's value in its unit of core/model. */
export function quantity(value: number | null, unit: string | null): string {
  if (value === null) return '–'
  if (unit === 'bytes') return bytes(value)
  if (unit === 'seconds') return seconds(value)
  if (unit === 'percent') return `${plain(value, 0, 1)}${THIN}%`
  if (unit === 'ratio' || unit === 'score') return plain(value, 2, 2)
  if (unit === 'per 1,000 lines') return `${plain(value, 0, 2)} per 1,000 lines`
  const number = plain(value, 0, 2)
  return unit === null || unit === 'count' ? number : `${number} ${unit}`
}

/** A change of a measure, its sign always shown; one too small for its digits is not called none. */
export function difference(value: number, unit: string | null): string {
  const sign = value > 0 ? '+' : value < 0 ? MINUS : '±'
  const size = quantity(Math.abs(value), unit)
  return value !== 0 && !/[1-9]/.test(size)
    ? `${sign} less than ${size.replace(/\d[\d.]*/, '0.1')}`
    : `${sign}${size}`
}

function bytes(value: number): string {
  const steps = ['B', 'kB', 'MB', 'GB', 'TB']
  let size = value
  let step = 0
  while (Math.abs(size) >= 1000 && step < steps.length - 1) {
    size /= 1000
    step++
  }
  return `${plain(size, 0, step === 0 ? 0 : 1)} ${steps[step]}`
}

function seconds(value: number): string {
  const size = Math.abs(value)
  if (size >= 120) return `${plain(value / 60, 0, 1)} min`
  if (size >= 1) return `${plain(value, 0, 2)} s`
  return size >= 0.001 ? `${plain(value * 1e3, 0, 1)} ms` : `${plain(value * 1e6, 0, 0)} µs`
}

export const whole = (value: number | null) => (value === null ? '–' : plain(value, 0, 0))

const MONTHS = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ')

/** '2026-03-01T…' → '1 Mar 2026', in UTC on every machine. */
export const day = (iso: string) =>
  `${Number(iso.slice(8, 10))} ${MONTHS[Number(iso.slice(5, 7)) - 1]} ${iso.slice(0, 4)}`

export const minute = (iso: string) => `${day(iso)}, ${iso.slice(11, 16)} UTC`

export const plural = (count: number, noun: string, many = `${noun}s`) =>
  `${whole(count)} ${count === 1 ? noun : many}`

/** A phrase as a sentence: with a full stop, unless it ends in a mark of its own. */
export const stopped = (text: string | null) =>
  text === null || text === '' || /[.!?…:]$/.test(text) ? (text ?? '') : `${text}.`

export const shortCommit = (commit: string | null) => commit?.slice(0, 8) ?? 'no commit'
