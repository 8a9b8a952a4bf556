/** Do runs that another job stored come into the branch, each once? */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { sound } from '../assess/samples.mts'
import { openDoor } from '../support/door.mts'
import { temporaryFolder, testRepo } from '../support/repo.mts'

test('the runs of a folder are added once, and nothing else of it', async t => {
  const [door, repo] = [openDoor(t), testRepo(t)]
  repo.commit({ 'src/a.ts': sound('a') })
  const remember = (folder: string) =>
    door.call('remember', [folder, repo.dir, '--branch', 'quality'])
  const none = await remember(temporaryFolder(t))
  assert.deepEqual([none.code, none.stderr.includes('There is no run in')], [2, true])
  await door.assess(repo.dir)
  assert.equal((await remember(door.data)).stdout, 'Added to the branch quality: 1 run.\n')
  assert.equal((await remember(door.data)).stdout, 'Added to the branch quality: 0 runs.\n')
  const rows = await door.rows('SELECT run FROM runs', ['--branch', 'quality', repo.dir])
  assert.equal(rows.length, 1)
  assert.equal(repo.git('status', '--porcelain'), '')
  assert.equal((await door.call('remember', [door.data])).code, 2)
})
