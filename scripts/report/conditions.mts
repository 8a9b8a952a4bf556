/** Which conditions of the gate failed, what was there and what was required? */

import stringWidth from 'string-width'
import type { Condition, Gate } from '../core/verdict.mts'
import { sentence, stopped } from './escape.mts'
import { type Paint, wrap } from './layout.mts'
import { apart, capital, counted, lowered, words } from './words.mts'

/** How a condition's numbers read: factor and unit. */
const UNITS: Readonly<Record<string, readonly [factor: number, unit: string]>> = {
  evidence: [100, ' %'],
  'patch-coverage': [1, ' %'],
}

/** The actual number beside the required one: "71.2, at least 80 required"; null when there is none. */
function numbers({ actual, required, status, id }: Condition): string | null {
  if (actual === null) return null
  const [factor, unit] = UNITS[id] ?? [1, '']
  const [is, must] = apart(actual * factor, (required ?? actual) * factor)
  if (required === null) return `${is}${unit}`
  if (status === 'fail' && actual > required)
    return `${is}${unit}, ${required === 0 ? 'none' : `at most ${must}${unit}`} allowed`
  return `${is}${unit}, ${status === 'fail' ? 'at least ' : ''}${must}${unit} required`
}

/** "Score: 71.2, at least 80 required (below 80 and 1.5 lower than the baseline).": the reason where the numbers do not say it. */
export function conditionText(condition: Condition): string {
  const why = sentence(condition.why).replace(/[.;]$/, '')
  const compared = numbers(condition)
  const name = capital(words(condition.id))
  if (compared === null) return `${name}: ${why}.`
  const isSaid = ['', `below ${condition.required}`, `${condition.actual} failed`].includes(why)
  return `${name}: ${compared}${isSaid ? '' : ` (${why})`}.`
}

/** The same in short: without the reason where it would not fit and the numbers say enough. */
function conditionLine(condition: Condition, width: number): readonly string[] {
  const compared = numbers(condition)
  const text = conditionText(condition)
  return compared === null || stringWidth(text) <= width
    ? wrap(text, width, 2)
    : wrap(`${capital(words(condition.id))}: ${compared}.`, width, 2)
}

/** Why a condition failed, as the second half of "Not shipworthy: …". */
export function failure(condition: Condition): string {
  const { id, actual, why } = condition
  const many = actual ?? 0
  switch (id) {
    case 'score':
      return `the score is ${lowered(stopped(why))}`
    case 'failing-tests':
      return `${counted(many, 'test')} failed.`
    case 'new-errors':
      return `${counted(many, 'new finding')} of level error.`
    case 'patch-coverage':
      return `the changed lines are covered too little (${sentence(why)}).`
    default:
      return `${words(id)}: ${lowered(stopped(why))}`
  }
}

/** How many of each: "1 failed, 4 passed, 1 not applicable". */
function tally({ conditions }: Gate): string {
  const of = (status: Condition['status']) =>
    conditions.filter(condition => condition.status === status).length
  return [
    [of('fail'), `${of('fail')} failed`],
    [of('insufficient'), `${of('insufficient')} undecided`],
    [of('waived'), `${of('waived')} waived`],
    [of('pass'), `${of('pass')} passed`],
    [of('not-applicable'), `${of('not-applicable')} not applicable`],
  ]
    .flatMap(([many, text]) => (many ? [text] : []))
    .join(', ')
}

export function conditionLines(gate: Gate, paint: Paint, width: number): readonly string[] {
  if (gate.conditions.length === 0) return []
  const enforced = gate.enforced ? '' : ', not enforced'
  const [first = '', ...rest] = wrap(`${tally(gate)}${enforced}`, width - 9, 2)
  const heading = [
    `  ${paint.bold('Gate')}  ${paint.dim(first)}`,
    ...rest.map(line => `        ${paint.dim(line)}`),
  ]
  const shown = gate.conditions.filter(
    ({ status }) => status === 'fail' || status === 'insufficient' || status === 'waived',
  )
  return [
    ...heading,
    ...shown.flatMap(condition => {
      const { status } = condition
      const mark = status === 'fail' ? paint.bad('✗') : paint.fair(status === 'waived' ? '~' : '?')
      return conditionLine(condition, width - 5).map(
        (line, row) => `  ${row === 0 ? mark : ' '} ${line}`,
      )
    }),
  ]
}
