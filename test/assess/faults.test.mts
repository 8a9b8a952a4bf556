/** What if the ground gives way: disk, process, remote, other writers? The verdict stands, the history stays whole. */

import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, type TestContext, test } from 'node:test'
import { setTimeout as wait } from 'node:timers/promises'
import { appendToBranch } from '../../scripts/edge/branch.mts'
import { openHistory } from '../../scripts/edge/store.mts'
import { type Door, ended, openDoor, type Said } from '../support/door.mts'
import { testRun } from '../support/history.mts'
import { type TestRepo, temporaryFolder, testRepo } from '../support/repo.mts'
import { sound, unexplained } from './samples.mts'

/** Two commits, so that there is a baseline whose stored run is asked for. */
function project(t: TestContext): TestRepo {
  const repo = testRepo(t)
  repo.commit({ 'src/a.ts': sound('a') })
  repo.commit({ 'src/b.ts': unexplained('b') })
  return repo
}

/** 66.67 − 12.50: the verdict is whole although nothing could be kept. */
function stands(said: Said, sentence: RegExp): void {
  assert.equal(said.json.score.value, 54.17, said.stderr)
  assert.match(said.stderr, sentence)
  assert.equal(said.stderr.trim().split('\n').length, 1, said.stderr)
  assert.equal(said.code, 3)
}

/** Before anything was measured for nothing. */
function refused(said: Said, sentence: RegExp): void {
  assert.match(said.stderr, sentence)
  assert.equal(said.stderr.trim().split('\n').length, 1, said.stderr)
  assert.deepEqual([said.code, said.stdout], [2, ''])
}

const filesIn = (dir: string) => readdirSync(dir, { recursive: true, encoding: 'utf8' }).sort()

