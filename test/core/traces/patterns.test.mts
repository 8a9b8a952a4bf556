import assert from 'node:assert/strict'
import { test } from 'node:test'
import { traceEvidence } from '../../../scripts/core/traces/evidence.mts'
import type { Span } from '../../../scripts/core/traces/span.mts'
import { call, query, span } from '../../support/spans.mts'

const evidenceOf = (...traces: readonly (readonly Span[])[]) =>
  traceEvidence(
    { traces: () => traces, leftOut: { dropped: 0, duplicates: 0, unreadable: 0 } },
    500,
  )

const shown = (...traces: readonly (readonly Span[])[]) =>
  evidenceOf(...traces).patterns.map(({ kind, subject, calls, ms }) => ({
    kind,
    subject,
    calls,
    ms,
  }))

const BY_ID = 'SELECT * FROM products WHERE id = ?'

/** A request that runs one query a number of times, `every` ms. */
const repeating = (times: number, every: number, more: Partial<Span> = query(BY_ID)) => [
  span(1, null, 0, times * every + 10),
  ...Array.from({ length: times }, (_, index) => span(index + 2, 1, index * every, 1, more)),
]

test('a query for each row is seen with its trace, its spans and its code', () => {
  const inCode = { 'code.file.path': 'src/a.ts', 'code.line.number': 7 }
  const trace = repeating(10, 2).map(each =>
    each.kind === 'server' ? { ...each, attributes: inCode } : each,
  )
  const [pattern] = evidenceOf(trace).patterns
  assert.deepEqual(
    [pattern?.kind, pattern?.subject, pattern?.calls, pattern?.ms],
    ['repeated-query', BY_ID, 10, 10],
  )
  assert.equal(pattern?.traceId, trace[0]?.traceId)
  assert.deepEqual(
    pattern?.spanIds,
    trace.slice(1).map(({ id }) => id),
  )
  assert.deepEqual(pattern?.code, { path: 'src/a.ts', line: 7, function: null })
})

test('the very same query again is identical, not one for each row', () => {
  const same = repeating(4, 2).map(each => ({ ...each, exact: 'same' }))
  assert.deepEqual(
    shown(same).map(({ kind, calls }) => [kind, calls]),
    [['identical-query', 4]],
  )
})

test('writing the same twice is meant', () => {
  const insert = { ...query('INSERT INTO log VALUES (?)'), exact: 'same' }
  assert.deepEqual(shown(repeating(2, 2, insert)), [])
})

test('what two libraries report of one query is one query', () => {
  const twice = repeating(2, 5).flatMap((each, index) =>
    index === 0
      ? [each]
      : [each, { ...each, id: `${index}`.padStart(16, 'f'), durationMs: 0.9, scope: 'driver' }],
  )
  assert.equal(evidenceOf(twice).operations[0]?.queries, 2)
  assert.deepEqual(shown(twice), [])
})

test('polling, paging, retries and transactions are no query for each row', () => {
  assert.deepEqual(shown(repeating(10, 500)), [])
  assert.deepEqual(shown(repeating(10, 2, query('SELECT * FROM t LIMIT ? OFFSET ?'))), [])
  assert.deepEqual(shown(repeating(10, 2, { ...query(BY_ID), isError: true })), [])
  assert.deepEqual(shown(repeating(10, 2, query('BEGIN'))), [])
  assert.deepEqual(shown(repeating(10, 2, query('SELECT ?'))), [])
})

test('queries whose text is unknown are not taken for each other', () => {
  const nameless: Partial<Span> = {
    kind: 'client',
    name: 'postgresql.query',
    attributes: { 'db.system.name': 'postgresql' },
  }
  assert.deepEqual(shown(repeating(10, 2, nameless)), [])
})

const reads = (starts: readonly number[], ms: number, more: Partial<Span>) => [
  span(1, null, 0, 1000),
  ...starts.map((at, index) => span(index + 2, 1, at, ms, more)),
]

test('reads of one parent that follow each other at once could run together', () => {
  const [first] = shown(reads([0, 51, 102], 50, call('internal host')))
  assert.deepEqual(first, {
    kind: 'sequential-calls',
    subject: 'GET internal host/x',
    calls: 3,
    ms: 100,
  })
})

test('calls that overlap, that write, or that are worked on in between are left alone', () => {
  assert.deepEqual(shown(reads([0, 1, 2], 50, call('internal host'))), [])
  assert.deepEqual(shown(reads([0, 51, 102], 50, call('internal host', '/x', 'POST'))), [])
  assert.deepEqual(shown(reads([0, 90, 180], 50, call('internal host'))), [])
})

test('many calls of one host are seen, an inner address is nobody in particular', () => {
  const kinds = (host: string) => shown(reads([0, 1, 2, 3], 50, call(host))).map(({ kind }) => kind)
  assert.deepEqual(kinds('api.example.com'), ['repeated-call'])
  assert.deepEqual(kinds('internal host'), [])
})

test('a query is slow by its median, and only after five runs', () => {
  const run = (index: number, ms: number): readonly Span[] => [
    { ...span(1, null, 0, ms + 1), traceId: `${index}`.padStart(32, '0') },
    { ...span(2, 1, 0, ms, query(BY_ID)), traceId: `${index}`.padStart(32, '0') },
  ]
  const runs = (...times: readonly number[]) => times.map((ms, index) => run(index + 1, ms))
  assert.deepEqual(shown(...runs(100, 100, 100, 100)), [])
  assert.deepEqual(shown(...runs(1, 1, 1, 1, 1, 900)), [])
  assert.deepEqual(
    shown(...runs(40, 50, 60, 50, 50)).map(({ kind, calls, ms }) => [kind, calls, ms]),
    [['slow-query', 5, 50]],
  )
})
