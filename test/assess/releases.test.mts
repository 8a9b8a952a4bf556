/** Is there a trend at once? Earlier releases stand in the history under the name and the policy of today. */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openDoor } from '../support/door.mts'
import { testRepo } from '../support/repo.mts'
import { sound, tangled } from './samples.mts'

test('releases from before there was a policy are judged by the one that is checked out', async t => {
  const repo = testRepo(t)
  repo.commit({ 'src/a.ts': sound('a') })
  repo.git('tag', 'v1.0.0')
  const policy = 'project: harbour\ngate: { score: 40 }\nlevels: { complex-function: "off" }\n'
  repo.commit({ 'src/b.ts': tangled('b'), 'shipworthy.yml': policy })
  const door = openDoor(t)
  const said = await door.assess(repo.dir, ['--releases', '1'])
  assert.ok(said.code === 0 || said.code === 4, said.stderr)
  const runs = await door.rows(
    'SELECT project, release, count(*) OVER (PARTITION BY policy)::INTEGER AS alike FROM runs ORDER BY committed_at',
  )
  assert.deepEqual(runs, [
    { project: 'harbour', release: 'v1.0.0', alike: 2 },
    { project: 'harbour', release: null, alike: 2 },
  ])
})
