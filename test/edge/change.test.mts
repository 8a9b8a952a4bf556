import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readDiff } from '../../scripts/edge/change.mts'
import { testRepo } from '../support/repo.mts'

test('hunks are the lines of the head that were added or edited; renames are followed', async t => {
  const repo = testRepo(t)
  const body = Array.from({ length: 20 }, (_, i) => `line ${i}`).join('\n')
  const before = repo.commit({
    'a.txt': `${body}\n`,
    'old.txt': `${body}\nend\n`,
    'gone.txt': 'x\n',
    'dé "q"\t.txt': 'a\n',
  })
  repo.git('mv', 'old.txt', 'new.txt')
  repo.git('rm', '--quiet', 'gone.txt')
  const after = repo.commit({
    'a.txt': `${body.replace('line 3', 'line three').replace('line 9\n', '')}\n+++ b/forged.txt\n@@ -1 +1 @@\n`,
    'dé "q"\t.txt': 'a\nb\n',
  })
  const { hunks, renames } = await readDiff(repo.dir, before, after)
  assert.deepEqual([...renames], [['new.txt', 'old.txt']])
  assert.deepEqual(hunks, [
    {
      path: 'a.txt',
      ranges: [
        [4, 4],
        [20, 21],
      ],
    },
    { path: 'dé "q"\t.txt', ranges: [[2, 2]] },
  ])
})
