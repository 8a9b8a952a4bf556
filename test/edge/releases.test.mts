/** Which tags are releases before a commit, where releases are made on the line itself and on branches of their own. */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Cache } from '../../scripts/edge/cache.mts'
import { readReleases } from '../../scripts/edge/releases.mts'
import { testRepo } from '../support/repo.mts'

const named = async (...asked: Parameters<typeof readReleases>) =>
  (await readReleases(...asked)).map(({ name }) => name)

test('a release made on a branch of its own, which is never merged, is one', async t => {
  const repo = testRepo(t)
  repo.commit({ a: '1' })
  repo.git('tag', 'v1.0.0')
  repo.commit({ a: '2' })
  repo.git('checkout', '--quiet', '--detach')
  repo.commit({ version: '1.1.0' })
  repo.git('tag', '--annotate', '--message', 'x', 'v1.1.0')
  repo.git('checkout', '--quiet', 'main')
  const head = repo.commit({ a: '3' })
  assert.deepEqual(await named(repo.dir, head), ['v1.1.0', 'v1.0.0'])
})

test('also where no release was ever made on the line itself', async t => {
  const repo = testRepo(t)
  repo.commit({ a: '1' })
  repo.git('checkout', '--quiet', '--detach')
  repo.commit({ version: '1' })
  repo.git('tag', 'v1.0.0')
  repo.git('checkout', '--quiet', 'main')
  assert.deepEqual(await named(repo.dir, repo.commit({ a: '2' })), ['v1.0.0'])
})

test('a patch of the last release is a release before, made beside the line or not', async t => {
  const repo = testRepo(t)
  const fork = repo.commit({ a: '1' })
  repo.git('tag', 'v1.0.0')
  repo.git('checkout', '--quiet', '--detach')
  repo.commit({ a: '1.1' })
  repo.git('tag', 'v1.0.1')
  repo.git('checkout', '--quiet', '--detach', fork)
  repo.commit({ a: '2' })
  repo.git('tag', 'v2.0.0')
  repo.git('checkout', '--quiet', 'main')
  assert.deepEqual(await named(repo.dir, repo.commit({ a: '3' })), ['v1.0.1', 'v1.0.0'])
})

test('on a maintained older line a newer line is not what came before', async t => {
  const repo = testRepo(t)
  repo.commit({ a: '1' })
  repo.git('checkout', '--quiet', '-b', '1.x')
  repo.commit({ a: '1.0' })
  repo.git('tag', 'v1.0.0')
  repo.git('checkout', '--quiet', 'main')
  repo.commit({ a: '2' })
  repo.git('tag', 'v2.0.0')
  repo.git('checkout', '--quiet', '1.x')
  const old = repo.commit({ a: '1.1' })
  assert.deepEqual(await named(repo.dir, old), ['v1.0.0'])
  repo.git('checkout', '--quiet', 'main')
  assert.deepEqual(await named(repo.dir, repo.commit({ a: '3' })), ['v2.0.0'])
})

test('what was released after the commit did not come before it', async t => {
  const repo = testRepo(t)
  repo.commit({ a: '1' })
  repo.git('tag', 'v1.0.0')
  const fork = repo.commit({ a: '2' })
  const head = repo.commit({ a: '3' })
  repo.commit({ a: '4' })
  repo.git('tag', 'v3.0.0')
  repo.git('checkout', '--quiet', '--detach', fork)
  repo.commit({ a: '2.1' })
  repo.git('tag', 'v2.0.0')
  assert.deepEqual(await named(repo.dir, head), ['v1.0.0'])
})

test('what can be reached is kept until a tag is set', async t => {
  const repo = testRepo(t)
  repo.commit({ a: '1' })
  repo.git('tag', 'v1.0.0')
  const head = repo.commit({ a: '2' })
  const rows = new Map<string, Uint8Array>()
  const cache: Cache = {
    isNew: false,
    read: keys => new Map([...rows].filter(([key]) => keys.includes(key))),
    write: some => {
      for (const [key, value] of some) rows.set(key, value)
    },
    close: () => {},
  }
  // Another glob each time: one process asks the same only once.
  assert.deepEqual(await named(repo.dir, head, 'v*', cache), ['v1.0.0'])
  assert.equal(rows.size, 1)
  assert.deepEqual(await named(repo.dir, head, 'v1*', cache), ['v1.0.0'])
  assert.equal(rows.size, 1)
  repo.git('tag', 'v1.1.0')
  assert.deepEqual(await named(repo.dir, head, 'v1.*', cache), ['v1.1.0', 'v1.0.0'])
  assert.equal(rows.size, 2)
})
