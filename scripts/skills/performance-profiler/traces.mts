/** What do the traces of a project measure? Its operations, and the suggestions that come with proof. Pure. */

import type { Measure, Missing } from '../../core/model.mts'
import { count, percent, ratio, seconds } from '../../core/scales.mts'
import type { OperationRow, TraceEvidence } from '../../core/traces/rows.mts'

export const traceScales = {
  operations: count.neither('Operations seen in traces.'),
  'operation-p95': seconds.fewer(
    'Time within which 95 % of an operation’s requests were answered.',
  ),
  'operation-errors': percent.fewer('Requests of an operation that failed.'),
  'operation-queries': count.fewer('Database queries an operation makes per request.'),
  apdex: ratio.more(
    'Apdex of all requests traced: 1 when every one was fast enough and none failed.',
  ),
  suggestions: count.fewer('Patterns in traces that cost time and could be removed.'),
} as const

type TraceMeasure = keyof typeof traceScales

/** Of several releases in the traces the one asked for, else all of them. */
function ofRelease(
  operations: readonly OperationRow[],
  release: string | null,
): readonly OperationRow[] {
  const own = operations.filter(each => each.release === release)
  return release !== null && own.length > 0 ? own : operations
}

/** Measures of the operations, the busiest hundred by name; `found` is the number of findings that count. */
export function traceMeasures(evidence: TraceEvidence, release: string | null, found: number) {
  const operations = ofRelease(evidence.operations, release)
  const requests = operations.reduce((sum, each) => sum + each.count, 0)
  const measures: (Measure & { readonly name: TraceMeasure })[] = [
    { name: 'operations', subject: '', value: operations.length + evidence.omittedOperations },
  ]
  const missing: (Missing & { readonly measure: TraceMeasure })[] = []
  if (requests === 0) {
    const why = 'the traces hold no request: no server or consumer span, and no job'
    for (const measure of ['apdex', 'suggestions'] as const) missing.push({ measure, why })
    return { measures, missing }
  }
  const satisfied = operations.reduce((sum, each) => sum + each.apdex * each.count, 0)
  measures.push(
    { name: 'apdex', subject: '', value: satisfied / requests },
    { name: 'suggestions', subject: '', value: found },
    ...operations.slice(0, 100).flatMap(measuresOf),
  )
  return { measures, missing }
}

function measuresOf(each: OperationRow): (Measure & { readonly name: TraceMeasure })[] {
  const subject = `${each.service} ${each.operation}`
  return [
    { name: 'operation-p95', subject, value: each.p95 / 1000 },
    { name: 'operation-errors', subject, value: 100 * each.errorRate },
    { name: 'operation-queries', subject, value: each.queries },
  ]
}
