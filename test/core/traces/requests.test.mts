import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { requestsOf } from '../../../scripts/core/traces/requests.mts'
import { call, hex, span } from '../../support/spans.mts'

const selfTimes = (spans: Parameters<typeof requestsOf>[0]) =>
  requestsOf(spans).requests.map(({ steps }) => steps.map(({ selfMs }) => selfMs))

test('self time is what no step of the span covers, overlapping steps counted once', () => {
  const trace = [span(1, null, 0, 100), span(2, 1, 10, 40), span(3, 1, 30, 40), span(4, 2, 20, 10)]
  assert.deepEqual(selfTimes([trace]), [[40, 30, 40, 10]])
})

test('a step on a clock that runs ahead is cut to the span around it', () => {
  const trace = [span(1, null, 0, 100), span(2, 1, -50, 60), span(3, 1, 90, 500)]
  assert.deepEqual(selfTimes([trace]), [[80, 60, 500]])
})

test('each service has its own request: the caller keeps the time of the call', () => {
  const trace = [
    span(1, null, 0, 100),
    span(2, 1, 10, 80, call('api.example.com')),
    span(3, 2, 20, 60, { service: 'stock', kind: 'server' }),
    span(4, 3, 30, 10, { service: 'stock' }),
  ]
  const { requests } = requestsOf([trace])
  assert.deepEqual(
    requests.map(({ entry, steps }) => [entry.service, steps.map(({ selfMs }) => selfMs)]),
    [
      ['shop', [20, 80]],
      ['stock', [50, 10]],
    ],
  )
  assert.equal(requests[0]?.steps[1]?.callee, 'stock')
})

test('a second server span of the same service is no second request', () => {
  const trace = [span(1, null, 0, 100), span(2, 1, 1, 98, { kind: 'server' })]
  assert.equal(requestsOf([trace]).requests.length, 1)
})

test('an entry whose caller is not here is a request, an inner span without its parent is an orphan', () => {
  const trace = [span(1, 99, 0, 10, { kind: 'server' }), span(2, 98, 0, 10), span(3, 2, 0, 5)]
  const { requests, orphans } = requestsOf([trace])
  assert.deepEqual([requests.length, requests[0]?.steps.length, orphans], [1, 1, 1])
})

test('a start-up connection is no request, a job is', () => {
  const { requests } = requestsOf([
    [span(1, null, 0, 5, { kind: 'client' })],
    [span(2, null, 0, 5, { kind: 'internal' })],
  ])
  assert.deepEqual(
    requests.map(({ entry }) => entry.id),
    [hex(2, 16)],
  )
})

test('spans that are their own ancestors are cut, and nothing hangs or is counted twice', () => {
  const trace = [
    span(1, 3, 0, 9, { kind: 'server' }),
    span(2, 1, 0, 9),
    span(3, 2, 0, 9),
    span(4, 4, 0, 9),
  ]
  const { cyclic, requests } = requestsOf([trace])
  assert.equal(cyclic, 2)
  assert.ok(requests.length <= 1)
})

test('a chain of 100,000 spans is read without recursion', () => {
  const chain = Array.from({ length: 100_000 }, (_, index) =>
    span(index + 1, index === 0 ? null : index, 0, 10),
  )
  assert.equal(requestsOf([chain]).requests[0]?.steps.length, 100_000)
})

test('whatever the parents are, every span is in one request at most and self time never exceeds duration', () => {
  const anySpan = fc.tuple(
    fc.option(fc.integer({ min: 1, max: 12 })),
    fc.integer({ min: 0, max: 50 }),
    fc.integer({ min: 0, max: 50 }),
    fc.constantFrom('server', 'client', 'internal', 'consumer') as fc.Arbitrary<'server'>,
    fc.constantFrom('a', 'b'),
  )
  fc.assert(
    fc.property(fc.array(anySpan, { maxLength: 12 }), drafts => {
      const trace = drafts.map(([parent, at, ms, kind, service], index) =>
        span(index + 1, parent, at, ms, { kind, service }),
      )
      const seen = new Set<string>()
      for (const { steps } of requestsOf([trace]).requests)
        for (const step of steps) {
          assert.ok(!seen.has(step.span.id))
          seen.add(step.span.id)
          assert.ok(step.selfMs >= 0 && step.selfMs <= step.span.durationMs + 1e-9)
        }
    }),
  )
})
