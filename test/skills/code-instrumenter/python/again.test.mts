/** Is there nothing left to do the second time, and nothing for a project that serves nothing? */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { NoEvidence } from '../../../../scripts/core/skill.mts'
import { evidenceOf, nothingIsLeft } from '../plan.mts'
import { FASTAPI } from './sources.mts'

test('a second run has nothing to do', t =>
  nothingIsLeft(t, { 'app.py': FASTAPI, 'requirements.txt': 'fastapi\nredis\n' }))

test('a project that serves nothing is not asked', async () => {
  const evidence = await evidenceOf({ 'a.py': 'print(1)\n', 'requirements.txt': 'requests\n' })
  assert.ok(evidence instanceof NoEvidence)
})
