/** Where does the time of an operation go? Self time and calls of each step in a usual request. */

import { compareText } from '../order.mts'
import { percentile } from '../statistics/describe.mts'
import { everyQueryOf } from './calls.mts'
import { stepName } from './names.mts'
import type { ServiceRequest } from './requests.mts'
import type { StepRow } from './rows.mts'
import { isQuery } from './span.mts'

const MOST_STEPS = 40

interface Sums {
  readonly name: string
  readonly kind: StepRow['kind']
  calls: number
  ms: number
  squares: number
}

/**
 * Means over the requests that are not among the slowest 5 %: one stall says nothing about a release. Where steps
 * follow each other, self times add up to the mean duration of those requests. The largest 40 are kept.
 */
export function breakdownOf(requests: readonly ServiceRequest[]): readonly StepRow[] {
  const usual = usualOf(requests)
  const sums = new Map<string, Sums>()
  for (const request of usual) {
    const own = new Map<string, number>()
    const queries = new Set(everyQueryOf(request))
    for (const step of request.steps) {
      const name = stepName(step)
      const key = `${step.span.kind}\0${name}`
      const known = sums.get(key) ?? { name, kind: step.span.kind, calls: 0, ms: 0, squares: 0 }
      // A second library's word on the same query is its time, and no further call.
      if (!isQuery(step.span) || queries.has(step)) known.calls += 1
      sums.set(key, known)
      own.set(key, (own.get(key) ?? 0) + step.selfMs)
    }
    for (const [key, ms] of own) {
      const known = sums.get(key) as Sums
      known.ms += ms
      known.squares += ms * ms
    }
  }
  return [...sums.values()]
    .map(each => rowOf(each, usual.length))
    .sort((a, b) => b.selfMs - a.selfMs || compareText(a.name, b.name))
    .slice(0, MOST_STEPS)
}

function usualOf(requests: readonly ServiceRequest[]): readonly ServiceRequest[] {
  const limit = percentile(
    requests.map(({ entry }) => entry.durationMs),
    95,
  )
  return requests.filter(({ entry }) => entry.durationMs <= limit)
}

function rowOf({ name, kind, calls, ms, squares }: Sums, count: number): StepRow {
  const mean = ms / count
  const variance = count < 2 ? 0 : Math.max(0, (squares - count * mean * mean) / (count - 1))
  return {
    name,
    kind,
    calls: calls / count,
    selfMs: mean,
    errorMs: Math.sqrt(variance / count),
  }
}
