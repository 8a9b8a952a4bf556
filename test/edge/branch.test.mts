import assert from 'node:assert/strict'
import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import {
  chmodSync,
  existsSync,
  globSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { pathToFileURL } from 'node:url'
import { UserFault } from '../../scripts/core/fault.mts'
import { appendToBranch, checkoutBranch } from '../../scripts/edge/branch.mts'
import { openHistory } from '../../scripts/edge/store.mts'
import { testRun } from '../support/history.mts'
import { type TestRepo, temporaryFolder, testRepo } from '../support/repo.mts'

const BRANCH = 'quality/data'

/** A file of the history with this text, ready to be appended. */
function fileOf(t: TestContext, run: string, text = run) {
  const path = `runs/project=a%2Fb/month=2026-03/${run}.parquet`
  const absolute = join(temporaryFolder(t), 'content')
  writeFileSync(absolute, text)
  return { path, absolute }
}

const append = (t: TestContext, repo: string, run: string, push = false, branch = BRANCH) =>
  appendToBranch({ repo, branch, files: [fileOf(t, run)], message: `Assess ${run}`, push })

function projectWithRemote(t: TestContext): { repo: TestRepo; remote: string } {
  const remote = join(temporaryFolder(t), 'remote.git')
  execFileSync('git', ['init', '--quiet', '--bare', remote])
  const repo = testRepo(t)
  repo.commit({ 'src/a.ts': 'export {}\n' })
  repo.git('remote', 'add', 'origin', remote)
  repo.git('push', '--quiet', 'origin', 'main')
  return { repo, remote }
}

const runsOn = (dir: string, ref = BRANCH) =>
  execFileSync('git', ['-C', dir, 'ls-tree', '-r', '--name-only', ref, 'runs'], {
    encoding: 'utf8',
  })
    .trim()
    .split('\n')
    .map(path => /([^/]+)\.parquet$/.exec(path)?.[1])

const fault = (pattern: RegExp) => (error: unknown) => {
  assert.ok(error instanceof UserFault, String(error))
  assert.match(error.message, pattern)
  assert.equal(/\p{Cc}/u.test(error.message), false)
  return true
}

test('the branch begins without a parent and grows by one commit a run', async t => {
  const repo = testRepo(t)
  repo.commit({ 'src/a.ts': 'export {}\n' })
  await append(t, repo.dir, 'r1')
  await append(t, repo.dir, 'r2')
  assert.deepEqual(repo.git('log', '--format=%s', BRANCH).split('\n'), ['Assess r2', 'Assess r1'])
  assert.deepEqual(runsOn(repo.dir), ['r1', 'r2'])
  const top = repo.git('ls-tree', '--name-only', BRANCH).split('\n')
  assert.deepEqual(top, ['README.md', 'runs', 'views.sql'])
  assert.equal(repo.git('show', `${BRANCH}:runs/project=a%2Fb/month=2026-03/r1.parquet`), 'r1')
})

test('the index of an append is gone with it, not only when the process ends', async t => {
  const repo = testRepo(t)
  repo.commit({ 'src/a.ts': 'export {}\n' })
  const before = process.env.TMPDIR
  const temporary = temporaryFolder(t)
  process.env.TMPDIR = temporary
  t.after(() => {
    if (before === undefined) delete process.env.TMPDIR
    else process.env.TMPDIR = before
  })
  const files = [fileOf(t, 'r1')]
  const there = readdirSync(temporary)
  await appendToBranch({ repo: repo.dir, branch: BRANCH, files, message: 'Assess r1', push: false })
  assert.deepEqual(readdirSync(temporary), there)
})

test('checkout, index and stash of the user stay as they were', async t => {
  const repo = testRepo(t)
  repo.commit({ 'src/a.ts': 'one\n', 'src/b.ts': 'one\n' })
  repo.write({ 'src/a.ts': 'staged\n' })
  repo.git('add', '-A')
  repo.write({ 'src/a.ts': 'dirty\n', 'new.txt': 'untracked\n' })
  const index = readFileSync(join(repo.dir, '.git/index'))
  const before = [repo.git('status', '--porcelain'), repo.git('rev-parse', 'HEAD')]
  await append(t, repo.dir, 'r1')
  await append(t, join(repo.dir, 'src'), 'r2')
  assert.deepEqual(readFileSync(join(repo.dir, '.git/index')), index)
  assert.deepEqual([repo.git('status', '--porcelain'), repo.git('rev-parse', 'HEAD')], before)
  assert.deepEqual(runsOn(repo.dir), ['r1', 'r2'])
})

test('no hook, filter or signature of the repository has a say', async t => {
  const repo = testRepo(t)
  repo.commit({ 'src/a.ts': 'export {}\n' })
  const trap = join(repo.dir, 'trap.sh')
  writeFileSync(trap, `#!/bin/sh\ntouch '${repo.dir}/sprung'\ncat\nexit 1\n`)
  chmodSync(trap, 0o755)
  for (const hook of ['pre-commit', 'reference-transaction', 'post-update', 'pre-push', 'update'])
    execFileSync('cp', [trap, join(repo.dir, '.git/hooks', hook)])
  repo.git('config', 'filter.evil.clean', trap)
  repo.git('config', 'filter.evil.smudge', trap)
  repo.git('config', 'core.fsmonitor', trap)
  repo.git('config', 'commit.gpgSign', 'true')
  repo.git('config', 'gpg.program', trap)
  mkdirSync(join(repo.dir, '.git/info'), { recursive: true })
  writeFileSync(join(repo.dir, '.git/info/attributes'), '*.parquet filter=evil text eol=crlf\n')
  await append(t, repo.dir, 'r1')
  await checkoutBranch({ repo: repo.dir, branch: BRANCH, into: temporaryFolder(t) })
  assert.equal(existsSync(join(repo.dir, 'sprung')), false)
  assert.deepEqual(runsOn(repo.dir), ['r1'])
})

test('content arrives byte by byte', async t => {
  const repo = testRepo(t)
  const bytes = Buffer.from(Array.from({ length: 4096 }, (_, index) => index % 256))
  const file = fileOf(t, 'r1')
  writeFileSync(file.absolute, bytes)
  await appendToBranch({ repo: repo.dir, branch: BRANCH, files: [file], message: 'm', push: false })
  const into = temporaryFolder(t)
  await checkoutBranch({ repo: repo.dir, branch: BRANCH, into })
  assert.deepEqual(readFileSync(join(into, file.path)), bytes)
})

test('where git knows nobody, the commit is by Shipworthy, not by account and host', async t => {
  const repo = testRepo(t)
  const empty = temporaryFolder(t)
  const script = `const { appendToBranch } = await import('${door('edge/branch.mts')}')
    await appendToBranch({ repo: ${JSON.stringify(repo.dir)}, branch: 'data', files: [${JSON.stringify(fileOf(t, 'r1'))}], message: 'm', push: false })`
  const { PATH } = process.env
  const env = { PATH, HOME: empty, XDG_CONFIG_HOME: empty, GIT_CONFIG_NOSYSTEM: '1' }
  execFileSync(process.execPath, ['--input-type=module', '--eval', script], { env })
  const who = '%an <%ae> %cn <%ce>'
  assert.equal(
    repo.git('log', '-1', `--format=${who}`, 'data'),
    'Shipworthy <shipworthy@localhost> Shipworthy <shipworthy@localhost>',
  )
})

test('a branch that is somebody’s is left alone', async t => {
  const repo = testRepo(t)
  repo.commit({ 'package.json': '{}' })
  repo.git('branch', 'feature')
  const before = repo.git('rev-parse', 'main', 'feature')
  await assert.rejects(append(t, repo.dir, 'r1', false, 'main'), fault(/is checked out/))
  await assert.rejects(
    append(t, repo.dir, 'r1', false, 'feature'),
    fault(/holds other files \("package.json"\)/),
  )
  for (const name of ['-x', 'a..b', 'a b', ''])
    await assert.rejects(append(t, repo.dir, 'r1', false, name), fault(/cannot be the name/), name)
  assert.equal(repo.git('rev-parse', 'main', 'feature'), before)
  const other = join(temporaryFolder(t), 'tree')
  await append(t, repo.dir, 'r1')
  repo.git('worktree', 'add', '--quiet', other, BRANCH)
  await assert.rejects(append(t, repo.dir, 'r2'), fault(/is checked out/))
})

test('a compaction takes paths away in the commit that adds the merged file', async t => {
  const repo = testRepo(t)
  await append(t, repo.dir, 'r1')
  await append(t, repo.dir, 'r2')
  const remove = ['r1', 'r2'].map(run => `runs/project=a%2Fb/month=2026-03/${run}.parquet`)
  const files = [fileOf(t, 'compacted-1')]
  await appendToBranch({ repo: repo.dir, branch: BRANCH, files, remove, message: 'm', push: false })
  assert.deepEqual(runsOn(repo.dir), ['compacted-1'])
})

test('the remote gets the branch, made on first use', async t => {
  const { repo, remote } = projectWithRemote(t)
  await append(t, repo.dir, 'r1', true)
  await append(t, repo.dir, 'r2')
  assert.deepEqual(runsOn(remote), ['r1'])
  await append(t, repo.dir, 'r3', true)
  assert.deepEqual(runsOn(remote), ['r1', 'r2', 'r3'])
  assert.equal(
    repo.git('rev-parse', BRANCH),
    execFileSync('git', ['-C', remote, 'rev-parse', BRANCH], { encoding: 'utf8' }).trim(),
  )
})

test('when the remote moved, our runs go on top of theirs, in a straight line', async t => {
  const { repo, remote } = projectWithRemote(t)
  const clone = join(temporaryFolder(t), 'clone')
  execFileSync('git', ['clone', '--quiet', remote, clone], { stdio: 'ignore' })
  await append(t, repo.dir, 'r1')
  await append(t, repo.dir, 'r2')
  await append(t, clone, 'theirs', true)
  await append(t, repo.dir, 'r3', true)
  assert.deepEqual(runsOn(remote), ['r1', 'r2', 'r3', 'theirs'])
  const log = execFileSync('git', ['-C', remote, 'log', '--format=%s %p', BRANCH], {
    encoding: 'utf8',
  })
  assert.deepEqual(
    log
      .trim()
      .split('\n')
      .map(line => line.replace(/ [0-9a-f]+$/, '').trim()),
    ['Assess r3', 'Assess r2', 'Assess r1', 'Assess theirs'],
  )
})

const door = (path: string) => pathToFileURL(join(import.meta.dirname, '../../scripts', path)).href

test('eight processes pushing at once from eight clones lose nothing', async t => {
  const { remote } = projectWithRemote(t)
  const names = Array.from({ length: 8 }, (_, index) => `p${index}`)
  const pushers = names.map(name => {
    const clone = join(temporaryFolder(t), 'clone')
    execFileSync('git', ['clone', '--quiet', remote, clone], { stdio: 'ignore' })
    const files = [fileOf(t, name)]
    const script = `const { appendToBranch } = await import('${door('edge/branch.mts')}')
      for (const file of ${JSON.stringify(files)})
        await appendToBranch({ repo: ${JSON.stringify(clone)}, branch: '${BRANCH}', files: [file], message: file.path, push: true })`
    return spawn(process.execPath, ['--input-type=module', '--eval', script], {
      stdio: ['ignore', 'ignore', 'inherit'],
    })
  })
  const codes = await Promise.all(pushers.map(async child => (await once(child, 'close'))[0]))
  assert.deepEqual(
    codes,
    names.map(() => 0),
  )
  assert.deepEqual(runsOn(remote).sort(), names)
  const count = execFileSync('git', ['-C', remote, 'rev-list', '--count', BRANCH], {
    encoding: 'utf8',
  })
  assert.equal(Number(count), 8)
})

test('many writers in one repository lose nothing', async t => {
  const repo = testRepo(t)
  const names = Array.from({ length: 8 }, (_, index) => `w${index}`)
  await Promise.all(names.map(name => append(t, repo.dir, name)))
  assert.deepEqual(runsOn(repo.dir), names)
})

test('a remote that refuses is quoted in one sentence, and the run stays here', async t => {
  const { repo, remote } = projectWithRemote(t)
  const hook = join(remote, 'hooks/pre-receive')
  mkdirSync(dirname(hook), { recursive: true })
  writeFileSync(hook, '#!/bin/sh\nprintf "\\033[31mbranch is protected\\n" >&2\nexit 1\n')
  chmodSync(hook, 0o755)
  await assert.rejects(
    append(t, repo.dir, 'r1', true),
    fault(
      /^The run is kept on the local branch quality\/data, but origin did not take it: .*pre-receive hook declined.*branch is protected/,
    ),
  )
  assert.deepEqual(runsOn(repo.dir), ['r1'])
  chmodSync(hook, 0o644)
  await append(t, repo.dir, 'r2', true)
  assert.deepEqual(runsOn(remote), ['r1', 'r2'])
})

test('without a remote, or with one that is gone, the sentence says so and keeps secrets', async t => {
  const repo = testRepo(t)
  await assert.rejects(append(t, repo.dir, 'r1', true), fault(/no remote called origin/))
  repo.git('remote', 'add', 'origin', join(repo.dir, 'gone.git'))
  await assert.rejects(append(t, repo.dir, 'r2', true), fault(/did not take it: .*gone\.git/))
  repo.git('remote', 'set-url', 'origin', 'http://ada:s3cret@127.0.0.1:9/x.git')
  await assert.rejects(append(t, repo.dir, 'r3', true), error => {
    assert.equal(String(error).includes('s3cret'), false)
    return fault(/did not take it/)(error)
  })
  assert.deepEqual(runsOn(repo.dir), ['r1', 'r2', 'r3'])
})

test('the branch is read as a folder, and read again when it moved', async t => {
  const repo = testRepo(t)
  const into = temporaryFolder(t)
  const here = { repo: repo.dir, branch: BRANCH, into }
  const files = () =>
    globSync('runs/**/*.parquet', { cwd: into })
      .map(path => path.slice(path.lastIndexOf('=') + 9))
      .sort()
  assert.equal(await checkoutBranch(here), null)
  await append(t, repo.dir, 'r1')
  assert.equal(await checkoutBranch(here), repo.git('rev-parse', BRANCH))
  await append(t, repo.dir, 'r2')
  await checkoutBranch(here)
  assert.deepEqual(files(), ['r1.parquet', 'r2.parquet'])
  const merged = [fileOf(t, 'compacted-1'), fileOf(t, 'r2', 'written anew')]
  const remove = [fileOf(t, 'r1').path]
  await appendToBranch({ ...here, files: merged, remove, message: 'm', push: false })
  await checkoutBranch(here)
  assert.deepEqual(files(), ['compacted-1.parquet', 'r2.parquet'])
  assert.equal(readFileSync(join(into, merged[1]?.path ?? ''), 'utf8'), 'written anew')
})

test('a file that was never committed goes, and one with other content is written anew', async t => {
  const repo = testRepo(t)
  const into = temporaryFolder(t)
  const here = { repo: repo.dir, branch: BRANCH, into }
  await append(t, repo.dir, 'r1')
  await checkoutBranch(here)
  const left = (run: string) => join(into, `runs/project=a%2Fb/month=2026-03/${run}.parquet`)
  for (const run of ['left', 'r2']) writeFileSync(left(run), 'never committed')
  await append(t, repo.dir, 'r2')
  await checkoutBranch(here)
  assert.equal(existsSync(left('left')), false)
  assert.equal(readFileSync(left('r2'), 'utf8'), 'r2')
})

test('only files of the history are copied out of a branch, never a link', async t => {
  const repo = testRepo(t)
  await append(t, repo.dir, 'r1')
  repo.git('checkout', '--quiet', BRANCH)
  execFileSync('ln', [
    '-s',
    '/etc/passwd',
    join(repo.dir, 'runs/project=a%2Fb/month=2026-03/link.parquet'),
  ])
  repo.commit({ 'evil.sh': 'x', 'runs/loose.parquet': 'x', '.gitattributes': '*.parquet filter=x' })
  const into = temporaryFolder(t)
  await checkoutBranch({ repo: repo.dir, branch: BRANCH, into })
  assert.deepEqual(
    globSync('**/*', { cwd: into, withFileTypes: true })
      .filter(entry => !entry.isDirectory())
      .map(({ name }) => name)
      .sort(),
    ['r1.parquet'],
  )
})

test('what was fetched counts when the local branch is behind or not there', async t => {
  const { repo, remote } = projectWithRemote(t)
  await append(t, repo.dir, 'r1', true)
  const clone = join(temporaryFolder(t), 'clone')
  execFileSync('git', ['clone', '--quiet', remote, clone], { stdio: 'ignore' })
  await append(t, clone, 'r2', true)
  assert.deepEqual(runsOn(clone), ['r1', 'r2'])
  repo.git('fetch', '--quiet', 'origin')
  await append(t, repo.dir, 'r3', true)
  assert.deepEqual(runsOn(remote), ['r1', 'r2', 'r3'])
})

test('a bare repository can hold the branch as well', async t => {
  const { repo, remote } = projectWithRemote(t)
  await append(t, repo.dir, 'r1', true)
  await append(t, remote, 'r2')
  assert.deepEqual(runsOn(remote), ['r1', 'r2'])
})

test('a run goes from the store to a branch, and is asked for from another clone', async t => {
  const { repo, remote } = projectWithRemote(t)
  const staging = temporaryFolder(t)
  const history = await openHistory(temporaryFolder(t), { appendTo: staging })
  t.after(() => history.close())
  const { where, rows } = testRun({ number: 1 })
  const files = (await history.append(where, rows)).map(absolute => ({
    path: absolute.slice(staging.length + 1),
    absolute,
  }))
  await appendToBranch({ repo: repo.dir, branch: BRANCH, files, message: 'm', push: true })
  const clone = join(temporaryFolder(t), 'clone')
  execFileSync('git', ['clone', '--quiet', remote, clone], { stdio: 'ignore' })
  const into = temporaryFolder(t)
  await checkoutBranch({ repo: clone, branch: BRANCH, into })
  const copy = await openHistory(into)
  t.after(() => copy.close())
  assert.deepEqual((await copy.query('SELECT run, project FROM files LIMIT 1')).rows, [
    ['run-0001', 'github.com/ada/engine'],
  ])
})
