import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { branchedAt, chooseBaseline } from '../../scripts/edge/baseline.mts'
import { openRepository } from '../../scripts/edge/repository.mts'
import { temporaryFolder, testRepo } from '../support/repo.mts'

const choose = async (dir: string, wish?: string) => chooseBaseline(await openRepository(dir), wish)

function history(t: TestContext) {
  const repo = testRepo(t)
  const first = repo.commit({ a: '1' })
  const second = repo.commit({ a: '2' })
  return { repo, first, second }
}

test('on a branch: where it left the default branch, even when that moved on', async t => {
  const { repo, second } = history(t)
  repo.git('checkout', '--quiet', '-b', 'feature')
  repo.commit({ b: '1' })
  repo.git('checkout', '--quiet', 'main')
  repo.commit({ a: '3' })
  repo.git('checkout', '--quiet', 'feature')
  const baseline = await choose(repo.dir)
  assert.deepEqual(baseline, {
    commit: second,
    release: null,
    chosen: 'where this branch left main',
    onto: 'main',
  })
})

test('on the default branch: the last release before HEAD, not the one HEAD carries', async t => {
  const { repo, first } = history(t)
  repo.git('tag', 'v1.0.0', first)
  repo.git('tag', 'v1.1.0')
  const baseline = await choose(repo.dir)
  assert.deepEqual(baseline, {
    commit: first,
    release: 'v1.0.0',
    chosen: 'the last release, v1.0.0',
    onto: null,
  })
})

test('without a release: the first parent; on the first commit: nothing, and why', async t => {
  const { repo, first } = history(t)
  assert.equal((await choose(repo.dir)).commit, first)
  const single = testRepo(t)
  single.commit({ a: '1' })
  assert.deepEqual(await choose(single.dir), {
    commit: null,
    why: 'this is the first commit',
    isShallow: false,
  })
})

test('a detached head on the way is compared like its branch', async t => {
  const { repo, second } = history(t)
  repo.git('checkout', '--quiet', '-b', 'feature')
  const tip = repo.commit({ b: '1' })
  repo.git('checkout', '--quiet', '--detach', tip)
  assert.equal((await choose(repo.dir)).commit, second)
})

test('as asked, none, and what git does not know', async t => {
  const { repo, first } = history(t)
  assert.equal((await choose(repo.dir, first.slice(0, 8))).commit, first)
  assert.deepEqual(await choose(repo.dir, 'none'), {
    commit: null,
    why: 'no comparison was asked for',
    isShallow: false,
  })
  await assert.rejects(choose(repo.dir, 'v9'), /--baseline v9: git knows no such commit/)
  await assert.rejects(choose(repo.dir, '--output=x'), /git knows no such commit/)
})

test('a shallow clone is insufficient and names the command; no git is nothing', async t => {
  const { repo } = history(t)
  const clone = join(temporaryFolder(t), 'clone')
  execFileSync('git', ['clone', '--quiet', '--depth=1', `file://${repo.dir}`, clone], {
    stdio: 'ignore',
  })
  const baseline = await choose(clone)
  assert.ok(baseline.commit === null && baseline.isShallow)
  assert.match(baseline.why, /git fetch --unshallow/)
  const deeper = join(temporaryFolder(t), 'clone')
  execFileSync('git', ['clone', '--quiet', '--depth=2', `file://${repo.dir}`, deeper], {
    stdio: 'ignore',
  })
  repo.commit({ a: '3' })
  execFileSync('git', ['-C', deeper, 'pull', '--quiet', '--depth=2'], { stdio: 'ignore' })
  const previous = await choose(deeper)
  assert.ok(previous.commit !== null)
  assert.match(previous.chosen, /^the previous commit, because the clone is shallow/)
  assert.deepEqual(await choose(temporaryFolder(t)), {
    commit: null,
    why: 'there is no git history',
    isShallow: false,
  })
})

test('a branch is as old as the commit where it left; the default branch left nowhere', async t => {
  const { repo } = history(t)
  const main = repo.git('rev-parse', 'HEAD')
  repo.git('checkout', '--quiet', '-b', 'feature')
  const head = repo.commit({ b: '1' })
  const left = await branchedAt(repo.dir, head, 'feature')
  assert.equal(Date.parse(left ?? ''), Date.parse('2026-01-02T00:00:00Z'))
  assert.equal(await branchedAt(repo.dir, head, null), left)
  assert.equal(await branchedAt(repo.dir, main, 'main'), null)
  assert.equal(await branchedAt(repo.dir, main, 'feature'), null)
})
