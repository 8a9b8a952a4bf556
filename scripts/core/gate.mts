/** May this ship? Each condition says what it saw, what it wants and why it decided so; nothing passes in silence. */

import { inShared } from './compare.mts'
import type { Outcome } from './model.mts'
import type { GatePolicy } from './policy.mts'
import type { Assessment, Comparison, Condition, ConditionStatus, Gate, Score } from './verdict.mts'
import { gateRule, type Waiver } from './waivers.mts'

export interface GateInput {
  readonly score: Omit<Score, 'unwaived'>
  readonly outcomes: readonly Outcome[]
  readonly comparison: Comparison | null
  /** Why there is nothing to compare with; `isShallow` makes that insufficient instead of not applicable. */
  readonly baseline: { readonly why: string | null; readonly isShallow: boolean }
  /** Whether the baseline is where this branch left the default branch. */
  readonly isChange: boolean
}

/** What a waiver may speak of. Those of the whole project are done with once they are met, the others change with each change. */
export const CONDITIONS = {
  score: 'project',
  evidence: 'project',
  'failing-tests': 'project',
  'new-errors': 'change',
  'slower-benchmarks': 'change',
  'patch-coverage': 'change',
} as const

/** `waivers`: those that hold today. */
export function gate(
  input: GateInput,
  policy: GatePolicy,
  isEnforced: boolean,
  waivers: readonly Waiver[] = [],
): Gate {
  const conditions = [
    scoreCondition(input, policy),
    evidenceCondition(input.score, policy),
    failingTests(input.outcomes),
    newErrors(input),
    slowerBenchmarks(input.outcomes),
    patchCoverage(input, policy),
  ].map(condition => waivedBy(waivers, condition))
  const has = (status: ConditionStatus) => conditions.some(condition => condition.status === status)
  const status = has('fail') ? 'fail' : has('insufficient') ? 'insufficient' : 'pass'
  return { enforced: isEnforced, status, conditions }
}

function waivedBy(waivers: readonly Waiver[], condition: Condition): Condition {
  const waiver = waivers.find(({ rule }) => rule === gateRule(condition.id))
  if (waiver === undefined || (condition.status !== 'fail' && condition.status !== 'insufficient'))
    return condition
  const { reason, owner, expires } = waiver
  return {
    ...condition,
    status: 'waived',
    why: `${condition.why}; waived until ${expires} by ${owner}: ${reason}`,
  }
}

const say = (
  id: keyof typeof CONDITIONS,
  status: ConditionStatus,
  actual: number | null,
  required: number | null,
  why: string,
): Condition => ({
  id,
  actual,
  required,
  status,
  why,
})

/** On a change the score fails only when it is low *and* lower than before; elsewhere when it is low. */
function scoreCondition(
  { score, comparison, isChange }: GateInput,
  { score: required, target }: GatePolicy,
): Condition {
  const { value } = score
  if (value === null)
    return say('score', 'insufficient', null, required, 'too little was measured for a score')
  if (value >= required) {
    const isHolding = target !== undefined && value < target
    return say(
      'score',
      'pass',
      value,
      required,
      isHolding ? `holds the line at ${required} (target ${target})` : `at least ${required}`,
    )
  }
  const delta = comparison?.score?.delta
  if (isChange && delta !== undefined && delta >= 0)
    return say(
      'score',
      'pass',
      value,
      required,
      `below ${required}, but this change does not lower it`,
    )
  return say(
    'score',
    'fail',
    value,
    required,
    isChange && delta !== undefined
      ? `below ${required} and ${-delta} lower than the baseline${inShared(value, comparison)}`
      : `below ${required}`,
  )
}

function evidenceCondition(
  { evidence, dimensions }: GateInput['score'],
  { evidence: required }: GatePolicy,
): Condition {
  if (evidence >= required)
    return say('evidence', 'pass', evidence, required, 'enough was measured')
  const silent = dimensions
    .filter(({ status, evidence: share }) => status !== 'not-applicable' && share < 1)
    .sort((a, b) => b.weight * (1 - b.evidence) - a.weight * (1 - a.evidence))
    .map(({ id }) => id)
  return say(
    'evidence',
    'insufficient',
    evidence,
    required,
    `little or nothing was measured for ${silent.join(', ') || 'anything'}`,
  )
}

