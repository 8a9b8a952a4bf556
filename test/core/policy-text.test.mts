/** Is it the same policy, and does it score the same? */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Policy } from '../../scripts/core/policy.mts'
import { policyHash, policyText, scoringOf } from '../../scripts/core/policy-text.mts'
import { defaultPolicy } from '../../scripts/policy.mts'

const scoring = (change: Partial<Policy>) => scoringOf(policyText({ ...defaultPolicy, ...change }))

test('another gate is another policy, and scores the same', () => {
  const gate = { ...defaultPolicy.gate, score: 47 }
  assert.notEqual(policyHash({ ...defaultPolicy, gate }), policyHash(defaultPolicy))
  assert.equal(scoring({ gate, project: 'harbour', jaeger: 'http://localhost:16686' }), scoring({}))
})

test('other weights, levels, settings, files or waivers may score differently', () => {
  const { dimensions } = defaultPolicy
  const waiver = { rule: 'old-todo', reason: 'later', owner: 'ada', expires: '2027-01-31' }
  const changes: readonly Partial<Policy>[] = [
    { dimensions: { ...dimensions, docs: { ...dimensions.docs, weight: 5 } } },
    { levels: { 'complex-function': 'off' } },
    { skills: { 'refactor-assistant': { cognitive: 20 } } },
    { files: { exclude: ['legacy/**'], test: [], include: [] } },
    { waivers: [waiver] },
  ]
  const digests = changes.map(scoring)
  assert.equal(new Set([...digests, scoring({})]).size, changes.length + 1)
})

test('what is no policy scores nothing', () => {
  for (const text of ['', 'null', '7', '{}', '{"gate": "not a gate"'])
    assert.equal(scoringOf(text), null)
})
