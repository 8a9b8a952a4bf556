/** Which steps of an operation take longer, where two releases were asked side by side, round by round? */

import { median, medianDeviation } from '../statistics/describe.mts'
import { sum } from '../sum.mts'
import { breakdownOf } from './breakdown.mts'
import { type Explanation, explainChange, stepKey } from './explain.mts'
import { operationsOf } from './operations.mts'
import { requestsOf } from './requests.mts'
import type { OperationRow, StepRow } from './rows.mts'
import type { Span } from './span.mts'

export type OperationSteps = Pick<OperationRow, 'service' | 'operation' | 'steps'>

export type OperationCauses = Omit<OperationSteps, 'steps'> & Explanation

/** Where the time of each operation went, in the traces of one side of one round. */
export const stepsOf = (traces: Iterable<readonly Span[]>): readonly OperationSteps[] =>
  operationsOf(requestsOf(traces).requests).map(({ service, operation, requests }) => ({
    service,
    operation,
    steps: breakdownOf(requests),
  }))

/** Operations that both sides of some round have. */
export function sideBySide(
  rounds: readonly (readonly [base: readonly OperationSteps[], head: readonly OperationSteps[]])[],
): readonly OperationCauses[] {
  const known = new Map(rounds.flatMap(([, head]) => head.map(each => [keyOf(each), each])))
  return [...known].flatMap(([key, { service, operation }]) => {
    const pairs = rounds.flatMap(round => {
      const [was, is] = round.map(side => side.find(each => keyOf(each) === key)?.steps)
      return was && is && totalOf(was) > 0 ? [[was, is] as const] : []
    })
    return pairs.length === 0 ? [] : [{ service, operation, ...explainChange(...middleOf(pairs)) }]
  })
}

const keyOf = ({ service, operation }: OperationSteps) => `${service}\0${operation}`

const totalOf = (steps: readonly StepRow[]) => sum(steps, ({ selfMs }) => selfMs)

type Steps = Pick<OperationRow, 'steps'>

/**
 * The middle round. Each one is measured in what the request took on the base in that very round: what else the machine did met
 * both sides. Standard error of a median of normal differences, their scatter from the median absolute deviation.
 */
function middleOf(
  pairs: readonly (readonly [was: readonly StepRow[], is: readonly StepRow[]])[],
): [before: Steps, after: Steps] {
  const whole = median(pairs.map(([was]) => totalOf(was)))
  const names = new Map(pairs.flat(2).map(step => [stepKey(step), step]))
  const rows = [...names].map(([key, { name, kind }]) => {
    const found = pairs.map(([was, is]) => {
      const [before, after] = [was, is].map(steps => steps.find(step => stepKey(step) === key))
      const share = (step: StepRow | undefined) => (step?.selfMs ?? 0) / totalOf(was)
      return { before, was: share(before), after, delta: share(after) - share(before) }
    })
    const was = whole * median(found.map(each => each.was))
    const deltas = found.map(({ delta }) => whole * delta)
    const calls = (side: 'before' | 'after') => median(found.map(each => each[side]?.calls ?? 0))
    const errorMs = (1.2533 * medianDeviation(deltas)) / Math.sqrt(pairs.length)
    const before = { name, kind, calls: calls('before'), selfMs: was, errorMs: 0 }
    return [
      before,
      { name, kind, calls: calls('after'), selfMs: was + median(deltas), errorMs },
    ] as const
  })
  return [{ steps: rows.map(([before]) => before) }, { steps: rows.map(([, after]) => after) }]
}