/** Where the results are known but for this number, the run itself ended in red. */
function failingTests(outcomes: readonly Outcome[]): Condition {
  const measures = outcomes.flatMap(outcome => outcome.measures)
  const value = measures.find(({ name }) => name === 'failing-tests')?.value
  if (value === undefined && measures.some(({ name }) => name === 'passing-tests')) {
    const missing = outcomes.flatMap(outcome => outcome.missing)
    const why = missing.find(({ measure }) => measure === 'failing-tests')?.why
    return say('failing-tests', 'insufficient', null, 0, why ?? 'not known')
  }
  if (value === undefined)
    return say('failing-tests', 'not-applicable', null, 0, 'no test results were found')
  return say(
    'failing-tests',
    value === 0 ? 'pass' : 'fail',
    value,
    0,
    value === 0 ? 'no test failed' : `${value} failed`,
  )
}

function newErrors({ comparison, baseline }: GateInput): Condition {
  if (comparison === null) return uncompared('new-errors', 0, baseline)
  const errors = comparison.newFindings.filter(
    ({ level, waived }) => level === 'error' && waived === undefined,
  )
  const why =
    errors.length === 0
      ? 'no new finding of level error'
      : errors
          .slice(0, 3)
          .map(({ message }) => message)
          .join('; ')
  return say('new-errors', errors.length === 0 ? 'pass' : 'fail', errors.length, 0, why)
}

/** A benchmark that could not be decided fails nothing, but a pass says how many there were. */
function slowerBenchmarks(outcomes: readonly Outcome[]): Condition {
  const id = 'slower-benchmarks'
  const outcome = outcomes.find(({ measures }) => measures.some(({ name }) => name === id))
  const value = outcome?.measures.find(({ name }) => name === id)?.value
  if (outcome === undefined || value === undefined)
    return say(id, 'not-applicable', null, 0, 'no benchmark was measured on both sides')
  const of = (rule: string) =>
    outcome.findings.filter(each => each.rule === rule && each.waived === undefined)
  if (value > 0) {
    const messages = of('slower-benchmark').map(({ message }) => message)
    return say(id, 'fail', value, 0, messages.slice(0, 3).join('; ') || `${value} are slower`)
  }
  const open = of('inconclusive-benchmark').length
  const why =
    open === 0 ? 'no benchmark is slower' : `none is shown to be slower, ${open} undecided`
  return say(id, 'pass', 0, 0, why)
}

function patchCoverage({ comparison, baseline }: GateInput, policy: GatePolicy): Condition {
  const required = policy.patchCoverage
  if (comparison === null) return uncompared('patch-coverage', required, baseline)
  const patch = comparison.patchCoverage
  if (patch === null)
    return say(
      'patch-coverage',
      'not-applicable',
      null,
      required,
      'no coverage of this commit is known',
    )
  if (patch.changedLines < policy.smallChange)
    return say(
      'patch-coverage',
      'not-applicable',
      null,
      required,
      `only ${patch.changedLines} lines changed`,
    )
  if (patch.total === 0)
    return say('patch-coverage', 'not-applicable', null, required, 'no changed line can be covered')
  const actual = Math.floor((patch.covered * 10_000) / patch.total) / 100
  return say(
    'patch-coverage',
    actual >= required ? 'pass' : 'fail',
    actual,
    required,
    `${patch.covered} of ${patch.total} changed lines ran`,
  )
}

function uncompared(
  id: keyof typeof CONDITIONS,
  required: number,
  { why, isShallow }: GateInput['baseline'],
): Condition {
  return say(
    id,
    isShallow ? 'insufficient' : 'not-applicable',
    null,
    required,
    why ?? 'there is no baseline',
  )
}

/**
 * 0 passed or no gate was asked for, 1 gate failed, 4 too little evidence; 3 when a skill itself broke and the
 * gate was to rely on it.
 */
export function exitCode({
  gate: { enforced, status },
  outcomes,
}: Pick<Assessment, 'gate' | 'outcomes'>): number {
  if (enforced && status === 'fail') return 1
  if (outcomes.some(outcome => outcome.status === 'failed')) return 3
  return enforced && status === 'insufficient' ? 4 : 0
}
