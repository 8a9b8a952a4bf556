/** Which queries and calls did a request really make? Two libraries that both watch one query do not make it two. */

import { stepName } from './names.mts'
import type { ServiceRequest, Step } from './requests.mts'
import { endUs, isQuery, isRemoteCall, type Span } from './span.mts'

const HOUSEKEEPING =
  /^(?:(?:begin|commit|rollback|savepoint|release|start transaction|set \S+|show|pragma|connect)\b|select \?;?$|.*\b(?:pool\.acquire|pool-connect|connect)$)/i

/** What a request asks the database: opening connections, transactions and pings left out. */
export const queriesOf = (request: ServiceRequest): readonly Step[] =>
  everyQueryOf(request).filter(step => !HOUSEKEEPING.test(stepName(step)))

export const everyQueryOf = (request: ServiceRequest): readonly Step[] =>
  once(
    request,
    ({ span }) => isQuery(span),
    (step, seen) => stepName(step) === stepName(seen),
  )

/** Requests to other programs; a library on top of another's is the outer one alone. */
export function remoteCallsOf(request: ServiceRequest): readonly Step[] {
  return once(
    request,
    step => isRemoteCall(step.span),
    () => true,
  )
}

/** In order of their start, without a step that lies in one already taken: below it, or beside it from another library. */
function once(
  { steps }: ServiceRequest,
  isWanted: (step: Step) => boolean,
  isSame: (step: Step, seen: Step) => boolean,
): readonly Step[] {
  const wanted = steps.filter(isWanted)
  wanted.sort((a, b) => a.span.startUs - b.span.startUs || b.span.durationMs - a.span.durationMs)
  const taken: Step[] = []
  for (const step of wanted) {
    // Overlapping candidates are the latest ones: looking far back finds nothing.
    const recent = taken.slice(-8)
    const isInside = recent.some(
      seen =>
        holds(seen.span, step.span) &&
        (isBelow(steps, step, seen) || (seen.span.scope !== step.span.scope && isSame(step, seen))),
    )
    if (!isInside) taken.push(step)
  }
  return taken
}

const holds = (outer: Span, inner: Span) =>
  outer.startUs <= inner.startUs && endUs(inner) <= endUs(outer) + 1

function isBelow(steps: readonly Step[], step: Step, ancestor: Step): boolean {
  for (let at = steps[step.parent]; at !== undefined; at = steps[at.parent])
    if (at === ancestor) return true
  return false
}
