import assert from 'node:assert/strict'
import { test } from 'node:test'
import { DuckDBInstance } from '@duckdb/node-api'
import { operationRows, traceRows } from '../../../scripts/core/history-traces.mts'
import { traceEvidence } from '../../../scripts/core/traces/evidence.mts'
import { causeText, explainChange } from '../../../scripts/core/traces/explain.mts'
import type { StepRow } from '../../../scripts/core/traces/rows.mts'
import type { Span } from '../../../scripts/core/traces/span.mts'
import { inTrace, query, span } from '../../support/spans.mts'

const evidenceOf = (traces: readonly (readonly Span[])[]) =>
  traceEvidence(
    { traces: () => traces, leftOut: { dropped: 0, duplicates: 0, unreadable: 0 } },
    500,
  )

/** Numbers that look like chance and are the same every time. */
const scattered = (index: number) => ((index * 7919) % 1009) / 1009

const request = (index: number, release = 'v1', extraMs = 0): readonly Span[] => {
  const work = 10 + 90 * scattered(index) ** 3
  const failed = index % 17 === 0
  return inTrace(
    index + 1,
    [
      span(1, null, 0, work + 20 + extraMs, {
        release,
        isError: failed && index % 2 === 0,
        attributes: {
          'http.request.method': 'GET',
          'http.route': index % 3 === 0 ? '/a' : '/b',
          'http.response.status_code': failed ? 503 : 200,
        },
      }),
      span(2, 1, 2, 10 + extraMs, { ...query('SELECT a FROM t WHERE b = ?'), release }),
      span(3, 1, 13 + extraMs, 5, { ...query('SELECT c FROM d'), release }),
    ],
    index * 10,
  )
}

const traces = Array.from({ length: 1000 }, (_, index) => request(index))

test('percentiles, counts and error rates agree with plain SQL over the raw spans', async () => {
  const instance = await DuckDBInstance.create(':memory:')
  const session = await instance.connect()
  await session.run(
    'create table spans (trace varchar, parent varchar, ms double, error boolean, attributes json)',
  )
  const appender = await session.createAppender('spans')
  for (const span of traces.flat()) {
    appender.appendVarchar(span.traceId)
    if (span.parentId === null) appender.appendNull()
    else appender.appendVarchar(span.parentId)
    appender.appendDouble(span.durationMs)
    appender.appendBoolean(span.isError)
    appender.appendVarchar(JSON.stringify(span.attributes))
    appender.endRow()
  }
  appender.closeSync()
  const reader = await session.runAndReadAll(
    `with requests as (
       select trace, ms, 'GET ' || (attributes->>'$."http.route"') as operation,
         error or (attributes->>'$."http.response.status_code"')::int >= 500 as failed
       from spans where parent is null
     ), queries as (
       select trace, count(*) as queries from spans where attributes->>'$."db.system.name"' is not null group by 1
     )
     select operation, count(*)::int, quantile_cont(ms, .5), quantile_cont(ms, .95), quantile_cont(ms, .99),
       avg(failed::int), avg(case when failed then 0 when ms <= 500 then 1 when ms <= 2000 then .5 else 0 end),
       avg(queries)
     from requests join queries using (trace) group by 1 order by 2 desc`,
  )
  const ours = evidenceOf(traces).operations.map(each => [
    ...[each.operation, each.count, each.p50, each.p95, each.p99, each.errorRate, each.apdex],
    each.queries,
  ])
  const theirs = reader.getRowsJS()
  session.closeSync()
  instance.closeSync()
  assert.equal(ours.length, 2)
  for (const [row, values] of ours.entries())
    for (const [column, value] of values.entries()) {
      const other = theirs[row]?.[column]
      if (typeof value === 'number') assert.ok(Math.abs(value - Number(other)) < 1e-9)
      else assert.equal(value, other)
    }
})

