/** How are numbers, dates and names said? One wording for the terminal, the comment and every other report. */

import type { Unit } from '../core/model.mts'
import { visible } from './escape.mts'

const MINUS = '\u2212'

/** Made when it is first used: a formatter takes milliseconds. */
const grouped = (digits: number, least = digits) => {
  let format: Intl.NumberFormat | undefined
  return (value: number) => {
    format ??= new Intl.NumberFormat('en-US', {
      minimumFractionDigits: least,
      maximumFractionDigits: digits,
    })
    return format.format(value).replace('-', MINUS)
  }
}

const whole = grouped(0)
const tenths = grouped(1)
const hundredths = grouped(2)
const upToHundredths = grouped(2, 0)
const upToSixth = grouped(6, 0)

/** 12,345 */
export const count = (value: number): string => upToHundredths(value)

/** "1 finding", "1,204 findings" */
export const counted = (value: number, noun: string, plural = `${noun}s`): string =>
  `${count(value)} ${value === 1 ? noun : plural}`

/** 83.4 %; what is not quite nothing or everything never reads as 0 or 100. */
export function percent(value: number): string {
  if (value > 0 && value < 0.05) return '< 0.1 %'
  if (value < 100 && value >= 99.95) return '> 99.9 %'
  return `${tenths(value)} %`
}

/** Share of the weight that answered, rounded down: 0.856 is "85 %". */
export const evidence = (share: number): string =>
  `${whole(Math.floor(Math.round(share * 1e6) / 1e4))} %`

/** Points that stand in a column and add up: 22.80 */
export const points = (value: number): string => hundredths(value)

/** The total, exact to its hundredth and no longer than needed: 87.5 */
export const total = (value: number): string => upToHundredths(value)

/** +3.20, −1.10, ±0.00 */
export function signed(value: number): string {
  const text = hundredths(Math.abs(value))
  if (text === '0.00') return '±0.00'
  return value > 0 ? `+${text}` : `${MINUS}${text}`
}

export const isLevel = (delta: number): boolean => Math.abs(delta) < 0.005

/** "▲ +3.20", "▼ −1.10", "=": the arrow says it to those who do not see the colour. */
export const moved = (delta: number): string =>
  isLevel(delta) ? '=' : `${delta > 0 ? '▲' : '▼'} ${signed(delta)}`

/** A measured value with its unit in words. */
export function measured(value: number, unit: Unit | null): string {
  switch (unit) {
    case 'percent':
      return percent(value)
    case 'lines':
      return counted(value, 'line')
    case 'days':
      return counted(value, 'day')
    case 'per 1,000 lines':
      return `${count(value)} per 1,000 lines`
    case 'seconds':
      return seconds(value)
    case 'bytes':
      return bytes(value)
    case 'score':
      return `${total(value)} / 100`
    case 'count':
    case 'ratio':
    case null:
      return count(value)
    default:
      return `${count(value)} ${visible(unit)}`
  }
}

function seconds(value: number): string {
  if (value >= 1 || value === 0) return `${count(value)} s`
  return value >= 0.001 ? `${count(value * 1e3)} ms` : `${count(value * 1e6)} µs`
}

function bytes(value: number): string {
  const units = ['bytes', 'kB', 'MB', 'GB', 'TB'] as const
  const step = Math.min(4, Math.max(0, Math.floor(Math.log10(Math.max(1, value)) / 3)))
  return step === 0 ? counted(value, 'byte') : `${tenths(value / 1000 ** step)} ${units[step]}`
}

/** Two numbers with as many decimals as it takes to tell them apart: 79.96 is never "80" beside 80. */
export function apart(a: number, b: number): readonly [string, string] {
  const short = [upToHundredths(a), upToHundredths(b)] as const
  return short[0] === short[1] && a !== b ? [upToSixth(a), upToSixth(b)] : short
}

const MONTHS =
  'January February March April May June July August September October November December'.split(' ')

/** "14 March 2026", in the commit's own words if it is no date. */
export function day(iso: string): string {
  const [, year, month, date] = /^(\d{4})-(\d\d)-(\d\d)/.exec(iso) ?? []
  const name = MONTHS[Number(month) - 1]
  return name ? `${Number(date)} ${name} ${year}` : visible(iso)
}

/** The first seven characters, as forges show them. */
export const short = (commit: string): string => visible(commit.slice(0, 7))

/** `duplicated-lines` as words: "duplicated lines". */
export const words = (name: string): string => visible(name).replace(/[-_]+/g, ' ').trim()

/** First letter as a sentence has it. */
export const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)

/** A sentence that goes on after a colon starts small, unless its first word looks like a name. */
export const lowered = (text: string): string =>
  /^[A-Z][a-z]*\s/.test(text) ? text.charAt(0).toLowerCase() + text.slice(1) : text

/** At most this many characters, the rest an ellipsis. */
export const clipped = (text: string, most: number): string =>
  text.length > most ? `${text.slice(0, most - 1).trimEnd()}…` : text
