import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { openDoor } from '../support/door.mts'
import { testRepo } from '../support/repo.mts'
import { inTrace, otlpJson, query, span } from '../support/spans.mts'

const simple = 'def f(x):\n    """Says x."""\n    return x\n'
const tangled = `def f(x):\n    """Says x."""\n${Array.from({ length: 8 }, (_, i) => `${'    '.repeat(i + 1)}if x > ${i}:\n`).join('')}${'    '.repeat(9)}return x\n`

test('two releases are measured again with the same tools, and the difference is told', async t => {
  const repo = testRepo(t)
  repo.commit({ 'a.py': simple })
  repo.git('tag', 'v1.0.0')
  repo.commit({ 'a.py': tangled })
  repo.git('tag', 'v1.1.0')
  repo.commit({ 'a.py': simple })
  const door = openDoor(t)
  const compare = (a: string, b: string) =>
    door.call('compare', [repo.dir, a, b, '--data', door.data, '--offline', '--json'])
  const worse = (await compare('v1.0.0', 'v1.1.0')).json
  assert.deepEqual(
    [worse.comparison?.baseline.chosen, worse.comparison?.baseline.release],
    ['as asked: v1.0.0', 'v1.0.0'],
  )
  assert.ok((worse.comparison?.score?.delta ?? 0) < 0)
  assert.deepEqual(
    worse.comparison?.newFindings.map(({ rule }) => rule),
    ['complex-function', 'deep-nesting'],
  )
  const better = (await compare('v1.1.0', 'v1.0.0')).json
  assert.equal(better.comparison?.score?.delta, -(worse.comparison?.score?.delta ?? 0))
  assert.equal(better.comparison?.fixedFindings.length, 2)
  const same = (await compare('v1.0.0', 'main')).json
  assert.deepEqual(
    [same.comparison?.score?.delta, same.comparison?.newFindings, same.comparison?.fixedFindings],
    [0, [], []],
  )
})

test('a run id stands for its commit, and coverage comes from the run that knew it', async t => {
  const repo = testRepo(t)
  repo.commit({ 'a.py': simple, 'test_a.py': 'f(1)\n', '.gitignore': 'lcov.info\n' })
  repo.write({ 'lcov.info': 'TN:\nSF:a.py\nDA:1,1\nDA:3,1\nend_of_record\n' })
  const door = openDoor(t)
  const first = (await door.assess(repo.dir)).json
  repo.commit({ 'a.py': `${simple}\n\ndef g(x):\n    """Says x again."""\n    return x\n` })
  const { comparison } = (
    await door.call('compare', [
      repo.dir,
      first.run.id,
      'HEAD',
      '--data',
      door.data,
      '--offline',
      '--json',
    ])
  ).json
  assert.equal(comparison?.baseline.commit, first.run.commit)
  assert.deepEqual(
    comparison?.measuredDifferently.map(({ measure }) => measure),
    ['line-coverage'],
  )
})

test('what is no release, branch, commit or run is one sentence', async t => {
  const repo = testRepo(t)
  repo.commit({ 'a.py': simple })
  const door = openDoor(t)
  const { code, stderr } = await door.call('compare', [repo.dir, 'v9', 'HEAD', '--data', door.data])
  assert.equal(code, 2)
  assert.match(stderr, /v9 is no release, branch, commit or run of this project/)
})

/** Ten requests of a release; its query takes so many ms. */
const requests = (release: string, queryMs: number, first: number) =>
  Array.from({ length: 10 }, (_, nth) =>
    inTrace(first + nth, [
      span(1, null, 0, 20 + queryMs + nth / 100, {
        release,
        attributes: { 'http.request.method': 'GET', 'http.route': '/cart' },
      }),
      span(2, 1, 5, queryMs + nth / 100, { ...query('SELECT a FROM t WHERE b = 1'), release }),
    ]),
  ).flat()

test('traces of both releases explain the difference to the step, now and from the history', async t => {
  const repo = testRepo(t)
  repo.commit({ 'a.py': simple, 'shipworthy.yml': 'jaeger: http://jaeger.example\n' })
  repo.git('tag', 'v1.0.0')
  repo.commit({ 'a.py': `${simple}# more\n` })
  repo.git('tag', 'v1.1.0')
  const door = openDoor(t)
  const file = join(door.temporary, 'traces.json')
  const [old, now] = [requests('v1.0.0', 10, 1), requests('v1.1.0', 14, 100)]
  writeFileSync(file, JSON.stringify(otlpJson([...old, ...now])))
  const compare = (...args: string[]) =>
    door.call('compare', [repo.dir, 'v1.0.0', 'v1.1.0', '--data', door.data, '--offline', ...args])
  const { operations } = (await compare('--traces', file, '--json')).json
  assert.deepEqual(
    operations?.map(({ operation, causes }) => [operation, ...causes.map(({ name }) => name)]),
    [['GET /cart', 'SELECT a FROM t WHERE b = ?']],
  )
  const told = await compare('--traces', file)
  assert.match(
    told.stdout,
    /SELECT a FROM t WHERE b = \?: 10\.\d+ → 14\.\d+ ms, 100 % of the change/,
  )
  assert.match(
    told.stdout,
    /compare: http:\/\/jaeger\.example\/trace\/[0-9a-f]{32}\.\.\.[0-9a-f]{32}\n/,
  )
  assert.match(told.stdout, /v1\.0\.0: http:\/\/jaeger\.example\/search\?service=/)
  writeFileSync(file, JSON.stringify(otlpJson(old)))
  const half = await compare('--traces', file)
  assert.deepEqual([half.code, half.stdout], [2, ''])
  assert.match(half.stderr, /holds no request of release v1\.1\.0 \(service\.version is v1\.0\.0\)/)
  // What runs of both commits stored explains the same.
  for (const [tag, spans] of [
    ['v1.0.0', old],
    ['v1.1.0', now],
  ] as const) {
    repo.git('checkout', '-q', tag)
    writeFileSync(file, JSON.stringify(otlpJson(spans)))
    await door.assess(repo.dir, ['--no-gate', '--traces', file])
  }
  const stored = (await compare('--json')).json
  assert.equal(stored.operations?.[0]?.causes[0]?.calls[1], 1)
})
