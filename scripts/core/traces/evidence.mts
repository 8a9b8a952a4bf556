/** What do traces say in all? Operations, examples and patterns: plain rows, from spans that are then forgotten. */

import { exampleRow, examplesOf } from './examples.mts'
import { type Operation, operationsOf, rollUp } from './operations.mts'
import { repeatedCalls, sequentialCalls } from './patterns/calls.mts'
import { patternsFrom } from './patterns/pattern.mts'
import { repeatedQueries, slowQueries } from './patterns/queries.mts'
import { requestsOf } from './requests.mts'
import type { ExampleTrace, TraceEvidence, TracePattern } from './rows.mts'
import type { Span } from './span.mts'

const MOST_OPERATIONS = 300

/** Operations whose example traces are kept: the busiest. */
const MOST_EXEMPLIFIED = 30

const MOST_PATTERNS = 100

interface Source {
  traces(): Iterable<readonly Span[]>
  readonly leftOut: Pick<TraceEvidence['received'], 'dropped' | 'duplicates' | 'unreadable'>
}

/** @param apdexMs the time that satisfies (T of Apdex), in ms. */
export function traceEvidence(source: Source, apdexMs: number): TraceEvidence {
  const { requests, ...counts } = requestsOf(source.traces())
  const all = operationsOf(requests)
  const operations = all.slice(0, MOST_OPERATIONS)
  const patterns = operations
    .flatMap(operation => patternsOf(operation).map(pattern => ({ operation, pattern })))
    .sort((a, b) => b.pattern.ms * b.pattern.requests - a.pattern.ms * a.pattern.requests)
    .slice(0, MOST_PATTERNS)
  return {
    operations: operations.map(operation => rollUp(operation, apdexMs)),
    traces: distinct([
      ...operations
        .slice(0, MOST_EXEMPLIFIED)
        .flatMap(each => examplesOf(each.requests).map(example => exampleRow(each, example))),
      ...patterns.flatMap(({ operation, pattern }) => proofOf(operation, pattern)),
    ]),
    patterns: patterns.map(({ pattern }) => pattern),
    received: { ...counts, ...source.leftOut },
    omittedOperations: all.length - operations.length,
  }
}

function patternsOf(operation: Operation): readonly TracePattern[] {
  const sightings = operation.requests.flatMap(request => [
    ...repeatedQueries(request),
    ...repeatedCalls(request),
    ...sequentialCalls(request),
  ])
  return [...patternsFrom(operation, sightings), ...slowQueries(operation)]
}

function proofOf(operation: Operation, { traceId }: TracePattern): readonly ExampleTrace[] {
  const request = operation.requests.find(({ entry }) => entry.traceId === traceId)
  return request === undefined ? [] : [exampleRow(operation, { role: 'pattern', request })]
}

/** The first row of a trace in an operation stands: it may be the slowest and show a pattern. */
function distinct(rows: readonly ExampleTrace[]): readonly ExampleTrace[] {
  const first = new Map<string, ExampleTrace>()
  for (const row of rows) {
    const key = `${row.traceId}\0${row.service}\0${row.operation}`
    if (!first.has(key)) first.set(key, row)
  }
  return [...first.values()]
}
