/** How do measures become one number that adds up? All arithmetic after the curves is in integer hundredths. */

import { apportion } from './apportion.mts'
import { scoreOf } from './curve.mts'
import { budgetRule } from './metrics.mts'
import type { Measure, Outcome, Scale, Status } from './model.mts'
import { compareText } from './order.mts'
import { type DimensionPolicy, LEAST_EVIDENCE, type PartPolicy, type Policy } from './policy.mts'
import { sum } from './sum.mts'
import type { DimensionId, DimensionScore, PartScore, Score } from './verdict.mts'

/** Which skill owns a measure and how it reads: the catalogue, turned by measure name. */
export type MeasureIndex = ReadonlyMap<string, { readonly skill: string; readonly scale: Scale }>

const HUNDREDTHS = 10_000

/** Their order decides ties of the apportionment, so it is fixed, whatever order a policy is written in. */
const DIMENSIONS = ['code', 'tests', 'dependencies', 'docs', 'performance', 'custom'] as const

/** A part before it knows how many points it may cost. */
interface Answer {
  readonly name: string
  readonly skill: string | null
  readonly share: number
  readonly status: Status
  readonly value: number | null
  readonly score: number | null
  readonly extent: number
  readonly why: string | null
  readonly scale: Scale | null
  readonly waived?: string
}

interface Dimension {
  readonly id: DimensionId
  readonly weight: number
  readonly answers: readonly Answer[]
}

/**
 * The total and how it came about. `value` is null with evidence under 25 % or when `hasSource` is false.
 * Sum of contributions = value exactly; a fault of any size costs at least 0.01.
 */
export function score(
  outcomes: readonly Outcome[],
  policy: Policy,
  measures: MeasureIndex,
  hasSource: boolean,
): Omit<Score, 'unwaived'> {
  const dimensions = DIMENSIONS.filter(
    id => policy.dimensions[id].weight > 0 || id !== 'custom',
  ).map(id => answersOf(id, policy.dimensions[id], outcomes, measures))
  const applicable = sum(dimensions, dimension => applicableWeight(dimension))
  const answered = dimensions.map(dimension => answeredWeight(dimension))
  const evidence = applicable === 0 ? 0 : round6(sum(answered, weight => weight) / applicable)
  const maxima = apportion(HUNDREDTHS, answered)
  const scored = dimensions.map((dimension, index) => scoreDimension(dimension, maxima[index] ?? 0))
  const total = sum(scored, dimension => Math.round(dimension.contribution * 100))
  const isKnown = hasSource && evidence >= LEAST_EVIDENCE
  const low = (total / 100) * evidence
  return {
    value: isKnown ? total / 100 : null,
    evidence,
    bounds: [floor2(low), Math.min(100, ceil2(low + 100 * (1 - evidence)))],
    dimensions: scored,
    security: securityOf(scored, outcomes, policy, measures),
  }
}

function answersOf(
  id: DimensionId,
  { weight, parts }: DimensionPolicy,
  outcomes: readonly Outcome[],
  measures: MeasureIndex,
): Dimension {
  const answers = Object.entries(parts)
    .sort(([a, { share: m }], [b, { share: n }]) => n - m || compareText(a, b))
    .map(([name, part]) => answer(name, part, outcomes, measures))
  return { id, weight, answers }
}

function answer(
  name: string,
  part: PartPolicy,
  outcomes: readonly Outcome[],
  measures: MeasureIndex,
): Answer {
  const owner = measures.get(name)
  const outcome = outcomes.find(({ skill }) => skill === owner?.skill)
  const base = {
    name,
    skill: owner?.skill ?? null,
    share: part.share,
    value: null,
    score: null,
    extent: 0,
    scale: owner?.scale ?? null,
  }
  if (owner === undefined || outcome === undefined)
    return { ...base, status: 'unavailable', why: `${owner?.skill ?? name} did not run` }
  if (outcome.status !== 'judged') return { ...base, status: outcome.status, why: outcome.why }
  const measure = projectMeasure(outcome, name)
  if (measure === undefined) {
    const told = outcome.missing.find(missing => missing.measure === name)
    const why = told?.why ?? `${owner.skill} gave no ${name}`
    return { ...base, status: told?.status ?? 'unavailable', why }
  }
  const extent = Math.min(1, Math.max(0, measure.extent ?? 1))
  if (extent === 0)
    return {
      ...base,
      status: 'unavailable',
      why: `${owner.skill} saw none of the files ${name} is about`,
    }
  const waived = part.budget === undefined ? undefined : waiverOf(name, outcome)
  return {
    ...base,
    status: 'judged',
    why: null,
    value: measure.value,
    score: waived === undefined ? scoreOf(measure.value, owner.scale.better, part) : 100,
    extent,
    ...(waived === undefined ? {} : { waived }),
  }
}

/** The reason for which the missed budget of a metric stops counting, as a finding's does. */
const waiverOf = (name: string, { findings }: Outcome) =>
  findings.find(({ rule }) => rule === budgetRule(name))?.waived

