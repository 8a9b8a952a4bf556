/** Are numbers of a project's own measured, scored, compared, explained and kept like every other, and run only when asked? */

import assert from 'node:assert/strict'
import { existsSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { openDoor, type Said } from '../support/door.mts'
import { testRepo } from '../support/repo.mts'

const POLICY = `
weights: { custom: 50 }
metrics:
  size:
    command: [sh, -c, 'touch ran; cat size.txt']
    unit: bytes
    better: lower
    budget: 1000
    share: 60
    meaning: What a visitor downloads.
  ignores: { files: ['src/*.js'], regex: 'ignore-next', better: lower, budget: 0, share: 40, level: error }
  answer: { file: answer.json, json: '$.life', unit: points }
`

const FILES = {
  'shipworthy.yml': POLICY,
  'src/a.js': '/** Documented. */\nexport const a = 1 // ignore-next\n',
  'size.txt': '2000\n',
  'answer.json': '{"life": 42}\n',
  '.gitignore': 'ran\n',
}

const outcomeOf = ({ json }: Said) =>
  json.outcomes.find(({ skill }) => skill === 'custom-metrics') ?? assert.fail('it did not run')

const custom = ({ json }: Said) => json.score.dimensions.find(({ id }) => id === 'custom')

test('a plain assessment runs no command; with --run-tests it counts, stays and is explained', async t => {
  const repo = testRepo(t)
  repo.commit(FILES)
  const door = openDoor(t)
  const plain = await door.assess(repo.dir, ['--no-gate'])
  assert.equal(existsSync(join(repo.dir, 'ran')), false)
  assert.deepEqual(outcomeOf(plain).missing, [
    { measure: 'size', why: 'commands run only with --run-tests' },
  ])
  assert.equal(custom(plain)?.evidence, 0.4)
  const full = await door.assess(repo.dir, ['--no-gate', '--run-tests'])
  assert.equal(existsSync(join(repo.dir, 'ran')), true)
  assert.deepEqual(
    outcomeOf(full).measures.map(({ name, value }) => [name, value]),
    [
      ['size', 2000],
      ['ignores', 1],
      ['answer', 42],
    ],
  )
  assert.deepEqual(
    custom(full)?.parts.map(({ measure, score, unit }) => [measure, score, unit]),
    [
      ['size', 50, 'bytes'],
      ['ignores', 0, 'count'],
    ],
  )
  const rows = await door.rows(
    "SELECT m.name, m.value, c.unit, c.better, c.meaning FROM measures m JOIN runs r USING (run) JOIN catalogue c ON c.hash = r.catalogue AND c.name = m.name WHERE m.skill = 'custom-metrics' AND m.name = 'size'",
  )
  assert.deepEqual(rows, [
    {
      name: 'size',
      value: 2000,
      unit: 'bytes',
      better: 'lower',
      meaning: 'What a visitor downloads.',
    },
  ])
  const told = (await door.call('explain', ['--data', door.data])).stdout
  assert.match(told, /Size: 2\.0 kB .*\n +scores 50 \(budget 1\.0 kB\)/)
  assert.match(told, /What a visitor downloads\./)
  assert.match(told, /size is 2,000 bytes, above its budget of 1,000 bytes/)
})

test('a baseline that is not checked out keeps what a run of it measured by command', async t => {
  const repo = testRepo(t)
  repo.commit(FILES)
  const door = openDoor(t)
  await door.assess(repo.dir, ['--no-gate', '--run-tests'])
  repo.git('checkout', '-q', '-b', 'smaller')
  repo.commit({ 'size.txt': '800\n' })
  const { comparison } = (await door.assess(repo.dir, ['--no-gate', '--run-tests'])).json
  assert.deepEqual(
    comparison?.measures.filter(({ name }) => name === 'size').map(({ delta }) => delta),
    [-1200],
  )
  assert.deepEqual(
    comparison?.fixedFindings.map(({ rule }) => rule),
    ['budget-of-size'],
  )
  const plain = await door.assess(repo.dir, ['--no-gate'])
  assert.deepEqual(plain.json.comparison?.fixedFindings, [])
})

test('a waived budget costs nothing until it expires, and says so where it counted', async t => {
  const repo = testRepo(t)
  const waived = (expires: string) =>
    `${POLICY}waivers: [{ rule: budget-of-ignores, reason: agreed, owner: ada, expires: ${expires} }]\n`
  repo.commit({ ...FILES, 'shipworthy.yml': waived('2999-01-01') })
  const door = openDoor(t)
  const { json } = await door.assess(repo.dir, ['--no-gate'])
  const [part] = custom({ json } as Said)?.parts.filter(each => each.measure === 'ignores') ?? []
  assert.deepEqual([part?.score, part?.value, part?.waived], [100, 1, 'agreed'])
  assert.ok((json.score.unwaived ?? 0) < (json.score.value ?? 0))
  const told = (await door.call('explain', ['--data', door.data])).stdout
  assert.match(told, /scores 100 \(budget 0, waived: agreed\)/)
  assert.match(told, /1 finding is waived\. Without it the score would be/)
  repo.commit({ 'shipworthy.yml': waived('2020-01-01') })
  const late = (await door.assess(repo.dir, ['--no-gate'])).json
  assert.equal(
    custom({ json: late } as Said)?.parts.find(each => each.measure === 'ignores')?.score,
    0,
  )
  const rules = late.outcomes.flatMap(({ findings }) => findings.map(({ rule }) => rule))
  assert.ok(rules.includes('expired-waiver') && rules.includes('budget-of-ignores'))
})

test('a pull request runs the commands its baseline decided on, not its own', async t => {
  const repo = testRepo(t)
  repo.commit(FILES)
  repo.git('checkout', '-q', '-b', 'theirs')
  repo.commit({ 'shipworthy.yml': POLICY.replace('touch ran', 'touch stolen') })
  const said = await openDoor(t).assess(repo.dir, ['--run-tests'], { CI: 'true' })
  assert.deepEqual(
    ['ran', 'stolen'].map(name => existsSync(join(repo.dir, name))),
    [true, false],
  )
  assert.match(said.json.notes?.join() ?? '', /judged by the policy it started from/)
})

test('it runs alone, is left out when asked, and does not exist where nobody defined a metric', async t => {
  const repo = testRepo(t)
  repo.commit(FILES)
  const door = openDoor(t)
  const alone = await door.call('skills/custom-metrics', [repo.dir])
  assert.equal(alone.code, 0)
  assert.match(alone.stdout, /answer +42 points/)
  assert.match(alone.stdout, /size +missing: commands run only with --run-tests/)
  const without = await door.assess(repo.dir, ['--no-gate', '--skip', 'custom-metrics'])
  assert.equal(
    without.json.outcomes.some(({ skill }) => skill === 'custom-metrics'),
    false,
  )
  rmSync(join(repo.dir, 'shipworthy.yml'))
  const none = await door.call('skills/custom-metrics', [repo.dir])
  assert.match(none.stdout, /not-applicable: shipworthy\.yml defines no metrics/)
  const { json } = await door.assess(repo.dir)
  assert.equal(
    json.outcomes.some(({ skill }) => skill === 'custom-metrics'),
    false,
  )
})
