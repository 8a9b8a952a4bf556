/** What does a person see when the assessment ends? One screen: the verdict, why, and what to do first. */

import stringWidth from 'string-width'
import { inShared } from '../core/compare.mts'
import type { CatalogueEntry } from '../core/history.mts'
import type { Assessment, Comparison } from '../core/verdict.mts'
import { alertLines } from './alerts.mts'
import { type Deduction, deductions, ruleOf, scaleOf } from './behind.mts'
import { baselineName, freshFindings, identity, range, tallied } from './change.mts'
import { conditionLines } from './conditions.mts'
import { dimensionLines } from './dimensions.mts'
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
  ROOMY,
  tall,
  wrap,
} from './layout.mts'
import { noteLines } from './notes.mts'
import { operationLines, type TraceWindow } from './operations.mts'
import { packageLines } from './packages.mts'
import { placeLines } from './timed-place.mts'
import { newsLines } from './trend.mts'
import { isNothing, spoken, verdict } from './verdict.mts'
import {
  capital,
  counted,
  evidence,
  isLevel,
  lowered,
  measured,
  moved,
  signed,
  total,
  words,
} from './words.mts'

export interface TerminalOptions {
  readonly color: boolean
  /** Columns of the terminal; kept between 40 and 120. */
  readonly width: number
  /** Where the report of this run is, or the command that makes it. */
  readonly reportHint?: string
  /** Address of this run's own trace. */
  readonly traceLink?: string
  /** How traced operations are looked up in the tracing tool. */
  readonly traceWindow?: TraceWindow
}

/** At most about 40 lines; never prints. */
export function terminal(
  assessment: Assessment,
  catalogue: readonly CatalogueEntry[],
  options: TerminalOptions,
): string {
  const paint = palette(options.color)
  const width = columns(options.width, 40)
  return page([
    [`  ${paint.dim(fit(identity(assessment), width - 2))}`],
    hero(assessment, paint, width),
    dimensionLines(assessment, paint, width),
    packageLines(assessment.packages ?? [], paint, width),
    changes(assessment, paint, width),
    newsLines(assessment, paint, width),
    placeLines(assessment.timedPlace, paint, width),
    operationLines(assessment.operations ?? [], paint, width, options.traceWindow),
    fixes(assessment, catalogue, paint, width),
    conditionLines(assessment.gate, paint, width),
    alertLines(assessment.alerts ?? [], paint, width),
    noteLines(assessment, paint, width),
    next(options, paint, width),
  ])
}

const MOOD = { good: 'good', held: 'fair', bad: 'bad', unknown: 'fair' } as const

function hero(assessment: Assessment, paint: Paint, width: number): readonly string[] {
  const { value } = assessment.score
  const said = verdict(assessment)
  const tint = paint[MOOD[said.mood]]
  const digits =
    width < ROOMY
      ? []
      : value === null
        ? Array.from({ length: 3 }, () => hatched(7))
        : tall(total(value))
  const indent = digits[0] === undefined ? 2 : digits[0].length + 5
  const room = width - indent - 1
  const seen = isNothing(assessment) ? [] : [paint.dim(seenOf(assessment, room))]
  const beside = [
    ...wrap(spoken(said), room, 4).map(text => paint.bold(tint(text))),
    value === null ? 'no score' : scoreLine(value, assessment.comparison, room),
    ...seen,
  ]
  const rows = Math.max(digits.length, beside.length)
  return Array.from({ length: rows }, (_, row) => {
    const drawn = digits[row] ?? ''
    const left = value === null ? paint.dim(drawn) : tint(drawn)
    return `  ${padEnd(left, indent - 2)}${beside[row] ?? ''}`
  })
}

/** How much was seen, and how far the score could move once the rest is. */
function seenOf(assessment: Assessment, room: number): string {
  const seen = `evidence ${evidence(assessment.score.evidence)}`
  const possible = range(assessment)
  if (possible === null) return seen
  const long = `${seen} · the score could be ${possible}`
  return long.length <= room ? long : fit(`${seen} · ${possible}`, room)
}

