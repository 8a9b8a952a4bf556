/** What stands in a README? One badge: score, gate and the day they were measured, or plainly that there is no score. */

import stringWidth from 'string-width'
import type { Assessment } from '../core/verdict.mts'
import { xml } from './escape.mts'
import { type Verdict, verdict } from './verdict.mts'
import { total } from './words.mts'

const LABEL = 'shipworthy'

/** Red to green at the marks the curves give: 50 is poor, 90 is good, 80 ships. */
const COLORS = [
  [90, 'brightgreen', '#1a7f37'],
  [80, 'green', '#3f7d17'],
  [65, 'yellow', '#8a6d00'],
  [50, 'orange', '#b45309'],
] as const

const RED = [-1, 'red', '#c0392b'] as const

const UNKNOWN = [0, 'lightgrey', '#6b7280'] as const

interface Badge {
  readonly message: string
  readonly name: string
  readonly hex: string
}

/** What a badge says, of whatever was judged. */
interface Judged extends Pick<Verdict, 'mood' | 'headline'> {
  /** 0–100 */
  readonly value: number | null
  /** ISO 8601 */
  readonly startedAt: string
}

export const judged = (assessment: Assessment): Judged => ({
  ...verdict(assessment),
  value: assessment.score.value,
  startedAt: assessment.run.startedAt,
})

function badge({ value, mood, headline, startedAt }: Judged): Badge {
  const on = ` on ${startedAt.slice(0, 10)}`
  if (value === null || mood === 'unknown')
    return { message: headline.toLowerCase() + on, name: UNKNOWN[1], hex: UNKNOWN[2] }
  const score = `${total(value)} / 100`
  if (mood === 'bad') return { message: `gate fails, ${score}${on}`, name: RED[1], hex: RED[2] }
  const [, name, hex] = COLORS.find(([from]) => value >= from) ?? RED
  return { message: score + on, name, hex }
}

/** The JSON of a shields.io endpoint badge. */
export function badgeJson(what: Judged): string {
  const { message, name } = badge(what)
  return `${JSON.stringify({ schemaVersion: 1, label: LABEL, message, color: name })}\n`
}

/** The same badge as a picture that needs no service; white on every colour has a contrast of at least 4.5. */
export function badgeSvg(assessment: Assessment): string {
  const { message, hex } = badge(judged(assessment))
  const [left, right] = [textWidth(LABEL), textWidth(message)] as const
  const width = left + right + 20
  const title = xml(`${LABEL}: ${message}`)
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="20" role="img" aria-label="${title}">`,
    `  <title>${title}</title>`,
    `  <clipPath id="round"><rect width="${width}" height="20" rx="3"/></clipPath>`,
    '  <g clip-path="url(#round)">',
    `    <rect width="${left + 10}" height="20" fill="#444"/>`,
    `    <rect x="${left + 10}" width="${right + 10}" height="20" fill="${hex}"/>`,
    '  </g>',
    '  <g fill="#fff" font-family="Verdana, DejaVu Sans, sans-serif" font-size="11">',
    `    <text x="5" y="14" textLength="${left}">${xml(LABEL)}</text>`,
    `    <text x="${left + 15}" y="14" textLength="${right}">${xml(message)}</text>`,
    '  </g>',
    '</svg>\n',
  ].join('\n')
}

/** Pixels of a text in 11-pixel Verdana, near enough for `textLength` to correct. */
const textWidth = (text: string): number => Math.round(stringWidth(text) * 6.6)
