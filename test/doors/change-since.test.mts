/** The change since the baseline, with what git does not track yet. */

import assert from 'node:assert/strict'
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { openProject } from '../../scripts/doors/open-project.mts'
import { LOOKING } from '../support/looking.mts'
import { testRepo } from '../support/repo.mts'

test('a file that was moved without git is renamed, not new; a copy is new', async t => {
  const repo = testRepo(t)
  const text = 'export const a = 1\nexport const b = 2\n'
  repo.commit({ 'old.ts': text, 'kept.ts': 'export const c = 3\n' })
  repo.commit({ 'README.md': '# A' })
  rmSync(join(repo.dir, 'old.ts'))
  repo.write({ 'new.ts': text, 'copy.ts': 'export const c = 3\n' })
  const open = await openProject(repo.dir, {
    ...LOOKING,
  })
  t.after(() => open.close())
  const change = open.lens.change
  assert.ok(change !== null)
  assert.deepEqual([...change.renames], [['new.ts', 'old.ts']])
  assert.deepEqual(
    change.hunks.map(({ path }) => path).filter(path => path !== 'README.md'),
    ['copy.ts'],
  )
  assert.deepEqual(change.removed, [])
})