test('a slower step explains a slower operation, and nothing explains none', () => {
  const rows = (extraMs: number, release: string) =>
    evidenceOf(traces.map((_, index) => request(index, release, extraMs))).operations[0]
  const [before, same, slower] = [rows(0, 'v1'), rows(0, 'v2'), rows(4, 'v2')]
  assert.ok(before && same && slower)
  assert.deepEqual(explainChange(before, same).causes, [])
  const { causes, deltaMs } = explainChange(before, slower)
  assert.ok(Math.abs(deltaMs - 4) < 1e-9)
  assert.deepEqual(causes.map(causeText), [
    'SELECT a FROM t WHERE b = ?: 10 → 14 ms, 100 % of the change',
  ])
})

test('more calls of a step are part of the explanation', () => {
  const loop = (times: number) =>
    evidenceOf(
      [0, 1, 2, 3].map(index =>
        inTrace(index + 1, [
          span(1, null, 0, 10 + 2 * times),
          ...Array.from({ length: times }, (_, at) =>
            span(at + 2, 1, at * 2, 2, query('SELECT a FROM t')),
          ),
        ]),
      ),
    ).operations[0]
  const [before, after] = [loop(2), loop(6)]
  assert.ok(before && after)
  assert.deepEqual(explainChange(before, after).causes.map(causeText), [
    'SELECT a FROM t: 4 → 12 ms (2 → 6 calls), 100 % of the change',
  ])
})

test('a query that was written anew is the same step; two new ones, or of another kind, are not', () => {
  const step = (name: string, selfMs: number, calls = 1): StepRow => ({
    ...{ name, kind: 'client', calls, selfMs, errorMs: 0 },
  })
  const said = (...after: StepRow[]) =>
    explainChange({ steps: [step('SELECT a', 10)] }, { steps: after }).causes.map(causeText)
  assert.deepEqual(said(step('SELECT b', 14)), ['SELECT b: 10 → 14 ms, 100 % of the change'])
  const each = '0 → 7 ms (0 → 1 calls), 175 % of the change'
  assert.deepEqual(said(step('SELECT b', 7), step('SELECT c', 7)), [
    `SELECT b: ${each}`,
    `SELECT c: ${each}`,
  ])
  for (const other of [step('UPDATE a', 14), step('SELECT b', 14, 3)])
    assert.match(said(other)[0] ?? '', /: 0 → 14 ms/)
})

test('the slowest, the median and a failed trace are kept, and nothing else', () => {
  const evidence = evidenceOf(traces)
  const roles = evidence.traces.map(({ operation, role }) => `${operation} ${role}`).sort()
  // The slowest request of /a is a failed one: it is kept once.
  assert.deepEqual(roles, [
    ...['GET /a median', 'GET /a slowest'],
    ...['GET /b error', 'GET /b median', 'GET /b slowest'],
  ])
  const [row] = traceRows('run', evidence)
  assert.deepEqual(Object.keys(JSON.parse(String(row?.spans))[0]).sort(), [
    ...['attributes', 'durationMs', 'id', 'isError', 'kind', 'name', 'parentId', 'release'],
    ...['scope', 'service', 'startUs'],
  ])
  assert.equal(operationRows('run', evidence).length, 2)
})

test('of a trace of thousands the longest spans are kept with what is above them', () => {
  const many = [
    span(1, null, 0, 1000),
    ...Array.from({ length: 3000 }, (_, index) =>
      span(index + 2, 1 + Math.floor(index / 3), 0, 900 - index / 10),
    ),
  ]
  const [kept] = evidenceOf([many]).traces
  assert.ok(kept && kept.spans.length <= 300 && kept.omitted === 3001 - kept.spans.length)
  const ids = new Set(kept.spans.map(({ id }) => id))
  for (const { parentId } of kept.spans) assert.ok(parentId === null || ids.has(parentId))
})

test('a service without requests says so, and no number is made up', () => {
  const { operations, received } = evidenceOf([[span(1, 9, 0, 5)]])
  assert.deepEqual([operations, received.orphans], [[], 1])
})
