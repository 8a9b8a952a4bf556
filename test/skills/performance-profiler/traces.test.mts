import assert from 'node:assert/strict'
import { test } from 'node:test'
import { traceEvidence } from '../../../scripts/core/traces/evidence.mts'
import { suggestionRules } from '../../../scripts/skills/performance-profiler/suggestions.mts'
import { traceReading, traceScales } from '../../../scripts/skills/performance-profiler/traces.mts'
import { inTrace, span } from '../../support/spans.mts'

function evidenceOf(requests: number) {
  const { operations, ...traces } = traceEvidence(
    {
      traces: () =>
        Array.from({ length: requests }, (_, index) =>
          inTrace(index + 1, [
            span(1, null, 0, 100 * (index + 1), { name: 'job', isError: index === 1 }),
          ]),
        ),
      leftOut: { dropped: 0, duplicates: 0, unreadable: 0 },
    },
    150,
  )
  return { operations, traces }
}

const suggestion = (more: object = {}) => ({
  rule: 'query-per-row',
  level: 'warn' as const,
  key: 'k',
  path: null,
  line: null,
  message: '',
  ...more,
})

test('operations are measured in the units of the house: seconds and percent', () => {
  const findings = [
    suggestion(),
    suggestion({ waived: 'for now' }),
    suggestion({ rule: 'slower-benchmark' }),
  ]
  assert.deepEqual(traceReading(evidenceOf(2), findings), {
    measures: [
      { name: 'operations', subject: '', value: 1 },
      { name: 'apdex', subject: '', value: 50 },
      { name: 'suggestions', subject: '', value: 1 },
      { name: 'operation-p95', subject: 'shop job', value: 0.195 },
      { name: 'operation-errors', subject: 'shop job', value: 50 },
      { name: 'operation-queries', subject: 'shop job', value: 0 },
    ],
    missing: [],
  })
})

test('without traces nothing is asked of them; traces without a request say so', () => {
  const statuses = (evidence: Parameters<typeof traceReading>[0]) =>
    traceReading(evidence, []).missing.map(({ measure, ...rest }) => [
      measure,
      'status' in rest ? rest.status : null,
    ])
  assert.deepEqual(statuses({ operations: [], traces: null }), [
    ['operations', 'not-applicable'],
    ['apdex', 'not-applicable'],
    ['suggestions', 'not-applicable'],
  ])
  assert.deepEqual(statuses(evidenceOf(0)), [
    ['operations', null],
    ['apdex', null],
    ['suggestions', null],
  ])
})

test('every suggestion costs a measure there is', () => {
  for (const { costs } of Object.values(suggestionRules))
    for (const measure of costs) assert.ok(measure in traceScales)
})
