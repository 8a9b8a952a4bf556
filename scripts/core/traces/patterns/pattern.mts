/** How does something seen in many requests of an operation become one row with its proof? */

import { median } from '../../statistics/describe.mts'
import type { Operation } from '../operations.mts'
import type { ServiceRequest, Step } from '../requests.mts'
import type { TracePattern, TracePatternKind } from '../rows.mts'
import { numberOf, type Span, textOf } from '../span.mts'

/** What one request shows. */
export interface Sighting {
  readonly kind: TracePatternKind
  readonly subject: string
  readonly request: ServiceRequest
  readonly steps: readonly Step[]
  readonly calls: number
  readonly ms: number
}

const MOST_SPANS = 20

/** One row per kind and subject; the request that shows it most clearly is the example. */
export function patternsFrom(
  { service, operation, release, requests }: Operation,
  sightings: readonly Sighting[],
): readonly TracePattern[] {
  const groups = new Map<string, Sighting[]>()
  for (const sighting of sightings) {
    const key = `${sighting.kind}\0${sighting.subject}`
    const known = groups.get(key)
    if (known === undefined) groups.set(key, [sighting])
    else known.push(sighting)
  }
  return [...groups.values()].map(group => {
    const clearest = group.reduce((best, each) => (each.calls > best.calls ? each : best))
    const { kind, subject, request, steps } = clearest
    return {
      ...{ kind, service, operation, release, subject },
      requests: group.length,
      of: requests.length,
      calls: median(group.map(({ calls }) => calls)),
      ms: median(group.map(({ ms }) => ms)),
      rows: rowsOf(group.flatMap(each => each.steps)),
      traceId: request.entry.traceId,
      spanIds: steps.slice(0, MOST_SPANS).map(({ span }) => span.id),
      code: steps[0] === undefined ? null : codeOf(request, steps[0]),
    }
  })
}

export function rowsOf(steps: readonly Step[]): number | null {
  const rows = steps.flatMap(({ span }) => numberOf(span, 'db.response.returned_rows') ?? [])
  return rows.length === 0 ? null : median(rows)
}

/** The step's own code, else that of the nearest step around it that knows where it is. */
export function codeOf({ steps }: ServiceRequest, step: Step): TracePattern['code'] {
  for (let at: Step | undefined = step; at !== undefined; at = steps[at.parent]) {
    const code = placeOf(at.span)
    if (code !== null) return code
  }
  return null
}

function placeOf(span: Span): TracePattern['code'] {
  const path = textOf(span, 'code.file.path')
  if (path === null) return null
  const line = numberOf(span, 'code.line.number')
  return { path, line, function: textOf(span, 'code.function.name') }
}
