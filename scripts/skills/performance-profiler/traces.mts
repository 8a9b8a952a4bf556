/** What do the traces of a project measure? Its operations, and the suggestions that come with proof. Pure. */

import type { PerformanceEvidence } from '../../core/benchmark.mts'
import type { Finding, Measure, Missing } from '../../core/model.mts'
import { count, percent, seconds } from '../../core/scales.mts'
import { sum } from '../../core/sum.mts'
import type { OperationRow } from '../../core/traces/rows.mts'
import { suggestionRules } from './suggestions.mts'

export const traceScales = {
  operations: count.neither('Operations seen in traces.'),
  'operation-p95': seconds.fewer(
    'Time within which 95 % of an operation’s requests were answered.',
  ),
  'operation-errors': percent.fewer('Requests of an operation that failed.'),
  'operation-queries': count.fewer('Database queries an operation makes per request.'),
  apdex: percent.more(
    'Apdex of all requests traced, in percent: 100 when every one was fast enough and none failed.',
  ),
  suggestions: count.fewer('Patterns in traces that cost time and could be removed.'),
} as const

type TraceMeasure = keyof typeof traceScales

/** Measures of the operations, the busiest hundred by name. Waived findings are no suggestions that count. */
export function traceReading(
  { operations, traces }: Pick<PerformanceEvidence, 'operations' | 'traces'>,
  findings: readonly Finding[],
) {
  const measures: (Measure & { readonly name: TraceMeasure })[] = []
  const requests = sum(operations, each => each.count)
  if (traces === null || requests === 0) {
    const missing = absent(
      traces === null
        ? { why: 'no traces were given: --traces or --start', status: 'not-applicable' }
        : { why: 'the traces hold no request: no server or consumer span, and no job' },
    )
    return { measures, missing }
  }
  const isSuggestion = ({ rule, waived }: Finding) =>
    waived === undefined && rule in suggestionRules
  const satisfied = sum(operations, each => each.apdex * each.count)
  measures.push(
    { name: 'operations', subject: '', value: operations.length + traces.omittedOperations },
    { name: 'apdex', subject: '', value: (100 * satisfied) / requests },
    { name: 'suggestions', subject: '', value: findings.filter(isSuggestion).length },
    ...operations.slice(0, 100).flatMap(measuresOf),
  )
  return { measures, missing: [] }
}

const absent = (because: Omit<Missing, 'measure'>) =>
  (['operations', 'apdex', 'suggestions'] as const).map(measure => ({ measure, ...because }))

function measuresOf(each: OperationRow): (Measure & { readonly name: TraceMeasure })[] {
  const subject = `${each.service} ${each.operation}`
  return [
    { name: 'operation-p95', subject, value: each.p95 / 1000 },
    { name: 'operation-errors', subject, value: 100 * each.errorRate },
    { name: 'operation-queries', subject, value: each.queries },
  ]
}
