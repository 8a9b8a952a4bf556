/** How did the score come about? Every deduction, down to the finding, and a sum that adds up. */

import type { Curve } from '../core/curve.mts'
import type { CatalogueEntry } from '../core/history.mts'
import { sum } from '../core/sum.mts'
import type { Assessment, DimensionScore, PartScore, PlacedFinding } from '../core/verdict.mts'
import { findingsBehind, scaleOf } from './behind.mts'
import { identity, range } from './change.mts'
import { sentence, stopped, visible } from './escape.mts'
import {
  columns,
  fit,
  fitPath,
  hatched,
  type Paint,
  padEnd,
  padStart,
  page,
  palette,
  wrap,
} from './layout.mts'
import { noteLines } from './notes.mts'
import { isNothing, spoken, verdict, whyUnmeasured } from './verdict.mts'
import {
  capital,
  count,
  evidence,
  lowered,
  measured,
  points,
  signed,
  total,
  words,
} from './words.mts'

export interface ExplainOptions {
  readonly color: boolean
  /** Columns of the terminal; kept between 60 and 120. */
  readonly width: number
  /** Measure → its curve, where the policy has one. */
  readonly curves?: Readonly<Record<string, Curve>>
  /** Measure → its budget, where it is scored by one. */
  readonly budgets?: Readonly<Record<string, number>>
}

/** Findings shown behind one part. */
const MOST = 5

export function explain(
  assessment: Assessment,
  catalogue: readonly CatalogueEntry[],
  options: ExplainOptions,
): string {
  const paint = palette(options.color)
  const width = columns(options.width)
  const behind = findingsBehind(assessment, catalogue)
  const told: Telling = {
    paint,
    width,
    curves: options.curves ?? {},
    budgets: options.budgets ?? {},
    catalogue,
    behind,
  }
  return page([
    opening(assessment, told),
    ...assessment.score.dimensions.flatMap(dimension => explainDimension(dimension, told)),
    account(assessment, told),
    noteLines(assessment, paint, width),
  ])
}

interface Telling {
  readonly paint: Paint
  readonly width: number
  readonly curves: Readonly<Record<string, Curve>>
  readonly budgets: Readonly<Record<string, number>>
  readonly catalogue: readonly CatalogueEntry[]
  readonly behind: (part: PartScore) => readonly PlacedFinding[]
}

function opening(assessment: Assessment, { paint, width }: Telling): readonly string[] {
  const { value, evidence: seen } = assessment.score
  const number = value === null ? 'No score' : `${total(value)} / 100`
  const possible = range(assessment)
  const rest =
    possible === null
      ? ''
      : ` What was not measured keeps its weight: the score could be ${possible}.`
  return [
    `  ${paint.dim(fit(identity(assessment), width - 2))}`,
    `  ${paint.bold(number)}`,
    ...wrap(stopped(spoken(verdict(assessment))), width - 3).map(line => `  ${line}`),
    ...(isNothing(assessment)
      ? []
      : wrap(`Evidence ${evidence(seen)}.${rest}`, width - 3).map(line => `  ${paint.dim(line)}`)),
  ]
}

function explainDimension(
  dimension: DimensionScore,
  told: Telling,
): readonly (readonly string[])[] {
  const { id, value, weight, max, contribution, parts } = dimension
  const { paint, width } = told
  if (value === null) return [silent(dimension, told)]
  const title = `${paint.bold(id)}  ${total(value)} / 100 ${paint.dim(`· weight ${count(weight)}`)}`
  const plain = id.length + `  ${total(value)} / 100 · weight ${count(weight)}`.length
  const amount = `${points(contribution)} of ${points(max)}`
  const heading = `  ${title}${padStart(amount, width - plain - 3)}`
  const weighing = parts.filter(({ status }) => status !== 'not-applicable')
  const shares = sum(weighing, ({ share }) => share)
  return [[heading, ...parts.flatMap(part => explainPart(part, id, shares, told))]]
}

