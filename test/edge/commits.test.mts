import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { test } from 'node:test'
import { openCache } from '../../scripts/edge/cache.mts'
import { readCommits, readCommitsSince } from '../../scripts/edge/commits.mts'
import { temporaryFolder, testRepo } from '../support/repo.mts'

const NOW = '2026-02-01T00:00:00Z'

test('commits come newest first, with numbers, and old paths under their name of today', async t => {
  const repo = testRepo(t)
  const body = 'a\nb\nc\nd\ne\nf\n'
  repo.commit({ 'first.py': body }, 'one')
  repo.git('mv', 'first.py', 'second.py')
  repo.commit({}, 'two')
  repo.git('mv', 'second.py', 'third.py')
  const head = repo.commit({ 'third.py': `${body}g\n` }, 'three')
  const answer = await readCommits(repo.dir, head, NOW, 183, 'key')
  assert.ok(answer.ok)
  assert.deepEqual(
    answer.value.map(({ subject, files }) => [subject, files]),
    [
      ['three', [{ path: 'third.py', added: 1, deleted: 0 }]],
      ['two', [{ path: 'third.py', added: 0, deleted: 0 }]],
      ['one', [{ path: 'third.py', added: 6, deleted: 0 }]],
    ],
  )
})

test('authors are pseudonyms: equal within a project, unrelated between projects, never the address', async t => {
  const repo = testRepo(t)
  const head = repo.commit({ a: '1' })
  const [one, same, other] = await Promise.all(
    ['p', 'p', 'q'].map(key => readCommits(repo.dir, head, NOW, 183, key)),
  )
  const author = (answer: typeof one) => (answer?.ok ? answer.value[0]?.author : undefined)
  assert.match(author(one) ?? '', /^[0-9a-f]{16}$/)
  assert.equal(author(one), author(same))
  assert.notEqual(author(one), author(other))
})

test('a subject that imitates our separators forges no commit', async t => {
  const repo = testRepo(t)
  const fake = 'f'.repeat(40)
  repo.commit({ a: '1' }, 'honest')
  const head = repo.commit({ a: '2' }, `evil \x01${fake}`)
  const answer = await readCommits(repo.dir, head, NOW, 183, 'key')
  assert.ok(answer.ok)
  assert.equal(answer.value.length, 2)
  assert.ok(answer.value.every(({ id }) => id !== fake))
})

test('only the asked days count, back from the given moment', async t => {
  const repo = testRepo(t)
  for (let day = 0; day < 10; day++) repo.commit({ a: String(day) })
  const answer = await readCommits(
    repo.dir,
    repo.git('rev-parse', 'HEAD'),
    '2026-01-10T12:00:00Z',
    4,
    'key',
  )
  assert.ok(answer.ok)
  assert.equal(answer.value.length, 4)
})

test('a shallow clone is an answer with the command to run', async t => {
  const repo = testRepo(t)
  repo.commit({ a: '1' })
  const head = repo.commit({ a: '2' })
  const clone = join(temporaryFolder(t), 'clone')
  execFileSync('git', ['clone', '--quiet', '--depth=1', `file://${repo.dir}`, clone], {
    stdio: 'ignore',
  })
  const answer = await readCommits(clone, head, NOW, 183, 'key')
  assert.ok(!answer.ok)
  assert.match(answer.why, /shallow.*git fetch --unshallow/)
})

test('commits since a tag', async t => {
  const repo = testRepo(t)
  repo.commit({ a: '1' })
  repo.git('tag', 'v1')
  const head = repo.commit({ a: '2' }, 'later')
  const answer = await readCommitsSince(repo.dir, 'v1', head)
  assert.ok(answer.ok)
  assert.deepEqual(
    answer.value.map(({ subject }) => subject),
    ['later'],
  )
})

test('a log is read once for a commit, and never taken for that of another question', async t => {
  const repo = testRepo(t)
  repo.commit({ 'a/one.py': '1' })
  const head = repo.commit({ 'a/one.py': '2', b: '1' })
  const cache = await openCache(temporaryFolder(t))
  t.after(() => cache.close())
  const ask = (dir = repo.dir, days = 183, key = 'key') =>
    readCommits(dir, head, NOW, days, key, cache)
  const first = await ask()
  const written = t.mock.method(cache, 'write')
  assert.deepEqual(await ask(), first)
  assert.equal(written.mock.callCount(), 0)
  for (const other of [ask(join(repo.dir, 'a')), ask(repo.dir, 0), ask(repo.dir, 183, 'other')])
    assert.notDeepEqual(await other, first)
})