describe('a history that cannot be written', { concurrency: 2 }, () => {
  test('below a file, or a file itself', async t => {
    const door = openDoor(t)
    const file = join(temporaryFolder(t), 'file')
    writeFileSync(file, '')
    for (const data of [join(file, 'below'), file])
      stands(await door.assess(project(t).dir, ['--data', data]), /history|remembered/)
  })

  test('on a full disk', async t => {
    const disk = temporaryFolder(t)
    try {
      execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=16k', 'tmpfs', disk], { stdio: 'pipe' })
    } catch (error) {
      return t.skip(`a small disk cannot be made here: ${String((error as Error).message).trim()}`)
    }
    try {
      const door = openDoor(t)
      stands(
        await door.assess(project(t).dir, ['--data', disk]),
        /could not be added to the history/,
      )
      assert.deepEqual(
        filesIn(disk).filter(path => /\.(parquet|unfinished)$/.test(path)),
        [],
      )
    } finally {
      execFileSync('umount', [disk])
    }
  })

  test('because a newer version wrote it', async t => {
    const { dir } = project(t)
    const door = openDoor(t)
    const { where, rows } = testRun({ number: 1, schema: '2.0' })
    const made = await openHistory(door.data)
    const files = await made.append(where, rows)
    made.close()
    const before = filesIn(door.data)
    refused(await door.assess(dir), /written by a newer Shipworthy \(schema 2,.*update Shipworthy/)
    refused(await door.assess(dir, ['--baseline', 'none']), /newer Shipworthy/)
    assert.deepEqual(filesIn(door.data), before)

    const repo = project(t)
    await appendToBranch({
      repo: repo.dir,
      branch: 'quality',
      files: files.map(absolute => ({ path: absolute.slice(door.data.length + 1), absolute })),
      message: 'from the future',
      push: false,
    })
    const tip = repo.git('rev-parse', 'quality')
    refused(await door.assess(repo.dir, ['--branch', 'quality']), /newer Shipworthy \(schema 2,/)
    assert.equal(repo.git('rev-parse', 'quality'), tip)
  })

  test('a branch that is not a history, or that is checked out, is refused before anything runs', async t => {
    const repo = project(t)
    const door = openDoor(t)
    const before = repo.git('for-each-ref')
    for (const [branch, sentence] of [
      ['main', /is checked out/],
      ['other', /holds other files \("src"\)/],
    ] as const) {
      if (branch === 'other') repo.git('branch', 'other')
      const said = await door.assess(repo.dir, ['--branch', branch])
      assert.deepEqual([said.code, said.stdout], [2, ''])
      assert.match(said.stderr, sentence)
    }
    assert.equal(repo.git('for-each-ref', 'refs/heads/main'), before)
  })

  test('a report file that cannot be written costs neither verdict nor history', async t => {
    const door = openDoor(t)
    const said = await door.assess(project(t).dir, ['--sarif', '/nowhere/at/all.sarif'])
    assert.equal(said.code, 2)
    assert.equal(said.json.score.value, 54.17)
    assert.match(said.stderr, /\/nowhere\/at\/all\.sarif cannot be written/)
    assert.equal((await door.rows('SELECT run FROM runs')).length, 1)
  })

  test('a cache that cannot be used costs only time', async t => {
    const file = join(temporaryFolder(t), 'file')
    writeFileSync(file, '')
    const said = await openDoor(t).assess(project(t).dir, [], { SHIPWORTHY_CACHE: file })
    assert.deepEqual([said.json.score.value, said.code, said.stderr], [54.17, 0, ''])
  })
})

const TABLES = ['scores', 'measures', 'findings', 'files', 'environment', 'alerts']

/** Every run has the rows of a whole one, and no row is of another run. */
async function isWhole(door: Door): Promise<number> {
  const counts = TABLES.map(
    table => `(SELECT count(*) FROM ${table} AS t WHERE t.run = runs.run) AS ${table}`,
  )
  const runs = await door.rows(`SELECT release, ${counts.join(', ')} FROM runs`)
  for (const run of runs) {
    assert.equal(run.scores, runs[0]?.scores)
    for (const table of ['measures', 'environment', 'alerts', 'files'])
      assert.ok(Number(run[table]) > 0, `${table} of ${JSON.stringify(run)}`)
  }
  const strays = TABLES.map(
    table => `SELECT count(*) AS n FROM ${table} WHERE run NOT IN (SELECT run FROM runs)`,
  )
  for (const { n } of await door.rows(strays.join(' UNION ALL '))) assert.equal(Number(n), 0)
  return runs.length
}

test('killed at any moment, the history holds whole runs or none', async t => {
  const repo = project(t)
  repo.git('tag', 'v1.0.0', 'HEAD~1')
  repo.git('tag', 'v1.1.0')
  const door = openDoor(t)
  const began = performance.now()
  await door.assess(repo.dir)
  const whole = performance.now() - began
  const filesLike = (kind: RegExp) =>
    existsSync(door.data) ? filesIn(door.data).filter(path => kind.test(path)).length : 0
  /** A quarter of them each: at two random moments, while files are written, while they get their names. */
  const moments = [/^$/, /^$/, /\.unfinished$/, /\.parquet$/] as const
  const killOne = async (index: number) => {
    const args = [repo.dir, '--offline', '--data', door.data]
    const kind = moments[index % 4] ?? /^$/
    const before = filesLike(kind)
    const child = door.start('assess', index % 2 === 0 ? args : [...args, '--releases', '2'])
    const end = ended(child)
    if (kind.source === '^$') await wait(Math.random() * whole)
    else {
      while (child.exitCode === null && filesLike(kind) <= before) await wait(1)
      await wait(Math.random() * (kind.test('.parquet') ? 4 : 80))
    }
    child.kill('SIGKILL')
    await end
  }
  for (let batch = 0; batch < 5; batch++)
    await Promise.all(Array.from({ length: 4 }, (_, i) => killOne(batch * 4 + i)))
  const kept = await isWhole(door)
  const after = await door.assess(repo.dir, ['--releases', '2'])
  assert.equal(after.code, 0, after.stderr)
  assert.ok((await isWhole(door)) > kept)
})

describe('a data branch that many share', () => {
  const remoteOf = (t: TestContext, seed: TestRepo) => {
    const bare = join(temporaryFolder(t), 'remote.git')
    execFileSync('git', ['clone', '--quiet', '--bare', seed.dir, bare], { stdio: 'ignore' })
    return bare
  }
  const cloneOf = (t: TestContext, bare: string) => {
    const dir = join(temporaryFolder(t), 'clone')
    execFileSync('git', ['clone', '--quiet', bare, dir], { stdio: 'ignore' })
    return dir
  }
  const PUSH = ['--branch', 'quality', '--push', '--no-gate']

  test('loses no run of eight that push at once', async t => {
    const seed = testRepo(t)
    seed.commit({ 'src/a.ts': sound('a'), 'shipworthy.yml': 'project: shared\n' })
    const bare = remoteOf(t, seed)
    const clones = Array.from({ length: 8 }, () => cloneOf(t, bare))
    const all = await Promise.all(clones.map(dir => openDoor(t).assess(dir, PUSH)))
    assert.deepEqual(
      all.map(({ code, stderr }) => [code, stderr]),
      all.map(() => [0, '']),
    )
    const rows = await openDoor(t).rows('SELECT project, run FROM runs ORDER BY run', [
      '--branch',
      'quality',
      cloneOf(t, bare),
    ])
    assert.deepEqual(
      rows.map(({ run }) => run),
      all.map(({ json }) => json.run.id).sort(),
    )
    assert.deepEqual(new Set(rows.map(({ project }) => project)), new Set(['shared']))
  })

  test('is made on a remote that lacks it, and made again when it was deleted there', async t => {
    const bare = remoteOf(t, project(t))
    const dir = cloneOf(t, bare)
    const door = openDoor(t)
    const heads = () =>
      execFileSync('git', ['-C', bare, 'branch', '--list', 'quality'], { encoding: 'utf8' })
    assert.equal((await door.assess(dir, PUSH)).code, 0)
    assert.match(heads(), /quality/)
    execFileSync('git', ['-C', bare, 'branch', '-D', 'quality'], { stdio: 'ignore' })
    assert.equal((await door.assess(dir, PUSH)).code, 0)
    assert.match(heads(), /quality/)
    const runs = await door.rows('SELECT run FROM runs', ['--branch', 'quality', cloneOf(t, bare)])
    assert.equal(runs.length, 2)
  })

  test('that cannot be sent is kept here, and the sentence says how to send it', async t => {
    const repo = project(t)
    const door = openDoor(t)
    stands(
      await door.assess(repo.dir, PUSH),
      /kept on the local branch quality.*no remote called origin/,
    )
    const runs = await door.rows('SELECT run FROM runs', ['--branch', 'quality', repo.dir])
    assert.equal(runs.length, 1)
    mkdirSync(join(repo.dir, 'empty'))
    repo.git('remote', 'add', 'origin', join(repo.dir, 'empty'))
    stands(await door.assess(repo.dir, PUSH), /kept on the local branch quality/)
  })
})
