import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { TracePattern } from '../../../scripts/core/traces/rows.mts'
import {
  suggestionLimits,
  suggestions,
} from '../../../scripts/skills/performance-profiler/suggestions.mts'

const pattern = (more: Partial<TracePattern>): TracePattern => ({
  kind: 'repeated-query',
  service: 'shop',
  operation: 'GET /orders/:id',
  release: 'v1',
  subject: 'SELECT * FROM products WHERE id = ?',
  requests: 90,
  of: 100,
  calls: 10,
  ms: 21,
  rows: null,
  traceId: 'ab'.repeat(16),
  spanIds: [],
  code: { path: 'src/orders.js', line: 12, function: 'list' },
  ...more,
})

const rulesOf = (...patterns: readonly Partial<TracePattern>[]) =>
  suggestions(patterns.map(pattern), suggestionLimits).map(({ rule }) => rule)

test('a suggestion says what, how often, how long and in which trace', () => {
  assert.deepEqual(suggestions([pattern({})], suggestionLimits), [
    {
      rule: 'query-per-row',
      path: 'src/orders.js',
      line: 12,
      symbol: 'shop GET /orders/:id SELECT * FROM products WHERE id = ?',
      message:
        'shop GET /orders/:id: SELECT * FROM products WHERE id = ? runs 10 times (21 ms) in 90 of 100 requests; trace abababababababababababababababab',
    },
  ])
})

test('below its limit, or in few requests, a pattern is no suggestion', () => {
  assert.deepEqual(rulesOf({ calls: 4 }, { requests: 9 }), [])
  assert.deepEqual(rulesOf({ kind: 'identical-query', calls: 2 }), [])
  assert.deepEqual(rulesOf({ kind: 'sequential-calls', ms: 49 }), [])
  assert.deepEqual(rulesOf({ kind: 'repeated-call', calls: 4 }), [])
  assert.deepEqual(rulesOf({ kind: 'slow-query', ms: 99 }), [])
})

test('a missing index is suspected only where few rows were found by a search', () => {
  const slow = { kind: 'slow-query', ms: 200 } as const
  assert.deepEqual(rulesOf({ ...slow, rows: 1 }), ['missing-index'])
  assert.deepEqual(rulesOf({ ...slow, rows: null }), ['slow-query'])
  assert.deepEqual(rulesOf({ ...slow, rows: 5000 }), ['slow-query'])
  const sum = 'SELECT count(*) FROM t WHERE a = ?'
  assert.deepEqual(rulesOf({ ...slow, rows: 1, subject: sum }), ['slow-query'])
})

test('what two releases share is said once', () => {
  assert.deepEqual(rulesOf({}, { release: 'v2' }), ['query-per-row'])
})
