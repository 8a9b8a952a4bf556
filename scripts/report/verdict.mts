/** What is the verdict, in one plain sentence? The same words in the terminal, the comment and the badge. */

import type { Assessment, DimensionScore } from '../core/verdict.mts'
import { failure } from './conditions.mts'
import { sentence, stopped } from './escape.mts'
import { capital, counted, evidence, lowered, total, words } from './words.mts'

/** Below it nothing is called shipworthy, however a project has set its own gate. */
const TARGET = 80

export interface Verdict {
  readonly mood: 'good' | 'held' | 'bad' | 'unknown'
  readonly headline: string
  /** What follows the headline after a colon; null when it says all. */
  readonly because: string | null
}

export function verdict(assessment: Assessment): Verdict {
  const { score, gate } = assessment
  if (isNothing(assessment))
    return {
      mood: 'unknown',
      headline: 'Nothing to score',
      because: `no dimension applies to this project${unscored(assessment)}.`,
    }
  if (gate.status === 'fail')
    return { mood: 'bad', headline: 'Not shipworthy', because: failures(assessment) }
  if (gate.status === 'insufficient' || score.value === null)
    return { mood: 'unknown', headline: 'Insufficient evidence', because: remedy(assessment) }
  const waived = gate.conditions.find(({ status }) => status === 'waived')
  if (waived !== undefined)
    return {
      mood: 'held',
      headline: 'Ships on a waiver',
      because: `${words(waived.id)} ${lowered(stopped(waived.why))}`,
    }
  const own = gate.conditions.find(({ id }) => id === 'score')
  if (own !== undefined && /^holds the line\b/i.test(own.why))
    return { mood: 'held', headline: capital(sentence(own.why)), because: null }
  const target = Math.max(TARGET, own?.required ?? 0)
  if (score.value >= target) return { mood: 'good', headline: 'Shipworthy', because: null }
  return {
    mood: 'held',
    headline: `Holds the line at ${total(score.value)} (target ${total(target)})`,
    because: null,
  }
}

/** Links and a README are read where nothing is scored, too. */
function unscored({ outcomes }: Assessment): string {
  const skills = outcomes.filter(({ findings }) => findings.length > 0)
  const count = skills.flatMap(({ findings }) => findings).length
  const names = skills.map(({ skill }) => skill).join(', ')
  return count === 0 ? '' : `; ${counted(count, 'finding')} without a score, of ${names}`
}

/** "Shipworthy", "Not shipworthy: the score is 71.2, below 80." */
export const spoken = ({ headline, because }: Verdict): string =>
  because === null ? headline : `${headline}: ${because}`

/** No dimension applies: there is nothing here that a score could be about. */
export const isNothing = ({ score }: Assessment): boolean =>
  score.dimensions.every(({ status }) => status === 'not-applicable')

function failures({ gate }: Assessment): string {
  const [first, ...others] = gate.conditions.filter(({ status }) => status === 'fail')
  if (first === undefined) return 'a condition of the gate failed.'
  const rest = others.length === 0 ? '' : ` ${counted(others.length, 'more condition')} failed.`
  return `${failure(first)}${rest}`
}

/** How much was seen, and the one thing to do that would show most of the rest. */
function remedy(assessment: Assessment): string {
  const seen = `${evidence(assessment.score.evidence)} of what counts was measured.`
  const unseen = [...assessment.score.dimensions]
    .filter(({ status }) => status !== 'not-applicable')
    .sort((a, b) => unmeasured(b) - unmeasured(a))
  const command = unseen.map(dimension => commandFor(assessment, dimension)).find(Boolean)
  if (command) return `${seen} Run ${sentence(command)} to raise it.`
  const [most] = unseen
  const why = most && whyUnmeasured(most)
  return why ? `${seen} Most is missing in ${most.id}: ${lowered(stopped(why))}` : seen
}

const unmeasured = ({ weight, evidence }: DimensionScore): number => weight * (1 - evidence)

function commandFor({ outcomes }: Assessment, dimension: DimensionScore): string | undefined {
  if (unmeasured(dimension) <= 0) return undefined
  const skills = new Set(dimension.parts.map(({ skill }) => skill))
  return outcomes
    .filter(
      ({ skill, status, missing }) => skills.has(skill) && (status !== 'judged' || missing[0]),
    )
    .flatMap(({ proposals }) => proposals)
    .find(({ command }) => command !== undefined)?.command
}

/** Why a dimension, or the heaviest missing part of it, has no number. */
export function whyUnmeasured(dimension: DimensionScore): string | null {
  if (dimension.why !== null) return dimension.why
  const missing = dimension.parts.filter(
    ({ missing, status }) => missing !== undefined && status !== 'not-applicable',
  )
  return missing.sort((a, b) => b.share - a.share)[0]?.missing ?? null
}
