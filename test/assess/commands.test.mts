/** What becomes of the project's own test command? It ends in time with all its children, and what went wrong is said. */

import assert from 'node:assert/strict'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, type TestContext, test } from 'node:test'
import { setTimeout as wait } from 'node:timers/promises'
import { ended, openDoor, type Said } from '../support/door.mts'
import { temporaryFolder, testRepo } from '../support/repo.mts'
import { npmLock, sound } from './samples.mts'

/** A project with tests, whose policy names this shell command. */
function project(t: TestContext, command: string) {
  const repo = testRepo(t)
  repo.commit({
    'src/a.ts': sound('a'),
    'test/a.test.ts': 'a()\n',
    'shipworthy.yml': `skills: { test-orchestrator: { command: [sh, -c, ${JSON.stringify(command)}] } }\n`,
    '.gitignore': 'lcov.info\njunit.xml\n',
  })
  return repo
}

const outcome = ({ json }: Said) => json.outcomes.find(({ skill }) => skill === 'test-orchestrator')

const whyNoCoverage = (said: Said) =>
  outcome(said)?.missing.find(({ measure }) => measure === 'line-coverage')?.why ?? ''

const isAlive = (pid: number) => {
  try {
    process.kill(pid, 0)
    return !/^State:\tZ/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'))
  } catch {
    return false
  }
}

const pidsIn = (file: string) => readFileSync(file, 'utf8').trim().split('\n').map(Number)

async function allDead(pids: readonly number[]): Promise<boolean> {
  for (let i = 0; i < 50 && pids.some(isAlive); i++) await wait(20)
  return !pids.some(isAlive)
}

describe("the project's test command", { concurrency: 2, timeout: 120_000 }, () => {
  test('runs only when allowed', async t => {
    const mark = join(temporaryFolder(t), 'mark')
    const repo = project(t, `touch '${mark}'`)
    const door = openDoor(t)
    await door.assess(repo.dir)
    assert.equal(existsSync(mark), false)
    await door.assess(repo.dir, ['--run-tests'])
    assert.equal(existsSync(mark), true)
  })

  test('that leaves reports is believed', async t => {
    const repo = project(
      t,
      `printf 'SF:src/a.ts\\nDA:2,1\\nDA:3,0\\nend_of_record\\n' > lcov.info; printf '<testsuite tests="1"><testcase name="x"/></testsuite>' > junit.xml`,
    )
    const said = await openDoor(t).assess(repo.dir, ['--run-tests'])
    assert.deepEqual([said.json.score.value, said.json.score.evidence, said.code], [83.33, 1, 0])
    assert.equal(said.json.run.isDirty, false)
  })

  test('that hangs is stopped with its children, and the sentence says so', async t => {
    const pids = join(temporaryFolder(t), 'pids')
    const repo = project(t, `sleep 300 & echo $! > '${pids}'; echo $$ >> '${pids}'; sleep 301`)
    // Docs 15 and of packages 5 of 80 answered, and code 25. 45 / 80.
    repo.commit(npmLock({ 'pkg-1': '1.0.0' }, { exports: './src/a.ts' }))
    const door = openDoor(t)
    const said = await door.assess(repo.dir, ['--run-tests', '--timeout', '3'])
    assert.equal(outcome(said)?.status, 'judged')
    assert.match(whyNoCoverage(said), /did not end within 3 s and was stopped/)
    assert.equal(said.json.score.evidence, 0.5625)
    assert.equal(said.code, 0)
    assert.equal(await allDead(pidsIn(pids)), true)
    assert.deepEqual(readdirSync(door.temporary), [])
  })

  test('that hangs leaves too little evidence where little else is known', async t => {
    const repo = project(t, 'sleep 300')
    // No public symbol: code 23.75 of 65, packages 5.
    repo.commit({ 'src/a.ts': sound('a').replace('export ', ''), ...npmLock({ 'pkg-1': '1.0.0' }) })
    const said = await openDoor(t).assess(repo.dir, ['--run-tests', '--timeout', '3'])
    assert.deepEqual([said.json.score.evidence, said.code], [0.442308, 4])
  })

  test('that leaves something running in the background is not waited for', async t => {
    const pids = join(temporaryFolder(t), 'pids')
    const escaped = `setsid sh -c 'echo $$ >> "${pids}"; exec sleep 305' &`
    const repo = project(t, `sleep 302 & echo $! > '${pids}'; ${escaped} sleep 0.3; exit 0`)
    const said = await openDoor(t).assess(repo.dir, ['--run-tests'])
    assert.match(whyNoCoverage(said), /ended with exit code 0, and there is no usable coverage/)
    assert.equal(await allDead(pidsIn(pids)), true)
  })

  test('that fails or cannot be started is said with its exit code', async t => {
    const door = openDoor(t)
    const failing = await door.assess(project(t, 'echo broken >&2; exit 7').dir, ['--run-tests'])
    assert.match(whyNoCoverage(failing), /ended with exit code 7/)
    const repo = project(t, '')
    repo.commit({
      'shipworthy.yml': 'skills: { test-orchestrator: { command: [no-such-program-here] } }\n',
    })
    const missing = await door.assess(repo.dir, ['--run-tests'])
    assert.match(whyNoCoverage(missing), /no-such-program-here: it could not be run/)
    assert.equal(outcome(missing)?.status, 'judged')
  })

  test('that ends in red though its tests passed leaves the gate undecided', async t => {
    const report = '<testsuite tests="1"><testcase name="x"/></testsuite>'
    const said = async (command: string) => {
      const repo = project(t, `echo '${report}' > junit.xml; ${command}`)
      const { code, json } = await openDoor(t).assess(repo.dir, ['--run-tests', '--gate'])
      const tests = json.gate.conditions.find(({ id }) => id === 'failing-tests')
      return [tests?.status, code]
    }
    assert.deepEqual(await said('true'), ['pass', 0])
    assert.deepEqual(await said('exit 3'), ['insufficient', 4])
  })

  for (const [signal, code] of [
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const)
    test(`ends with ${signal}: exit ${code}, no child, no scratch folder, a readable history`, async t => {
      const pids = join(temporaryFolder(t), 'pids')
      const script = `sleep 303 & echo $! > '${pids}'; echo $$ >> '${pids}'; sleep 304`
      const repo = project(t, '')
      // A command of the manifest leaves its reports in a scratch folder.
      repo.commit({
        'shipworthy.yml': '',
        'package.json': JSON.stringify({ scripts: { test: script } }),
      })
      const door = openDoor(t)
      await door.assess(repo.dir)
      const child = door.start('assess', [
        repo.dir,
        '--run-tests',
        '--offline',
        '--data',
        door.data,
      ])
      const end = ended(child)
      for (let i = 0; i < 500 && !(existsSync(pids) && pidsIn(pids).length === 2); i++)
        await wait(20)
      assert.equal(readdirSync(door.temporary).length, 1)
      child.kill(signal)
      assert.equal((await end).code, code)
      assert.equal(await allDead(pidsIn(pids)), true)
      assert.deepEqual(readdirSync(door.temporary), [])
      assert.equal((await door.rows('SELECT run FROM runs')).length, 1)
    })
})
