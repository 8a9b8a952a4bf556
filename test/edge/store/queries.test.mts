/** What may be asked of a history, and do its views answer what they say? */

import assert from 'node:assert/strict'
import { join } from 'node:path'
import { test } from 'node:test'
import { TABLE_NAMES } from '../../../scripts/edge/store/layout.mts'
import { VIEWS } from '../../../scripts/edge/store/selects.mts'
import { definitions, loadRuns } from '../../../scripts/edge/store/views.mts'
import { testRun } from '../../support/history.mts'
import { add, all, fault, open } from '../../support/opened-history.mts'

test('values are plain JSON, exact or text', async t => {
  const history = await open(t)
  const { columns, rows } =
    await history.query(`SELECT 1::HUGEINT AS a, 9007199254740993 AS b, [1, NULL] AS c,
    {'at': TIMESTAMP '2026-01-02 03:04:05.5'} AS d, DATE '2026-01-02' AS e, 1.50::DECIMAL(4, 2) AS f, 'nan'::DOUBLE AS g,
    MAP {'k': 2::BIGINT} AS h, NULL AS i, TIMESTAMPTZ '2026-01-02 03:04:05+01' AS j, -9007199254740991 AS k, 'infinity'::TIMESTAMP AS l`)
  assert.deepEqual(JSON.parse(JSON.stringify(rows[0])), [
    ...[
      1,
      '9007199254740993',
      [1, null],
      { at: '2026-01-02T03:04:05.5Z' },
      '2026-01-02',
      1.5,
      'NaN',
    ],
    ...[[{ key: 'k', value: 2 }], null, '2026-01-02T02:04:05Z', -9007199254740991, 'infinity'],
  ])
  assert.deepEqual(columns[0], { name: 'a', type: 'HUGEINT' })
})

test('questions cannot write, cannot look elsewhere, and fail in one sentence', async t => {
  const history = await open(t)
  await add(history, { number: 1 })
  const target = join(history.dir, 'runs', 'x.parquet')
  await assert.rejects(all(history, `COPY runs TO '${target}'`), fault(/only read here/))
  await assert.rejects(
    all(history, `ATTACH '${join(history.dir, 'x.duckdb')}'`),
    fault(/only read here/),
  )
  await assert.rejects(
    all(history, `FROM read_text('/etc/hostname')`),
    fault(/disabled by configuration/),
  )
  await assert.rejects(all(history, 'SET threads = 64'), fault(/locked/))
  await assert.rejects(
    all(history, 'FROM nowhere'),
    fault(/Table with name nowhere does not exist/),
  )
  await assert.rejects(
    all(history, 'SELEC 1'),
    fault(/Parser Error: syntax error at or near "SELEC"/),
  )
  for (const empty of ['', ' ; ', '-- nothing\n/* at all */'])
    await assert.rejects(all(history, empty), fault(/no question/))
  await assert.rejects(all(history, 'FROM range(200001)'), fault(/more than 200,000 rows/))
  assert.deepEqual(await all(history, 'CREATE TEMP TABLE mine AS SELECT 7 AS x; FROM mine'), [[7]])
  assert.deepEqual(await all(history, 'SELECT run FROM runs WHERE run = $1', ['run-0001']), [
    ['run-0001'],
  ])
  assert.ok(
    (await all(history, 'SHOW TABLES')).length >= TABLE_NAMES.length + Object.keys(VIEWS).length,
  )
})

test('the views answer what they say', async t => {
  const history = await open(t)
  await add(history, {
    number: 1,
    day: '2026-01-01',
    release: 'v1',
    values: [10, 80],
    findings: ['a', 'b'],
  })
  await add(history, { number: 3, day: '2026-02-01', values: [99, 1] })
  await add(history, {
    number: 2,
    day: '2026-03-01',
    release: 'v2',
    values: [12, 75],
    findings: ['b', 'c'],
  })
  await add(history, { number: 4, day: '2026-03-02', release: 'v2', values: [9, 82], dirty: true })
  await add(history, { number: 5, day: '2026-02-02', project: 'other' })
  const column = async (sql: string) => (await all(history, sql)).map(([cell]) => cell)
  assert.deepEqual(await column('SELECT run FROM latest ORDER BY run'), ['run-0004', 'run-0005'])
  assert.deepEqual(await column('SELECT run FROM releases'), ['run-0001', 'run-0002'])
  assert.deepEqual(
    await all(history, `SELECT run, score, code, tests FROM trend WHERE project <> 'other'`),
    [
      ['run-0001', 80.01, 70, null],
      ['run-0003', 80.03, 70, null],
      ['run-0002', 80.02, 70, null],
    ],
  )
  assert.deepEqual(await all(history, `SELECT path, heat FROM hotspots WHERE project <> 'other'`), [
    ['src/a.ts', 27],
    ['src/b.ts', 2],
  ])
  assert.deepEqual(
    await all(history, 'SELECT since, release, name, before, after, delta, unit FROM regressions'),
    [
      ['v1', 'v2', 'complex-code', 10, 12, 2, 'percent'],
      ['v1', 'v2', 'line-coverage', 80, 75, -5, 'percent'],
    ],
  )
  assert.deepEqual(
    await all(history, 'SELECT since, release, change, message FROM finding_changes'),
    [
      ['v1', 'v2', 'fixed', 'a is hard to follow'],
      ['v1', 'v2', 'new', 'c is hard to follow'],
    ],
  )
})

test('a release that lacks a measure is not jumped over', async t => {
  const history = await open(t)
  const { where, rows } = testRun({ number: 2, day: '2026-02-01', release: 'v2' })
  await add(history, { number: 1, day: '2026-01-01', release: 'v1' })
  await history.append(where, { ...rows, measures: [] })
  await add(history, { number: 3, day: '2026-03-01', release: 'v3', values: [50, 10] })
  assert.deepEqual(await all(history, 'FROM regressions'), [])
})

test('data/views.sql is what the store itself runs', t => {
  const every = new Set(TABLE_NAMES)
  const comment = (name: string) => {
    const answers = (VIEWS as Record<string, { answers: string }>)[name]?.answers
    return answers === undefined ? '' : `-- ${name}: ${answers}\n`
  }
  const text = [
    '-- The tables and views of the history, as `query` makes them. Start DuckDB in this folder: duckdb -init views.sql',
    '-- A table that has no file yet fails alone; the others work.',
    `${loadRuns('.', true)};`,
    ...[...definitions('.', every)].map(([name, sql]) => `${comment(name)}${sql};`),
  ].join('\n\n')
  t.assert.fileSnapshot(`${text}\n`, join(import.meta.dirname, '../../../data/views.sql'), {
    serializers: [String],
  })
})
