/** Does the history know which tests fail and pass on the same sources? */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openDoor } from '../support/door.mts'
import { testRepo } from '../support/repo.mts'

const report = (...failing: string[]) =>
  `<testsuites><testsuite name="s">${['a', 'b', 'c']
    .map(name =>
      failing.includes(name)
        ? `<testcase classname="s" name="${name}"><failure message="no"/></testcase>`
        : `<testcase classname="s" name="${name}"/>`,
    )
    .join('')}</testsuite></testsuites>`

test('a test that failed in one run and not in another of the same sources is flaky', async t => {
  const repo = testRepo(t)
  const source = (value: number) => ({
    'a.py': `def f():\n    return ${value}\n`,
    '.gitignore': 'junit.xml\n',
  })
  const door = openDoor(t)
  repo.commit(source(1))
  for (const failing of [['a', 'b'], ['a'], ['a']]) {
    repo.write({ 'junit.xml': report(...failing) })
    await door.assess(repo.dir)
  }
  repo.commit(source(2))
  repo.write({ 'junit.xml': report('c') })
  await door.assess(repo.dir)
  assert.deepEqual(
    await door.rows('SELECT test, failed, passed, states, other_machines_only FROM flaky_tests'),
    [{ test: 's › b', failed: 1, passed: 2, states: 1, other_machines_only: false }],
  )
})
