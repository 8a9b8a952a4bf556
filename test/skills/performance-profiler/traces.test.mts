import assert from 'node:assert/strict'
import { test } from 'node:test'
import { traceEvidence } from '../../../scripts/core/traces/evidence.mts'
import { suggestionRules } from '../../../scripts/skills/performance-profiler/suggestions.mts'
import { traceMeasures, traceScales } from '../../../scripts/skills/performance-profiler/traces.mts'
import { inTrace, span } from '../../support/spans.mts'

const evidenceOf = (releases: readonly string[]) =>
  traceEvidence(
    {
      traces: () =>
        releases.map((release, index) =>
          inTrace(index + 1, [
            span(1, null, 0, 100 * (index + 1), { release, name: 'job', isError: index === 1 }),
          ]),
        ),
      leftOut: { dropped: 0, duplicates: 0, unreadable: 0 },
    },
    150,
  )

test('operations are measured in the units of the house: seconds, percent, a ratio', () => {
  assert.deepEqual(traceMeasures(evidenceOf(['v1', 'v1']), null, 3), {
    measures: [
      { name: 'operations', subject: '', value: 1 },
      { name: 'apdex', subject: '', value: 0.5 },
      { name: 'suggestions', subject: '', value: 3 },
      { name: 'operation-p95', subject: 'shop job', value: 0.195 },
      { name: 'operation-errors', subject: 'shop job', value: 50 },
      { name: 'operation-queries', subject: 'shop job', value: 0 },
    ],
    missing: [],
  })
})

test('of several releases the assessed one is measured, where it is among them', () => {
  const evidence = evidenceOf(['v1', 'v2'])
  const apdex = (release: string | null) =>
    traceMeasures(evidence, release, 0).measures.find(({ name }) => name === 'apdex')?.value
  assert.deepEqual([apdex('v1'), apdex('v2'), apdex('v3')], [1, 0, 0.5])
})

test('traces without a request measure nothing, and say why', () => {
  const { measures, missing } = traceMeasures(evidenceOf([]), null, 0)
  assert.deepEqual(measures, [{ name: 'operations', subject: '', value: 0 }])
  assert.deepEqual(
    missing.map(({ measure }) => measure),
    ['apdex', 'suggestions'],
  )
})

test('every suggestion costs a measure there is', () => {
  for (const { costs } of Object.values(suggestionRules))
    for (const measure of costs) assert.ok(measure in traceScales)
})
