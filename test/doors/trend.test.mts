/** Does a history that was written as runs write it answer what changed for good? */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Rows } from '../../scripts/core/history.mts'
import { regressions } from '../../scripts/core/level-alerts.mts'
import type { Trend } from '../../scripts/core/trends.mts'
import { lookBack } from '../../scripts/doors/look-back.mts'
import { openHistory } from '../../scripts/edge/store.mts'
import { openDoor } from '../support/door.mts'
import { testRepo } from '../support/repo.mts'

const POLICY = 'project: engine\n'

const commitOf = (nth: number) => nth.toString(16).padStart(40, 'c')

/** One run a day: the benchmark takes this many ms, in five runs of it. */
function runOf(nth: number, ms: number, parts: { cpu?: string; branch?: string } = {}): Rows {
  const run = `202512${String(nth + 1).padStart(2, '0')}t000000z-00000000`
  const at = `2025-12-${String(nth + 1).padStart(2, '0')}T00:00:00.000Z`
  const samples = [0.99, 1, 1.01, 1, 1.002].map(each => (ms * each * (1 + (nth % 3) / 300)) / 1000)
  const { cpu = 'A', branch = 'main' } = parts
  return {
    runs: [
      {
        ...{ run, schema: '1.0', commit: commitOf(nth), committed_at: at, started_at: at },
        ...{ dirty: false, branch, release: nth === 4 ? 'v1.0.0' : null, policy: 'p', score: 80 },
      },
    ],
    benchmarks: [
      {
        ...{ run, name: 'parse', unit: 'seconds', better: 'lower', samples },
        ...{ runs: [1, 1, 1, 1, 1], statistic: null, source: null, runtime: null },
      },
    ],
    environment: [{ run, name: 'cpu', value: cpu }],
    measures: [{ run, skill: 'performance-profiler', name: 'benchmarks', subject: '', value: 1 }],
  }
}

async function write(dir: string, runs: readonly Rows[]): Promise<void> {
  const history = await openHistory(dir)
  try {
    for (const rows of runs) {
      const [{ run, started_at }] = rows.runs as [{ run: string; started_at: string }]
      await history.append({ project: 'engine', startedAt: started_at, run }, rows)
    }
  } finally {
    history.close()
  }
}

const days = (count: number, from: number, ms: number, parts = {}) =>
  Array.from({ length: count }, (_, nth) => runOf(from + nth, ms, parts))

test('trend names the change, its suspects and the decision, and one series point by point', async t => {
  const repo = testRepo(t)
  const decision = `changes: [{ series: parse, commit: ${commitOf(10).slice(0, 12)}, state: accepted, reason: checksums, owner: ada }]\n`
  repo.commit({ 'shipworthy.yml': POLICY })
  const door = openDoor(t)
  await write(door.data, [
    ...days(10, 0, 12),
    ...days(6, 10, 15),
    // Another branch is no part of the series.
    ...days(1, 16, 99, { branch: 'idea' }),
    ...days(1, 17, 15),
  ])
  const ask = (...args: string[]) => door.call('trend', [repo.dir, ...args, '--data', door.data])
  const told = await ask()
  assert.equal(told.code, 0, told.stderr)
  assert.match(told.stdout, /Changed for the worse\n\s+\+25 %\s+parse: 12\.\d+ ms → 15\.\d+ ms\n/)
  assert.match(told.stdout, /suspects: git log\s+ccccccc\.\.ccccccc/)
  repo.write({ 'shipworthy.yml': POLICY + decision })
  assert.match(
    (await ask('parse')).stdout,
    /v1\.0\.0[\s\S]*25 % from here on[\s\S]*accepted by ada/,
  )
  const [trend] = JSON.parse((await ask('par*', '--json')).stdout) as Trend[]
  assert.equal(trend?.points.length, 17)
  assert.equal(trend?.changes[0]?.suspects.after, commitOf(9))
  assert.equal(trend?.changes[0]?.triage?.reason, 'checksums')
  const unknown = await ask('render')
  assert.deepEqual(
    [unknown.code, unknown.stderr],
    [2, 'There is no series "render": the history has score, parse.\n'],
  )
  assert.match((await ask('--of', 'nowhere')).stdout, /fewer than two clean commits of engine/)
})

test('the verdict of a run says what its history knows, and that another processor starts anew', async t => {
  const repo = testRepo(t)
  repo.commit({
    'a.py': 'def f(x):\n    return x\n',
    'shipworthy.yml': POLICY,
    '.gitignore': 'bench.json\n',
  })
  const door = openDoor(t)
  await write(door.data, [...days(10, 0, 12), ...days(5, 10, 15)])
  const quiet = (await door.assess(repo.dir, ['--no-gate'])).json
  assert.deepEqual(
    [quiet.trend?.changes, quiet.trend?.series],
    [[], 1],
    'only the score: no benchmark in this run',
  )
  const runs = [0.015, 0.0151, 0.0149, 0.015, 0.0152].map(value => [value])
  repo.write({ 'bench.json': JSON.stringify({ benchmarks: [{ name: 'parse', unit: 's', runs }] }) })
  const { trend } = (await door.assess(repo.dir, ['--no-gate'])).json
  // The machine of the test is not processor A: nothing is compared with it.
  assert.deepEqual(trend?.changes, [])
  assert.match(trend?.notComparable[0]?.why ?? '', /^the processor changed from A to /)
})

test('the run that confirms a change raises it, before it is in the history and as it is seen there after', async t => {
  const { data } = openDoor(t)
  await write(data, [...days(10, 0, 12), ...days(4, 10, 15)])
  const history = await openHistory(data)
  t.after(() => history.close())
  const look = (rows: Rows) =>
    lookBack(
      history,
      { project: 'engine', branch: 'main', rows, warn: assert.fail },
      { changes: [] },
    )
  const [early, enough] = [runOf(14, 15), runOf(15, 15)]
  assert.deepEqual(regressions((await look(early)).trend), [], 'too few to be sure')
  await write(data, [early])
  const { trend } = await look(enough)
  assert.deepEqual(
    regressions(trend).map(({ subject, message }) => [subject, message]),
    [['level::parse', 'parse rose by 25 % and stayed there; suspects: git log ccccccc..ccccccc']],
  )
  const before = await history.series({ project: 'engine', added: enough })
  await write(data, [enough])
  const after = await history.series({ project: 'engine' })
  const values = (all: typeof after) =>
    all.map(({ name, points }) => [name, points.map(each => each.value)])
  assert.deepEqual(values(before), values(after.filter(({ name }) => name !== 'benchmarks')))
  const slow = { ...runOf(16, 15), benchmarks: [], measures: [] }
  assert.deepEqual((await look(slow)).trend?.measured, [], 'a run that timed nothing')
})
