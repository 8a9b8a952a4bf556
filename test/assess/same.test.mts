/** Do evidence and outcome stay the same, byte for byte, however often and on however many threads a project is assessed? */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openDoor, type Said } from '../support/door.mts'
import { testRepo } from '../support/repo.mts'
import { largeTree } from '../support/tree.mts'
import { advisory, lcov, leave, npmLock, tangled } from './samples.mts'

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
