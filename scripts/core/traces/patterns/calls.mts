/** Which calls to other programs does a request make one by one, though it asks much and waits each time? */

import { sum } from '../../sum.mts'
import { remoteCallsOf } from '../calls.mts'
import { stepName } from '../names.mts'
import type { ServiceRequest, Step } from '../requests.mts'
import { endUs, textOf } from '../span.mts'
import type { Sighting } from './pattern.mts'

const LEAST_CALLS = 3

/** Whoever works this long between two calls works with the answer of the first. */
const WORK_MS = 5

export function repeatedCalls(request: ServiceRequest): readonly Sighting[] {
  const groups = new Map<string, Step[]>()
  for (const step of remoteCallsOf(request)) {
    const target = targetOf(step)
    if (target === null || step.span.isError) continue
    const known = groups.get(target)
    if (known === undefined) groups.set(target, [step])
    else known.push(step)
  }
  return [...groups]
    .filter(([, steps]) => steps.length >= LEAST_CALLS)
    .map(([subject, steps]) => ({
      ...{ kind: 'repeated-call', subject, request, steps },
      calls: steps.length,
      ms: sum(steps, ({ span }) => span.durationMs),
    }))
}

/** A service of the same traces, or a public name; an inner address may be many programs. */
function targetOf({ span, callee }: Step): string | null {
  const host = textOf(span, 'server.address')
  return callee ?? (host === 'internal host' ? null : host)
}

/**
 * Three or more reads (GET, HEAD) of one parent, each begun within 5 ms of the end of the one before. They could run
 * together unless one needs what another answered, which a trace cannot tell: the suggestion says so.
 */
export function sequentialCalls(request: ServiceRequest): readonly Sighting[] {
  const byParent = new Map<number, Step[]>()
  for (const step of remoteCallsOf(request)) {
    const known = byParent.get(step.parent)
    if (known === undefined) byParent.set(step.parent, [step])
    else known.push(step)
  }
  return [...byParent.values()].flatMap(runsOf).flatMap((steps): Sighting[] => {
    const times = steps.map(({ span }) => span.durationMs)
    const ms = times.reduce((sum, each) => sum + each, 0) - Math.max(...times)
    const subject = [...new Set(steps.map(stepName))].slice(0, 5).join(', ')
    return [{ kind: 'sequential-calls', subject, request, steps, calls: steps.length, ms }]
  })
}

function runsOf(steps: readonly Step[]): readonly (readonly Step[])[] {
  const runs: Step[][] = []
  let last: Step | null = null
  for (const step of steps) {
    const pause = last === null ? Number.NaN : (step.span.startUs - endUs(last.span)) / 1000
    const isNext = isRead(step) && pause >= 0 && pause <= WORK_MS
    if (isNext && runs.length > 0) runs.at(-1)?.push(step)
    else runs.push(isRead(step) ? [step] : [])
    last = step
  }
  return runs.filter(run => run.length >= LEAST_CALLS)
}

const isRead = ({ span }: Step) =>
  !span.isError && /^(?:GET|HEAD)$/.test(textOf(span, 'http.request.method') ?? '')
