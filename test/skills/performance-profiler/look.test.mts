import assert from 'node:assert/strict'
import { test } from 'node:test'
import { defaultLevels } from '../../../scripts/core/findings.mts'
import type { Lens } from '../../../scripts/core/lens.mts'
import { NoEvidence } from '../../../scripts/core/skill.mts'
import { traceEvidence } from '../../../scripts/core/traces/evidence.mts'
import { skill } from '../../../scripts/skills/performance-profiler.mts'
import { query, span } from '../../support/spans.mts'
import { fakeLens } from '../fake-lens.mts'

const settings = { ...skill.settings, levels: defaultLevels(skill.rules), waivers: [] }

const requests = [
  span(1, null, 0, 20, { name: 'job' }),
  ...[0, 1, 2, 3, 4, 5].map(at => span(at + 2, 1, 3 * at, 1, query('SELECT a FROM t WHERE b = ?'))),
]

const traces = traceEvidence(
  { traces: () => [requests], leftOut: { dropped: 0, duplicates: 0, unreadable: 0 } },
  500,
)

const looking = (answer: Awaited<ReturnType<Lens['traces']>>) =>
  skill.collect(
    fakeLens({ find: async () => [], files: async () => [], traces: async () => answer }),
    settings,
  )

test('traces alone are enough to judge; benchmarks that there are none of are not missed', async () => {
  const evidence = await looking({ ok: true, value: traces })
  assert.ok(!(evidence instanceof NoEvidence))
  assert.equal(evidence.operations[0]?.operation, 'job')
  const { measures, missing, findings } = skill.judge(evidence, settings, {})
  assert.equal(measures.find(({ name }) => name === 'suggestions')?.value, 1)
  assert.deepEqual(
    findings.map(({ rule }) => rule),
    ['query-per-row'],
  )
  for (const { status } of missing ?? []) assert.equal(status, 'not-applicable')
})

test('traces that were asked for and cannot be had are unavailable, in a sentence', async () => {
  const evidence = await looking({ ok: false, why: 'Jaeger at x gave no traces: gone.' })
  assert.ok(evidence instanceof NoEvidence)
  assert.deepEqual(
    [evidence.status, evidence.why],
    ['unavailable', 'Jaeger at x gave no traces: gone.'],
  )
})

test('without benchmarks and traces the question does not arise', async () => {
  const evidence = await looking(null)
  assert.ok(evidence instanceof NoEvidence && evidence.status === 'not-applicable')
})
