/** What should a reader know before trusting the number? Whole sentences, plain text. */

import type { Assessment } from '../core/verdict.mts'
import { POLICY_SKILL } from '../core/waiver-audit.mts'
import { placed } from './behind.mts'
import { sentence, stopped } from './escape.mts'
import { type Paint, wrap } from './layout.mts'
import { capital, counted, lowered, total, words } from './words.mts'

/** At most this many of one kind; the rest is a number. */
const MOST = 3

/** What the assessment itself asks to be read first: never left out, whatever else is. */
export const mustKnow = ({ notes = [] }: Assessment): readonly string[] => notes.map(stopped)

/** What else was not seen, not compared or not counted. */
export function remarks(assessment: Assessment): readonly string[] {
  const differently = assessment.comparison?.measuredDifferently ?? []
  const told = new Set(differently.map(({ measure }) => measure))
  return [
    ...limited(
      differently.map(
        ({ measure, why }) =>
          `${capital(words(measure))} is not compared: ${lowered(stopped(why))}`,
      ),
    ),
    ...limited(partly(assessment, told)),
    ...limited(broken(assessment)),
    ...waivers(assessment),
    ...limited(lapsed(assessment)),
  ]
}

/** All of them as lines of a terminal, each marked; what must be known is not cut short. */
export function noteLines(assessment: Assessment, paint: Paint, width: number): readonly string[] {
  const lines = (note: string, most?: number) =>
    wrap(note, width - 5, most).map((line, row) => `  ${row === 0 ? paint.fair('!') : ' '} ${line}`)
  return [
    ...mustKnow(assessment).flatMap(note => lines(note, Number.POSITIVE_INFINITY)),
    ...remarks(assessment).flatMap(note => lines(note)),
  ]
}

/** Parts without a number inside a dimension that has one. */
const partly = ({ score }: Assessment, told: ReadonlySet<string>): readonly string[] =>
  score.dimensions
    .filter(({ value }) => value !== null)
    .flatMap(({ id, parts }) =>
      parts.flatMap(({ measure, missing, status }) =>
        missing === undefined || status === 'not-applicable' || told.has(measure)
          ? []
          : [
              `${capital(words(measure))}, a part of ${id}, was not measured: ${lowered(stopped(missing))}`,
            ],
      ),
    )

const broken = ({ outcomes }: Assessment): readonly string[] =>
  outcomes
    .filter(({ status }) => status === 'failed')
    .map(
      ({ skill, why }) =>
        `${sentence(skill)} failed: ${lowered(stopped(why ?? 'no reason was given'))}`,
    )

function waivers(assessment: Assessment): readonly string[] {
  const many = placed(assessment).filter(({ waived }) => waived !== undefined).length
  if (many === 0) return []
  const { unwaived, value } = assessment.score
  const without =
    unwaived === null || unwaived === value
      ? ''
      : ` Without ${many === 1 ? 'it' : 'them'} the score would be ${total(unwaived)}.`
  return [`${counted(many, 'finding is', 'findings are')} waived.${without}`]
}

/** Waivers that have expired, or have nothing left to cover. */
const lapsed = (assessment: Assessment): readonly string[] =>
  placed(assessment)
    .filter(({ skill }) => skill === POLICY_SKILL)
    .map(({ message }) => capital(stopped(message)))

function limited(said: readonly string[]): readonly string[] {
  const rest = said.length - MOST
  return rest > 0 ? [...said.slice(0, MOST), `And ${rest} more like the last one.`] : said
}
