/** Do evidence and outcome stay the same, byte for byte, however often, on however many threads and however late a project is assessed? */

import assert from 'node:assert/strict'
import { readdirSync, renameSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { DuckDBInstance } from '@duckdb/node-api'
import { openDoor, type Said } from '../support/door.mts'
import { testRepo } from '../support/repo.mts'
import { largeTree } from '../support/tree.mts'
import { advisory, lcov, leave, npmLock, sound, tangled } from './samples.mts'

/** All that is said of the project: neither when, nor how long it took, nor how busy the machine was. */
const said = ({ json }: Said): string =>
  JSON.stringify({
    ...{ score: json.score, gate: json.gate, comparison: json.comparison },
    outcomes: json.outcomes
      .filter(({ skill }) => skill !== 'environment-profiler')
      .map(({ durationMs, ...outcome }) => outcome),
  })

test('one thread, two threads, facts made anew or kept: the same bytes', async t => {
  const repo = testRepo(t)
  // More than forty files for each thread, else the second one is not started.
  repo.commit(Object.fromEntries(largeTree(90, 40)))
  repo.commit({
    ...npmLock({ once: '1.4.0', wrappy: '1.0.2' }),
    'src/tangled.ts': `${tangled('one')}${tangled('two')}`,
    'src/knotted.ts': `${tangled('three')}${tangled('four')}`,
    'advisories/once.json': advisory('once'),
  })
  leave(repo.dir, 'lcov.info', lcov({ 'src/tangled.ts': { hit: [2, 3], missed: [4] } }))
  const args = ['--advisories', `${repo.dir}/advisories`, '--no-gate', '--jobs']
  const [one, two] = [openDoor(t), openDoor(t)]
  const [first, other] = await Promise.all([
    one.assess(repo.dir, [...args, '1']),
    two.assess(repo.dir, [...args, '2']),
  ])
  assert.equal(first.json.outcomes.flatMap(({ findings }) => findings).length > 10, true)
  assert.equal(said(other), said(first))
  assert.equal(said(await one.assess(repo.dir, [...args, '2'])), said(first))

  for (const skill of ['refactor-assistant', 'doc-generator']) {
    const evidence = [one, openDoor(t)].map(door =>
      door.call(`skills/${skill}`, [repo.dir, '--evidence']),
    )
    const [kept, ...others] = (await Promise.all(evidence)).map(({ stdout }) => stdout)
    assert.ok((kept ?? '').length > 1_000)
    for (const each of others) assert.ok(each === kept, `${skill} saw something else`)
  }
})

test('months that passed since a branch began are no change of it', async t => {
  const repo = testRepo(t)
  const work = (n: number) =>
    `export function turn(a: number) {\n${'  if (a) a++\n'.repeat(16)}  return a + ${n}\n}\n// TODO: turn back\n`
  for (let n = 0; n < 6; n++) repo.commit({ 'src/turn.ts': work(n) })
  repo.commit({ 'src/other.ts': 'export const other = 1\n' }, 'other', 200)
  repo.git('checkout', '--quiet', '-b', 'feature')
  repo.commit({ 'src/new.ts': 'export const fresh = 1\n' })
  const { json } = await openDoor(t).assess(repo.dir, ['--offline', '--no-gate'])
  const ofHistory = ({ skill }: { skill: string }) => skill === 'git-workflow-assistant'
  assert.deepEqual(json.comparison?.newFindings.filter(ofHistory), [])
  assert.deepEqual(json.comparison?.fixedFindings.filter(ofHistory), [])
  const own = json.outcomes.find(ofHistory)?.findings.map(({ rule }) => rule)
  assert.deepEqual(own, ['old-todo'])
})

test('what an earlier run said of an earlier change is no part of the baseline', async t => {
  const repo = testRepo(t)
  const manifest = '{"name":"ship","version":"1.0.0","main":"index.js","type":"module"}\n'
  const names = ['a', 'b'].map(name => `export function ${name}(x) {\n  return x\n}\n`)
  repo.commit({ 'package.json': manifest, 'index.js': names.join('\n') })
  repo.git('tag', 'v1.0.0')
  repo.commit({ 'index.js': names[0] ?? '' }, 'one name less')
  const door = openDoor(t)
  const onMain = await door.assess(repo.dir, ['--offline', '--no-gate'])
  const found = onMain.json.outcomes.flatMap(({ findings }) => findings)
  assert.ok(found.some(({ rule }) => rule === 'api-break'))

  repo.git('checkout', '--quiet', '-b', 'feature')
  repo.commit({ 'other.js': 'export const other = 1\n' })
  const { comparison } = (await door.assess(repo.dir, ['--offline', '--no-gate'])).json
  assert.deepEqual(
    comparison?.fixedFindings.map(({ rule }) => rule),
    [],
  )
  assert.deepEqual(
    onMain.json.comparison?.newFindings.map(({ rule }) => rule),
    ['api-break'],
  )
  const changed = comparison?.measures.map(({ name }) => name) ?? []
  assert.ok(changed.includes('code-lines'))
  assert.ok(!changed.includes('changed-files') && !changed.includes('api-breaks'))
})

test('after an upgrade, what the older version measured flips no verdict', async t => {
  const repo = testRepo(t)
  repo.commit({ 'src/sums.ts': sound('sum') })
  const covered = { 'src/sums.ts': { hit: [2, 3] } }
  leave(repo.dir, 'lcov.info', lcov(covered))
  const [door, without] = [openDoor(t), openDoor(t)]
  await door.assess(repo.dir)

  repo.git('checkout', '--quiet', '-b', 'feature')
  repo.commit({ 'src/more.ts': sound('more') })
  leave(repo.dir, 'lcov.info', lcov({ ...covered, 'src/more.ts': { missed: [2, 3] } }))
  const before = await door.assess(repo.dir, ['--gate'])
  const coverage = ({ json }: Said) => json.comparison?.measures.find(isCoverage)?.delta
  assert.equal(coverage(before), -50)

  const folder = join(door.data, 'runs')
  for (const file of readdirSync(folder, { recursive: true, encoding: 'utf8' }))
    if (file.endsWith('.parquet')) await measuredBy('0.0.1', join(folder, file))
  const after = await door.assess(repo.dir, ['--gate'])
  assert.equal(coverage(after), undefined)
  assert.equal(said(after), said(await without.assess(repo.dir, ['--gate'])))
})

const isCoverage = ({ name }: { readonly name: string }) => name === 'line-coverage'

/** The run in this file, as if that version of Shipworthy had made it. */
async function measuredBy(version: string, file: string): Promise<void> {
  const instance = await DuckDBInstance.create()
  const connection = await instance.connect()
  const run = `SELECT * REPLACE ('${version}' AS tool_version) FROM read_parquet('${file}')`
  await connection.run(`COPY (${run}) TO '${file}.new' (FORMAT parquet)`)
  connection.closeSync()
  renameSync(`${file}.new`, file)
}