/** "87.5 / 100 · ▲ +3.20 since v1.3.0", as much of it as has room. */
function scoreLine(value: number, comparison: Comparison | null, room: number): string {
  const score = `${total(value)} / 100`
  if (!comparison?.score) return score
  const { delta } = comparison.score
  const change = `${score} · ${isLevel(delta) ? 'unchanged' : moved(delta)}`
  const shared = inShared(value, comparison)
  const since = `${change} since ${baselineName(comparison)}${shared}`
  return fit(stringWidth(since) <= room ? since : `${change}${shared}`, room)
}

function changes(assessment: Assessment, paint: Paint, width: number): readonly string[] {
  const { comparison, comparisonWhy } = assessment
  if (comparison === null) {
    const why =
      comparisonWhy === null
        ? 'No comparison.'
        : `No comparison: ${lowered(stopped(comparisonWhy))}`
    return wrap(why, width - 3, 2).map(line => `  ${paint.dim(line)}`)
  }
  const shown = freshFindings(comparison).slice(0, 3)
  return [
    fit(
      `  ${paint.bold(`Since ${baselineName(comparison)}`)}  ${paint.dim(sentence(comparison.baseline.chosen))}`,
      width,
    ),
    ...wrap(tallied(comparison), width - 3, 2).map(line => `  ${line}`),
    ...shown.map(({ path, line, message, level }) => {
      const mark = level === 'error' ? paint.bad('+') : paint.fair('+')
      const where = path === null ? '' : `${place(path, line, Math.floor(width / 2))}  `
      return `  ${mark} ${fit(`${where}${sentence(message)}`, width - 5)}`
    }),
  ]
}

const place = (path: string, line: number | null, width: number): string =>
  `${fitPath(visible(path), width - 6)}${line === null ? '' : `:${line}`}`

function fixes(
  assessment: Assessment,
  catalogue: readonly CatalogueEntry[],
  paint: Paint,
  width: number,
): readonly string[] {
  const costs = deductions(assessment, catalogue)
  if (costs.length === 0) return []
  const room = width - 14
  return [
    `  ${paint.bold('Fix first')}`,
    ...costs.slice(0, 3).flatMap(cost => {
      const { part, findings } = cost
      const [worst] = findings
      const detail = worst
        ? `${worst.path === null ? '' : `${place(worst.path, worst.line, room)}  `}${sentence(worst.message)}`
        : sentence(scaleOf(catalogue, part.measure)?.meaning ?? '')
      const advice = worst ? sentence(ruleOf(catalogue, worst.rule)?.advice ?? '') : ''
      return [
        `  ${paint.bad(padStart(signed(-part.deduction), 8))}  ${fit(titleOf(cost), room)}`,
        ...wrap(detail, room, 2).map(line => `${' '.repeat(12)}${line}`),
        ...wrap(advice, room - 2, 2).map(
          (line, row) => `${' '.repeat(12)}${row === 0 ? '→ ' : '  '}${line}`,
        ),
      ].filter(line => line.replace(/[→\s]/g, '') !== '')
    }),
  ]
}

function titleOf({ part, findings }: Deduction): string {
  const amount = part.value === null ? '' : `: ${measured(part.value, part.unit)}`
  const isCounted = part.unit === 'count' && part.value === findings.length
  const many = findings.length === 0 || isCounted ? '' : ` · ${counted(findings.length, 'finding')}`
  return `${capital(words(part.measure))}${amount}${many}`
}

function next(
  { reportHint, traceLink }: TerminalOptions,
  paint: Paint,
  width: number,
): readonly string[] {
  const ways = [
    ['explain', 'every deduction, down to the finding'],
    [
      'report',
      reportHint === undefined ? 'the trend and every finding as a site' : sentence(reportHint),
    ],
    ['assess --json', 'all of it for a program'],
  ] as const
  const lines = ways.map(
    ([name, what]) => `  ${padEnd(name, 15)}${paint.dim(fit(what, width - 18))}`,
  )
  // An address that is cut leads nowhere.
  return traceLink === undefined
    ? lines
    : [...lines, `  ${padEnd('trace', 15)}${paint.dim(sentence(traceLink))}`]
}