/** The measure about the whole project; a number that is not finite is no number. */
function projectMeasure(outcome: Outcome, name: string): Measure | undefined {
  const measure = outcome.measures.find(each => each.name === name && each.subject === '')
  return measure !== undefined && Number.isFinite(measure.value) ? measure : undefined
}

function applicableWeight({ weight, answers }: Dimension): number {
  return answers.some(({ status }) => status !== 'not-applicable') ? weight : 0
}

/** Weight that answered: the dimension's weight by the shares of its applicable parts and their extent. */
function answeredWeight(dimension: Dimension): number {
  const parts = dimension.answers.filter(({ status }) => status !== 'not-applicable')
  const shares = sum(parts, part => part.share)
  return shares === 0 ? 0 : (dimension.weight * sum(parts, weightOf)) / shares
}

const weightOf = ({ share, extent, score }: Answer) => (score === null ? 0 : share * extent)

function scoreDimension(dimension: Dimension, max: number): DimensionScore {
  const { id, weight, answers } = dimension
  const maxima = apportion(max, answers.map(weightOf))
  const parts = answers.map((each, index) => scorePart(each, maxima[index] ?? 0))
  const contribution = max - sum(parts, part => Math.round(part.deduction * 100))
  const applicable = applicableWeight(dimension)
  const answered = answeredWeight(dimension)
  const status = statusOf(answers, answered)
  return {
    id,
    status,
    why: status === 'judged' ? null : whyOf(answers),
    weight,
    max: max / 100,
    value: max === 0 ? null : meanScore(answers),
    contribution: contribution / 100,
    evidence: applicable === 0 ? 0 : round6(answered / applicable),
    parts,
  }
}

function scorePart(part: Answer, max: number): PartScore {
  const { name, skill, status, value, scale, score, share, extent, why, waived } = part
  return {
    measure: name,
    skill,
    status,
    value,
    unit: scale?.unit ?? null,
    score: score === null ? null : round2(score),
    share,
    max: max / 100,
    deduction: score === null ? 0 : deduct(score, max) / 100,
    evidence: extent,
    ...(why === null ? {} : { missing: why }),
    ...(waived === undefined ? {} : { waived }),
  }
}

/** Hundredths taken away: rounded, but never 0 for a score under 100 and never more than there is. */
function deduct(score: number, max: number): number {
  if (score >= 100) return 0
  return Math.min(max, Math.max(1, Math.round((max * (100 - score)) / 100)))
}

function meanScore(answers: readonly Answer[]): number | null {
  const weight = sum(answers, weightOf)
  if (weight === 0) return null
  return floor2(sum(answers, each => weightOf(each) * (each.score ?? 0)) / weight)
}

function statusOf(answers: readonly Answer[], answered: number): Status {
  if (answers.every(({ status }) => status === 'not-applicable')) return 'not-applicable'
  if (answered > 0) return 'judged'
  return answers.some(({ status }) => status === 'failed') ? 'failed' : 'unavailable'
}

/** A part that does not apply is no reason that something is missing. */
function whyOf(answers: readonly Answer[]): string {
  if (answers.length === 0) return 'nothing in this version measures it'
  const applicable = answers.filter(({ status }) => status !== 'not-applicable')
  const silent = applicable.length > 0 ? applicable : answers
  return [...new Set(silent.map(({ why }) => why).filter(why => why !== null))].join('; ')
}

const ADVISORIES = 'vulnerability-weight'

/**
 * Shown beside the total with weight 0: the mean over what answered. Nothing is left of it where a secret leaks, and
 * there is none where the advisories did not answer.
 */
function securityOf(
  scored: readonly DimensionScore[],
  outcomes: readonly Outcome[],
  { security = { [ADVISORIES]: 1 } }: Policy,
  measures: MeasureIndex,
): number | null {
  const taken = outcomes.flatMap(({ measures }) => measures)
  if (taken.some(({ name, value }) => name === 'leaked-secrets' && value > 0)) return 0
  const parts = scored.flatMap(({ parts }) => parts)
  const answers = Object.entries(security).flatMap(([name, share]) => {
    // What is no part of the score has no curve: only a percentage that is better higher reads as it is.
    const isPlain = measures.get(name)?.scale.better === 'higher'
    const own = isPlain ? answer(name, { share }, outcomes, measures).score : null
    const score = parts.find(({ measure }) => measure === name)?.score ?? own
    return score === null ? [] : [{ name, share, score }]
  })
  if (!answers.some(({ name }) => name === ADVISORIES)) return null
  const mean = sum(answers, each => each.share * each.score) / sum(answers, ({ share }) => share)
  return round2(mean)
}
const round6 = (value: number) => Math.round(value * 1e6) / 1e6
const floor2 = (value: number) => Math.floor(value * 100 + 1e-9) / 100
const ceil2 = (value: number) => Math.ceil(value * 100 - 1e-9) / 100
/** Rounded for display, but a score under 100 never reads 100. */
const round2 = (value: number) =>
  value >= 100 ? 100 : Math.min(99.99, Math.round(value * 100) / 100)
