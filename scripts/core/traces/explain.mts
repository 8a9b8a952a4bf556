/** Why is an operation slower than before? The steps whose self time or number of calls changed, largest first. */

import { compareText } from '../order.mts'
import { sum } from '../sum.mts'
import type { OperationRow, StepRow } from './rows.mts'

export interface Cause {
  readonly name: string
  readonly kind: StepRow['kind']
  /** Self time per request, ms; calls per request. 0 on a side where the step did not occur. */
  readonly selfMs: readonly [before: number, after: number]
  readonly calls: readonly [before: number, after: number]
  readonly deltaMs: number
  /** Share of the whole change (may exceed 1 where other steps went the other way). */
  readonly share: number
}

export interface Explanation {
  /** Change of a usual request: sum of the self times of its steps, in ms. */
  readonly deltaMs: number
  /** After / before of that sum. */
  readonly ratio: number
  readonly causes: readonly Cause[]
}

type Steps = Pick<OperationRow, 'steps'>

/** Standard errors a change must exceed: chance alone passes it in one of 370 steps. */
const CLEAR = 3

/** Of the whole change; what is smaller explains nothing. */
const LEAST_SHARE = 0.1

/** Of the time before; a smaller change is none that needs a cause. */
const LEAST_CHANGE = 0.02

/**
 * Compares the usual requests of one operation in two releases. A cause is a step whose self time changed in the
 * direction of the whole, by three standard errors and by a tenth of the whole change. No cause means: it changed
 * by less than 2 %, or nothing in the traces explains it.
 */
export function explainChange(old: Steps, after: Steps): Explanation {
  const before = underNewName(old, after)
  const [was, is] = [totalOf(before), totalOf(after)]
  const deltaMs = is - was
  const keys = new Set([...before.steps, ...after.steps].map(stepKey))
  const [then, now] = [byKey(before), byKey(after)]
  const isChanged = Math.abs(deltaMs) >= LEAST_CHANGE * was
  const causes = [...(isChanged ? keys : [])].flatMap(
    key => causeOf(then.get(key), now.get(key), deltaMs) ?? [],
  )
  causes.sort((a, b) => b.share - a.share || compareText(a.name, b.name))
  return { deltaMs, ratio: was === 0 ? Number.NaN : is / was, causes }
}

/** One step that is gone and one that came, both alike and called as often, are one: a query that was written anew. */
function underNewName(before: Steps, after: Steps): Steps {
  const onlyIn = (one: Steps, other: Steps) => {
    const there = new Set(other.steps.filter(({ calls }) => calls > 0).map(stepKey))
    return one.steps.filter(step => step.calls > 0 && !there.has(stepKey(step)))
  }
  const [[gone, ...others], [come, ...more]] = [onlyIn(before, after), onlyIn(after, before)]
  if (!gone || !come || others.length + more.length > 0 || !isAlike(gone, come)) return before
  const { name } = come
  const kept = before.steps.filter(step => stepKey(step) !== stepKey(come))
  return { steps: kept.map(step => (step === gone ? { ...step, name } : step)) }
}

const isAlike = (one: StepRow, other: StepRow) =>
  one.kind === other.kind &&
  one.name.split(' ', 1)[0] === other.name.split(' ', 1)[0] &&
  isSameNumber(one.calls, other.calls)

const isSameNumber = (one: number, other: number) => Math.abs(one - other) < 0.05

export const stepKey = ({ kind, name }: Pick<StepRow, 'kind' | 'name'>): string =>
  `${kind}\0${name}`

const byKey = ({ steps }: Steps) => new Map(steps.map(step => [stepKey(step), step]))

const totalOf = ({ steps }: Steps) => sum(steps, ({ selfMs }) => selfMs)

function causeOf(
  before: StepRow | undefined,
  after: StepRow | undefined,
  whole: number,
): Cause | null {
  const known = after ?? before
  if (known === undefined || whole === 0) return null
  const selfMs = [before?.selfMs ?? 0, after?.selfMs ?? 0] as const
  const deltaMs = selfMs[1] - selfMs[0]
  const error = Math.hypot(before?.errorMs ?? 0, after?.errorMs ?? 0)
  const share = deltaMs / whole
  if (share < LEAST_SHARE || Math.abs(deltaMs) <= CLEAR * error) return null
  const calls = [before?.calls ?? 0, after?.calls ?? 0] as const
  return { name: known.name, kind: known.kind, selfMs, calls, deltaMs, share }
}

/** `SELECT … FROM items: 2.1 → 3.4 ms (10 → 16 calls), 93 % of the change`. */
export function causeText({ name, selfMs, calls, share }: Cause): string {
  const called = isSameNumber(...calls) ? '' : ` (${amount(calls[0])} → ${amount(calls[1])} calls)`
  return `${name}: ${amount(selfMs[0])} → ${amount(selfMs[1])} ms${called}, ${Math.round(share * 100)} % of the change`
}

const amount = (value: number) =>
  (value >= 100 ? value.toFixed(0) : value.toFixed(2)).replace(/\.0+$/, '')
