/** Is there nothing left to do the second time, and nothing for a project that serves nothing? */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { NoEvidence } from '../../../../scripts/core/skill.mts'
import { evidenceOf, plan } from '../plan.mts'
import { FASTAPI } from './sources.mts'

test('a second run has nothing to do', async t => {
  const files = { 'app.py': FASTAPI, 'requirements.txt': 'fastapi\nredis\n' }
  const first = await plan(t, files)
  const again = await plan(t, {
    ...files,
    ...Object.fromEntries(first.changes.map(({ path, after }) => [path, after])),
  })
  assert.deepEqual(again.changes, [])
  assert.deepEqual(again.judged.findings, [])
  assert.equal(again.judged.measures.find(({ name }) => name === 'traced-endpoints')?.value, 100)
})

test('a project that serves nothing is not asked', async () => {
  const evidence = await evidenceOf({ 'a.py': 'print(1)\n', 'requirements.txt': 'requests\n' })
  assert.ok(evidence instanceof NoEvidence)
})
