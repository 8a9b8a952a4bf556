/** What changed between two assessments of the same project? Only what was measured on both sides is a change. */

import type { Missing, Outcome } from './model.mts'
import type { Policy } from './policy.mts'
import { type MeasureIndex, score } from './score.mts'
import { sum } from './sum.mts'
import type { Comparison, MeasureDelta, PlacedFinding, Score } from './verdict.mts'

export interface Side {
  readonly outcomes: readonly Outcome[]
  readonly score: Omit<Score, 'unwaived'>
}

type Changes = Pick<
  Comparison,
  | 'score'
  | 'dimensions'
  | 'measuredDifferently'
  | 'measures'
  | 'newFindings'
  | 'fixedFindings'
  | 'unchangedFindings'
>

/** What has to be said beside a change of score that is not the whole's: " in what both measured", else nothing. */
export const inShared = (value: number | null, comparison: Pick<Comparison, 'score'> | null) =>
  comparison?.score && comparison.score.after !== value ? ' in what both measured' : ''

/** Rule → measures of its skill that its faults make worse. */
export type RuleCosts = ReadonlyMap<string, readonly string[]>

/** `renames`: new path → old path. Pure: both sides were measured with the same tools and policy. */
export function compareSides(
  before: Side,
  after: Side,
  policy: Policy,
  index: MeasureIndex,
  renames: ReadonlyMap<string, string>,
  costs: RuleCosts = new Map(),
): Changes {
  const parts = (side: Side) =>
    new Map(side.score.dimensions.flatMap(({ parts }) => parts.map(part => [part.measure, part])))
  const [old, now] = [parts(before), parts(after)]
  const both = [...now.values()].filter(
    part => part.score !== null && typeof old.get(part.measure)?.score === 'number',
  )
  const shared = new Set(both.map(({ measure }) => measure))
  const [lesser, greater] = [before, after].map(side =>
    score(sharedOutcomes(shared, side.outcomes, after.outcomes), policy, index, true),
  ) as [Score, Score]
  const hasShared = shared.size > 0
  return {
    score: hasShared ? change(total(lesser), total(greater)) : null,
    dimensions: greater.dimensions.flatMap(({ id, value }) => {
      const was = lesser.dimensions.find(each => each.id === id)?.value ?? null
      return value === null || was === null ? [] : [{ id, ...change(was, value) }]
    }),
    measuredDifferently: measuredDifferently(old, now),
    measures: measureDeltas(before.outcomes, after.outcomes, renames),
    ...findingChanges(before.outcomes, after.outcomes, renames, costs),
  }
}

/**
 * One side as far as both answered, with the weights of the side that is judged: what did not answer on both is missing, what does not
 * apply now does not on either, and as much counts as answered as did now. Where all did, the change is the difference of the scores.
 */
function sharedOutcomes(
  shared: ReadonlySet<string>,
  own: readonly Outcome[],
  judged: readonly Outcome[],
): readonly Outcome[] {
  return judged.map(outcome => {
    const now = new Map(whole(outcome).map(each => [each.name, each]))
    const { measures = [], findings = [] } = own.find(({ skill }) => skill === outcome.skill) ?? {}
    const kept = whole({ measures }).filter(({ name }) => shared.has(name))
    return {
      ...outcome,
      findings,
      measures: kept.map(({ extent: _, ...measure }) => {
        const extent = now.get(measure.name)?.extent
        return extent === undefined ? measure : { ...measure, extent }
      }),
    }
  })
}

/** The measures about the whole project. */
const whole = ({ measures }: Pick<Outcome, 'measures'>) =>
  measures.filter(({ subject }) => subject === '')

/** Of however little: evidence is no question of a comparison. */
const total = ({ dimensions }: Omit<Score, 'unwaived'>) =>
  sum(dimensions, each => Math.round(each.contribution * 100)) / 100

const change = (before: number, after: number) => ({
  before,
  after,
  delta: Math.round((after - before) * 100) / 100,
})

type Parts = ReadonlyMap<string, Score['dimensions'][number]['parts'][number]>

function measuredDifferently(old: Parts, now: Parts): Comparison['measuredDifferently'] {
  return [...now.values()].flatMap(part => {
    const was = old.get(part.measure)
    if ((was?.score ?? null) === null && part.score !== null)
      return [
        { measure: part.measure, why: `the baseline has none: ${was?.missing ?? 'not measured'}` },
      ]
    if (typeof was?.score === 'number' && part.score === null)
      return [
        {
          measure: part.measure,
          why: `measured on the baseline, missing now: ${part.missing ?? 'not measured'}`,
        },
      ]
    return []
  })
}

