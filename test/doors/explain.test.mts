import assert from 'node:assert/strict'
import { test } from 'node:test'
import { storedAssessment } from '../../scripts/doors/stored-assessment.mts'
import { openDoor } from '../support/door.mts'
import { testRepo } from '../support/repo.mts'

const LONG = Array.from(
  { length: 80 },
  (_, i) => `    if (x > ${i}) { for (const y of z) { if (y && x || i) { return ${i} } } }`,
).join('\n')

test('a stored run is computed again to the bit, missing parts and waivers included', async t => {
  const repo = testRepo(t)
  repo.commit({
    'src/a.ts': `/** Documented. */\nexport function a(x, z, i) {\n${LONG}\n}\nexport function b() {}\n`,
    'src/a.test.ts': 'a()\n',
    'package.json':
      '{"name":"ship","version":"1.0.0","exports":"./src/a.ts","dependencies":{"left-pad":"^1.0.0"}}\n',
    'shipworthy.yml':
      'weights: { docs: 40, code: 7 }\nwaivers: [{ rule: complex-function, reason: known, owner: ada, expires: 2999-01-01 }]\n',
  })
  const door = openDoor(t)
  const { json } = await door.assess(repo.dir, ['--no-gate'])
  const { assessment, curves } = await storedAssessment(door.data, undefined)
  assert.deepEqual(JSON.parse(JSON.stringify(assessment.score)), json.score)
  assert.deepEqual(assessment.notes, [])
  assert.equal(assessment.run.id, json.run.id)
  assert.ok(json.score.value !== null && json.score.value < 100)
  assert.notEqual(json.score.unwaived, json.score.value)
  assert.deepEqual(curves['complex-code'], { good: 12, poor: 35 })
  for (const name of [json.run.id, json.run.commit?.slice(0, 10)])
    assert.equal((await storedAssessment(door.data, name)).assessment.run.id, json.run.id)
})

test('explain adds up on the page, and an unknown run is one sentence', async t => {
  const repo = testRepo(t)
  repo.commit({ 'a.py': 'def f(x):\n    return x\n' })
  const door = openDoor(t)
  assert.match(
    (await door.call('explain', ['--data', door.data])).stderr,
    /There is no run in .* yet: assess a project first/,
  )
  const { json } = await door.assess(repo.dir)
  const told = await door.call('explain', ['--data', door.data])
  assert.equal(told.code, 0)
  assert.match(told.stdout, new RegExp(`total .*100\\.00.*${json.score.value?.toFixed(2)}`))
  const unknown = await door.call('explain', ['v9', '--data', door.data])
  assert.deepEqual([unknown.code, unknown.stdout], [2, ''])
  assert.match(unknown.stderr, /^v9 is no run, release or commit/)
})
