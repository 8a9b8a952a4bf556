/** Which benchmarks and operations got slower between two stored runs, and is it more than their own scatter? */

import { runValues, titleOf } from '../../../scripts/core/benchmark.mts'
import { incomparable } from '../../../scripts/core/series.mts'
import { holm } from '../../../scripts/core/statistics/holm.mts'
import { medianInterval } from '../../../scripts/core/statistics/median-interval.mts'
import { rankSum } from '../../../scripts/core/statistics/rank-sum.mts'
import { causeText, explainChange } from '../../../scripts/core/traces/explain.mts'
import { type FrameChange, frameChange } from './flame-difference.mts'
import type { Side, SideBenchmark, SideOperation } from './side.mts'

/** A middle with the interval that holds the true one. */
interface Estimate {
  readonly value: number
  readonly low: number
  readonly high: number
  /** Values it comes from. */
  readonly count: number
}

type Verdict = 'better' | 'worse' | 'within noise' | 'undecided'

export interface TimingChange {
  readonly title: string
  readonly unit: string
  readonly before: Estimate
  readonly after: Estimate
  readonly verdict: Verdict
  /** Why it is undecided, or which steps explain the change. */
  readonly notes: readonly string[]
  /** Example traces of both sides. */
  readonly traces: readonly [string, string] | null
  /** Where the time of both went; null where it is not known of both. */
  readonly frames: FrameChange | null
}

export interface Timings {
  readonly changes: readonly TimingChange[]
  /** Measured on one side only, or under other conditions. */
  readonly apart: readonly { readonly title: string; readonly why: string }[]
}

const ALPHA = 0.05
/** Fewer runs of a benchmark on a side cannot tell scatter from change. */
const FEWEST_RUNS = 4

export function benchmarksBetween(before: Side, after: Side): Timings {
  const keyOf = (each: SideBenchmark) => `${each.name}\0${each.unit}\0${each.statistic}`
  const old = new Map(before.benchmarks.map(each => [keyOf(each), each]))
  const pairs = after.benchmarks.flatMap(is => {
    const was = old.get(keyOf(is))
    return was === undefined ? [] : [{ was, is }]
  })
  const apart = apartOf(before.benchmarks, after.benchmarks, keyOf, titleOf)
  const judged = pairs.flatMap(({ was, is }) => {
    const why = incomparable(
      { ...before.under, source: was.source },
      { ...after.under, source: is.source },
    )
    if (why === null) return [{ was, is, a: runValues(was), b: runValues(is) }]
    apart.push({ title: titleOf(is), why })
    return []
  })
  const chances = holm(judged.map(({ a, b }) => rankSum(a, b)))
  const changes = judged.map(({ was, is, a, b }, index) => {
    const [first, second] = [estimateOf(was), estimateOf(is)]
    const isEnough = Math.min(a.length, b.length) >= FEWEST_RUNS
    return {
      title: titleOf(is),
      unit: is.unit,
      before: first,
      after: second,
      verdict: isEnough
        ? verdictOf(is.better, second.value - first.value, (chances[index] ?? 1) <= ALPHA)
        : ('undecided' as const),
      notes: isEnough
        ? []
        : [`${Math.min(a.length, b.length)} of the ${FEWEST_RUNS} runs a verdict needs`],
      traces: null,
      frames: null,
    }
  })
  return { changes: changes.toSorted(byRatio), apart }
}

const estimateOf = (row: SideBenchmark): Estimate => {
  const values = row.runs.length > 1 ? runValues(row) : row.samples
  return { ...medianInterval(values), count: values.length }
}

function verdictOf(better: string | null, delta: number, isClear: boolean): Verdict {
  if (!isClear) return 'within noise'
  if (better === null) return 'undecided'
  return delta < 0 === (better === 'lower') ? 'better' : 'worse'
}

/** Standard errors that an interval of 95 % spans to each side. */
const NORMAL_95 = 1.96

/** By the mean time of a usual request, the number whose steps are stored with their scatter. */
export function operationsBetween(before: Side, after: Side): Timings {
  const keyOf = ({ service, operation }: SideOperation) => `${service}\0${operation}`
  const title = ({ service, operation }: SideOperation) => `${service} ${operation}`
  const old = new Map(before.operations.map(each => [keyOf(each), each]))
  const why = incomparable(
    { ...before.under, runtime: null, source: null },
    { ...after.under, runtime: null, source: null },
  )
  const apart = apartOf(before.operations, after.operations, keyOf, title)
  if (why !== null && after.operations.length > 0) apart.push({ title: 'every operation', why })
  const changes = after.operations.flatMap(is => {
    const was = old.get(keyOf(is))
    if (was === undefined || why !== null) return []
    const { causes } = explainChange(was, is)
    const [first, second] = [usualRequest(was), usualRequest(is)]
    const delta = second.value - first.value
    const traces = was.traceId && is.traceId ? ([was.traceId, is.traceId] as const) : null
    return {
      title: title(is),
      unit: 'ms',
      before: first,
      after: second,
      verdict: verdictOf('lower', delta, causes.length > 0),
      notes: causes.slice(0, 3).map(causeText),
      traces,
      frames: was.frame && is.frame ? frameChange(was.frame, is.frame) : null,
    }
  })
  return { changes: changes.toSorted(byRatio), apart }
}

function usualRequest({ steps, count }: SideOperation): Estimate {
  const value = steps.reduce((sum, { selfMs }) => sum + selfMs, 0)
  const error = NORMAL_95 * Math.hypot(...steps.map(({ errorMs }) => errorMs))
  return { value, low: Math.max(0, value - error), high: value + error, count }
}

function apartOf<T>(
  before: readonly T[],
  after: readonly T[],
  keyOf: (each: T) => string,
  title: (each: T) => string,
): { title: string; why: string }[] {
  const [old, now] = [new Set(before.map(keyOf)), new Set(after.map(keyOf))]
  return [
    ...after
      .filter(each => !old.has(keyOf(each)))
      .map(each => ({ title: title(each), why: 'only in the second run' })),
    ...before
      .filter(each => !now.has(keyOf(each)))
      .map(each => ({ title: title(each), why: 'only in the first run' })),
  ]
}

/** Clear changes first, then the largest. */
const byRatio = (a: TimingChange, b: TimingChange) =>
  weight(b) - weight(a) || (a.title < b.title ? -1 : 1)

const weight = ({ verdict, before, after }: TimingChange) =>
  (verdict === 'worse' ? 2000 : verdict === 'better' ? 1000 : 0) +
  Math.min(900, Math.abs(Math.log(after.value / before.value)) || 0)
