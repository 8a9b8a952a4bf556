/** Which faults does the skill offer to put right, and in which projects does it leave them alone? */

import assert from 'node:assert/strict'
import { type TestContext, test } from 'node:test'
import { NoEvidence } from '../../../scripts/core/skill.mts'
import { proposalsFor } from '../../../scripts/skills/refactor-assistant/propose.mts'
import { skill } from '../../../scripts/skills/refactor-assistant.mts'
import { changedLens } from '../../support/changed-lens.mts'

async function proposed(t: TestContext, manifest: object): Promise<readonly string[]> {
  const before = {
    'package.json': JSON.stringify({ name: 'ship', ...manifest }),
    'src/index.ts': "import { used } from './a.ts'\nexport const api = used\n",
  }
  const lens = await changedLens(t, before, {
    'src/a.ts': 'export const used = 1\nexport const left = 2\n',
  })
  const evidence = await skill.collect(lens, skill.settings as never)
  assert.ok(!(evidence instanceof NoEvidence))
  return (await proposalsFor(lens, evidence)).map(({ why }) => why)
}

test('a package that says what others import loses what nobody uses; of another nobody knows', async t => {
  const why = ['Remove left of src/a.ts: nothing uses it']
  assert.deepEqual(await proposed(t, { exports: './src/index.ts' }), why)
  assert.deepEqual(await proposed(t, { private: true, main: 'src/index.ts' }), why)
  assert.deepEqual(await proposed(t, { main: 'src/index.ts', types: 'src/index.ts' }), [])
})
