/** Which queries does one request run again and again, and which are slow by themselves? */

import { compareText } from '../../order.mts'
import { median } from '../../statistics/describe.mts'
import { sum } from '../../sum.mts'
import { queriesOf } from '../calls.mts'
import { stepName } from '../names.mts'
import type { Operation } from '../operations.mts'
import type { ServiceRequest, Step } from '../requests.mts'
import type { TracePattern } from '../rows.mts'
import { endUs, textOf } from '../span.mts'
import { codeOf, rowsOf, type Sighting } from './pattern.mts'

const LEAST_REPEATS = 3
const LEAST_SAME = 2

/** Pages of one long list: each query asks for the next part, and none can be saved. */
const PAGING = /\boffset \?/i

/** Waiting between runs is polling, not a loop over rows: a pause longer than this, and than ten runs. */
const PAUSE_MS = 20

/** `repeated-query` for one shape with different or unknown values, `identical-query` for the very same query. */
export function repeatedQueries(request: ServiceRequest): readonly Sighting[] {
  const groups = new Map<string, Step[]>()
  for (const step of queriesOf(request)) {
    // A retry is no repetition of its own making, and without a shape two queries cannot be told apart.
    if (step.span.isError || !isNamed(step)) continue
    const name = stepName(step)
    const known = groups.get(name)
    if (known === undefined) groups.set(name, [step])
    else known.push(step)
  }
  return [...groups].flatMap(([subject, steps]) => {
    const same = largestSame(steps)
    const different = steps.length - (same.length - (same.length === 0 ? 0 : 1))
    const sightings: Sighting[] = []
    if (same.length >= LEAST_SAME)
      sightings.push(sighting('identical-query', subject, request, same))
    if (different >= LEAST_REPEATS && !PAGING.test(subject) && !isPolling(steps))
      sightings.push(sighting('repeated-query', subject, request, steps))
    return sightings
  })
}

function sighting(
  kind: 'repeated-query' | 'identical-query',
  subject: string,
  request: ServiceRequest,
  steps: readonly Step[],
): Sighting {
  const ms = sum(steps, ({ span }) => span.durationMs)
  return { kind, subject, request, steps, calls: steps.length, ms }
}

const isNamed = ({ span }: Step) =>
  textOf(span, 'db.query.text') !== null || textOf(span, 'db.collection.name') !== null

function largestSame(steps: readonly Step[]): readonly Step[] {
  const groups = new Map<string, Step[]>()
  for (const step of steps) {
    const { exact } = step.span
    if (exact === null || !isRead(step)) continue
    const known = groups.get(exact)
    if (known === undefined) groups.set(exact, [step])
    else known.push(step)
  }
  let largest: readonly Step[] = []
  for (const group of groups.values()) if (group.length > largest.length) largest = group
  return largest
}

/** Writing the same twice is meant; asking the same twice is not. */
const isRead = (step: Step) => /^[\s(]*(?:select|with)\b/i.test(stepName(step))

function isPolling(steps: readonly Step[]): boolean {
  const pauses = steps
    .slice(1)
    .map(({ span }, index) => (span.startUs - endUs((steps[index] as Step).span)) / 1000)
  const run = median(steps.map(({ span }) => span.durationMs))
  return median(pauses) > Math.max(PAUSE_MS, 10 * run)
}

const LEAST_RUNS = 5
const LEAST_SLOW_MS = 20
const MOST_SLOW = 10

/** Every query of the operation that ran five times and usually takes 20 ms: the longest ten. */
export function slowQueries(operation: Operation): readonly TracePattern[] {
  const named = operation.requests.flatMap(request =>
    queriesOf(request)
      .filter(isNamed)
      .map(step => ({ request, step })),
  )
  const runs = Map.groupBy(named, ({ step }) => stepName(step))
  const { service, release, requests } = operation
  return [...runs]
    .map(([subject, all]) => ({ subject, all, ms: median(all.map(ranMs)) }))
    .filter(({ all, ms }) => all.length >= LEAST_RUNS && ms >= LEAST_SLOW_MS)
    .sort((a, b) => b.ms - a.ms || compareText(a.subject, b.subject))
    .slice(0, MOST_SLOW)
    .map(({ subject, all, ms }) => {
      const typical = all.reduce((best, each) =>
        Math.abs(ranMs(each) - ms) < Math.abs(ranMs(best) - ms) ? each : best,
      )
      return {
        ...{ kind: 'slow-query', service, operation: operation.operation, release, subject },
        requests: new Set(all.map(({ request }) => request)).size,
        of: requests.length,
        calls: all.length,
        ms,
        rows: rowsOf(all.map(({ step }) => step)),
        traceId: typical.request.entry.traceId,
        spanIds: [typical.step.span.id],
        code: codeOf(typical.request, typical.step),
      }
    })
}

const ranMs = ({ step }: { readonly step: Step }) => step.span.durationMs