function silent(dimension: DimensionScore, { paint, width }: Telling): readonly string[] {
  const isLeftOut = dimension.status === 'not-applicable'
  const what = isLeftOut
    ? 'Does not apply and weighs nothing'
    : `Not measured; its weight of ${count(dimension.weight)} lowers the evidence`
  const why = whyUnmeasured(dimension)
  const text = why === null ? `${what}.` : `${what}: ${lowered(stopped(why))}`
  return [
    `  ${paint.bold(dimension.id)}  ${isLeftOut ? '–' : paint.dim(hatched(8))}`,
    ...wrap(text, width - 5).map(line => `    ${paint.dim(line)}`),
  ]
}

function explainPart(
  part: PartScore,
  dimension: string,
  shares: number,
  told: Telling,
): readonly string[] {
  const { paint, width, catalogue } = told
  const name = capital(words(part.measure))
  if (part.score === null || part.value === null) {
    const why = capital(stopped(part.missing ?? 'no reason was given'))
    const what = part.status === 'not-applicable' ? 'does not apply' : 'not measured'
    return [
      `    ${fit(`${name}: ${what}`, width - 6)}`,
      ...wrap(why, width - 7).map(line => `      ${paint.dim(line)}`),
    ]
  }
  const value = `${name}: ${measured(part.value, part.unit)}`
  const cost = padStart(`${signed(-part.deduction)} of ${points(part.max)}`, 18)
  const how = [
    `scores ${total(part.score)}${pointsText(part, told)}`,
    shares === 0
      ? ''
      : `weighs ${count(Math.round((1000 * part.share) / shares) / 10)} % of ${dimension}`,
    part.evidence < 1 ? `${evidence(part.evidence)} of it was seen` : '',
  ]
  const meaning = sentence(scaleOf(catalogue, part.measure)?.meaning ?? '')
  const tint = part.deduction > 0 ? paint.bad : paint.dim
  return [
    `    ${padEnd(fit(value, width - 24), width - 23)}${tint(cost)}`,
    ...wrap(how.filter(Boolean).join(' · '), width - 7).map(line => `      ${paint.dim(line)}`),
    ...wrap(meaning, width - 7).map(line => `      ${paint.dim(line)}`),
    ...(part.deduction > 0 ? examples(told.behind(part), told) : []),
  ].filter(line => line.trim() !== '')
}

/** " (90 at 5.0 %, 50 at 20.0 %)", " (budget 250.0 kB)" */
function pointsText({ measure, unit, waived }: PartScore, { curves, budgets }: Telling): string {
  const budget = budgets[measure]
  const waiver = waived === undefined ? '' : `, waived: ${sentence(waived)}`
  if (budget !== undefined) return ` (budget ${measured(budget, unit)}${waiver})`
  const curve = curves[measure]
  return curve ? ` (90 at ${measured(curve.good, unit)}, 50 at ${measured(curve.poor, unit)})` : ''
}

function examples(findings: readonly PlacedFinding[], { width }: Telling): readonly string[] {
  const rest = findings.length - MOST
  const room = width - 9
  const shown = findings.slice(0, MOST).map(({ path, line, message }) => {
    const where =
      path === null
        ? ''
        : `${fitPath(visible(path), Math.floor(room / 2))}${line === null ? '' : `:${line}`}  `
    return `      · ${fit(`${where}${sentence(message)}`, room)}`
  })
  return rest > 0 ? [...shown, `        and ${count(rest)} more`] : shown
}

/** Maximum − deductions = contribution, for each dimension and then for all of them. */
function account({ score }: Assessment, { paint }: Telling): readonly string[] {
  const scored = score.dimensions.filter(({ value }) => value !== null)
  if (scored.length === 0) return []
  const row = (name: string, max: number, contribution: number) =>
    `  ${padEnd(name, 14)}${padStart(points(max), 7)}  ${padStart(signed(contribution - max), 7)}  = ${padStart(points(contribution), 7)}`
  const all = (of: (dimension: DimensionScore) => number) =>
    sum(scored, dimension => Math.round(of(dimension) * 100)) / 100
  const rows = scored.map(({ id, max, contribution }) => row(id, max, contribution))
  return [
    paint.dim(
      `  ${padEnd('', 14)}${padStart('at most', 7)}  ${padStart('lost', 7)}    ${padStart('points', 7)}`,
    ),
    ...rows,
    `  ${'─'.repeat(41)}`,
    paint.bold(
      row(
        'total',
        all(({ max }) => max),
        all(({ contribution }) => contribution),
      ),
    ),
  ]
}