function measureDeltas(
  before: readonly Outcome[],
  after: readonly Outcome[],
  renames: ReadonlyMap<string, string>,
): MeasureDelta[] {
  const all = (outcomes: readonly Outcome[]) => outcomes.flatMap(({ measures }) => measures)
  const old = new Map(all(before).map(({ name, subject, value }) => [`${name}\0${subject}`, value]))
  return all(after).flatMap(({ name, subject, value }) => {
    const was = old.get(`${name}\0${renames.get(subject) ?? subject}`)
    if (was === undefined || was === value) return []
    return [{ name, subject, before: was, after: value, delta: value - was }]
  })
}

const placed = (outcomes: readonly Outcome[]): PlacedFinding[] =>
  outcomes.flatMap(({ skill, findings }) => findings.map(finding => ({ skill, ...finding })))

/** Findings that came and went; `renames`: new path → old path. What one side could not have found is neither. */
export function findingChanges(
  before: readonly Outcome[],
  after: readonly Outcome[],
  renames: ReadonlyMap<string, string>,
  costs: RuleCosts,
) {
  const answered = askedOf(before, costs)
  const answers = askedOf(after, costs)
  const old = new Map(placed(before).map(finding => [finding.key, finding]))
  const now = placed(after).map(finding => ({ finding, was: keyBefore(finding, renames) }))
  const seen = new Set(now.map(({ was }) => was))
  return {
    newFindings: now
      .filter(({ finding, was }) => answered(finding) && !old.has(was))
      .map(({ finding }) => finding),
    fixedFindings: [...old.values()].filter(finding => answers(finding) && !seen.has(finding.key)),
    unchangedFindings: now.filter(({ was }) => old.has(was)).length,
  }
}

/**
 * Whether one side could have had such a finding. Where every measure that its rule costs is missing, nobody
 * could look, and absence says nothing; where the question does not arise, there is none.
 */
export function askedOf(outcomes: readonly Outcome[], costs: RuleCosts) {
  const answered = new Map(
    outcomes
      .filter(({ status }) => status === 'judged' || status === 'not-applicable')
      .map(({ skill, missing }) => [skill, new Set(missing.filter(isOpen).map(nameOf))]),
  )
  return ({ skill, rule }: Pick<PlacedFinding, 'skill' | 'rule'>) => {
    const missing = answered.get(skill)
    const measures = costs.get(rule) ?? []
    if (missing === undefined) return false
    return measures.length === 0 || !measures.every(measure => missing.has(measure))
  }
}

const isOpen = ({ status }: Missing) => status !== 'not-applicable'
const nameOf = ({ measure }: Missing) => measure

/** The key this finding had before its file was renamed. */
function keyBefore(
  { key, path, rule }: PlacedFinding,
  renames: ReadonlyMap<string, string>,
): string {
  const was = path === null ? undefined : renames.get(path)
  const stem = `${rule}:${path}:`
  return was !== undefined && key.startsWith(stem)
    ? `${rule}:${was}:${key.slice(stem.length)}`
    : key
}

/**
 * The outcomes of a state that is not checked out, with what a stored run of exactly it knew besides: skills that
 * cannot be re-measured there, and measures that others could not take.
 */
export function filledFrom(
  outcomes: readonly Outcome[],
  stored: readonly Outcome[],
  costs: RuleCosts,
): readonly Outcome[] {
  const own = new Set(outcomes.map(({ skill }) => skill))
  const others = stored.filter(({ skill }) => !own.has(skill))
  return [
    ...outcomes.map(outcome =>
      filled(
        outcome,
        stored.find(({ skill }) => skill === outcome.skill),
        costs,
      ),
    ),
    ...others,
  ]
}

function filled(outcome: Outcome, stored: Outcome | undefined, costs: RuleCosts): Outcome {
  const open = new Set(outcome.missing.filter(isOpen).map(nameOf))
  const measures = stored?.measures.filter(({ name }) => open.has(name)) ?? []
  const known = new Set(measures.map(({ name }) => name))
  if (stored === undefined || known.size === 0) return outcome
  const isAbout = (rule: string) => costs.get(rule)?.some(measure => known.has(measure)) === true
  return {
    ...outcome,
    measures: [...outcome.measures, ...measures],
    findings: [...outcome.findings, ...stored.findings.filter(({ rule }) => isAbout(rule))],
    missing: outcome.missing.filter(({ measure }) => !known.has(measure)),
  }
}
