/** Is the assessed project left exactly as it was? Every file, every time stamp, git's index included. */

import assert from 'node:assert/strict'
import { lstatSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, test } from 'node:test'
import { openDoor } from '../support/door.mts'
import { testRepo } from '../support/repo.mts'
import { lcov, leave, npmLock, sound, tangled } from './samples.mts'

/** Path, kind, size, time of change and of the last status change of everything below, `.git` included. */
function listing(dir: string, skip: (path: string) => boolean = () => false): string[] {
  return readdirSync(dir, { recursive: true, encoding: 'utf8' })
    .filter(path => !skip(path))
    .sort()
    .map(path => {
      const { mode, size, mtimeMs, ctimeMs } = lstatSync(join(dir, path))
      return `${path} ${mode} ${size} ${mtimeMs} ${ctimeMs}`
    })
}

function sample(t: Parameters<typeof testRepo>[0]) {
  const repo = testRepo(t)
  repo.commit({ 'src/a.ts': sound('a'), ...npmLock({ 'pkg-1': '1.0.0' }) })
  repo.git('tag', 'v1.0.0')
  repo.commit({ 'src/b.ts': tangled('b'), '.gitattributes': '*.ts filter=evil diff=evil\n' })
  repo.git('config', 'filter.evil.clean', 'touch evil; cat')
  repo.git('config', 'filter.evil.smudge', 'touch evil; cat')
  repo.git('config', 'diff.evil.textconv', 'touch evil; cat')
  repo.git('config', 'core.fsmonitor', 'touch evil')
  repo.git('tag', 'v1.1.0')
  repo.write({ 'src/b.ts': sound('b'), 'src/new.ts': sound('n') })
  leave(repo.dir, 'lcov.info', lcov({ 'src/a.ts': { hit: [2, 3] } }))
  return repo
}

describe('the assessed project', { concurrency: 2 }, () => {
  test('is not written to, and none of its programs runs', async t => {
    const repo = sample(t)
    const door = openDoor(t)
    const before = listing(repo.dir)
    const said = await door.assess(repo.dir, ['--releases', '2', '--baseline', 'v1.0.0'])
    assert.equal(said.code, 0, said.stderr)
    assert.deepEqual(listing(repo.dir), before)
  })

  test('with --branch gets objects and one ref, nothing else', async t => {
    const repo = sample(t)
    repo.git('stash', '--quiet', '--include-untracked')
    const door = openDoor(t)
    const isHistory = (path: string) =>
      /^\.git\/(objects|refs|logs)(\/|$)/.test(path) || path === '.git'
    const index = readFileSync(join(repo.dir, '.git/index'))
    const before = listing(repo.dir, isHistory)
    const refs = repo.git('for-each-ref', '--format=%(refname) %(objectname)')
    const said = await door.assess(repo.dir, ['--branch', 'quality'])
    assert.equal(said.code, 0, said.stderr)
    assert.deepEqual(listing(repo.dir, isHistory), before)
    assert.deepEqual(readFileSync(join(repo.dir, '.git/index')), index)
    const now = repo.git('for-each-ref', '--format=%(refname) %(objectname)').split('\n')
    assert.deepEqual(
      now.filter(ref => !ref.startsWith('refs/heads/quality ')),
      refs.split('\n'),
    )
    assert.equal(now.length, refs.split('\n').length + 1)
  })
})
