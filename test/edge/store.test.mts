/** Is a run read back as it was written, once, whoever else writes? */

import assert from 'node:assert/strict'
import { cpSync, existsSync, globSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { basename, dirname, join, relative } from 'node:path'
import { test } from 'node:test'
import { TABLE_NAMES } from '../../scripts/edge/store/layout.mts'
import { VIEWS } from '../../scripts/edge/store/selects.mts'
import { compact, openHistory } from '../../scripts/edge/store.mts'
import { testRun } from '../support/history.mts'
import { add, all, fault, open, parquet, tally } from '../support/opened-history.mts'
import { temporaryFolder } from '../support/repo.mts'

test('a history that is not there yet answers every question with no rows', async t => {
  const history = await open(t, join(temporaryFolder(t), 'not', 'yet'))
  for (const name of [...TABLE_NAMES, 'missing', ...Object.keys(VIEWS)])
    assert.deepEqual(await all(history, `FROM ${name}`), [], name)
  assert.equal(existsSync(history.dir), false)
})

test('a run is read back as it was written, times in UTC', async t => {
  const history = await open(t)
  const paths = await add(history, { number: 1, release: 'v1' })
  assert.equal(
    relative(history.dir, paths.at(-1) ?? ''),
    join('runs', 'project=github.com%2Fada%2Fengine', 'month=2026-03', 'run-0001.parquet'),
  )
  assert.deepEqual(parquet(history.dir), paths.map(path => relative(history.dir, path)).sort())
  assert.deepEqual(
    await all(history, 'SELECT project, month, run, release, committed_at, dirty, score FROM runs'),
    [['github.com/ada/engine', '2026-03', 'run-0001', 'v1', '2026-03-01T08:00:00Z', false, 80.01]],
  )
  assert.deepEqual(
    await all(history, 'SELECT path, cognitive, revisions FROM files ORDER BY path'),
    [
      ['src/a.ts', 9, 3],
      ['src/b.ts', 2, 1],
      ['src/still.ts', 90, null],
    ],
  )
})

test('a file that did not change is kept once, and is older at each later commit', async t => {
  const history = await open(t)
  await add(history, { number: 1, day: '2026-03-01' })
  await add(history, { number: 2, day: '2026-03-11' })
  const [chunks] = await all(history, 'SELECT count(DISTINCT chunk) FROM stored_files')
  const [first] = await all(
    history,
    "SELECT count(DISTINCT chunk) FROM stored_files WHERE run = 'run-0001'",
  )
  assert.deepEqual(chunks, first)
  assert.deepEqual(
    await all(history, "SELECT age_days FROM files WHERE path = 'src/a.ts' ORDER BY run"),
    [[8], [18]],
  )
})

test('a measure that was not taken is missing, not zero', async t => {
  const history = await open(t)
  await add(history, { number: 1 })
  assert.deepEqual(await all(history, 'SELECT name, value FROM measures ORDER BY name'), [
    ['complex-code', 10],
    ['line-coverage', 80],
  ])
  assert.deepEqual(await all(history, 'SELECT name, status, why FROM missing'), [
    ['clones', 'unavailable', 'nothing was found'],
  ])
})

test('no project name leads out of its folder, and each is read back', async t => {
  const history = await open(t)
  const projects = [
    '../../etc',
    `a'b"c;--`,
    '*?[x]',
    '日本',
    '_x',
    '12345',
    '2026-01-01',
    '%2F',
    '..',
    'a b\\c\n',
  ]
  for (const [number, project] of projects.entries()) await add(history, { number, project })
  const rows = await all(history, 'SELECT DISTINCT project FROM files')
  assert.deepEqual(rows.map(([project]) => project).sort(), [...projects].sort())
  for (const path of parquet(history.dir))
    assert.match(path, /^\w+\/project=[\w.%-]+\/month=2026-03\/run-\d+\.parquet$/)
  const long = 'x'.repeat(5000)
  await add(history, { number: 99, project: long })
  await add(history, { number: 98, project: `${long}y` })
  assert.equal(
    (await all(history, 'SELECT DISTINCT project FROM runs WHERE length(project) > 150')).length,
    2,
  )
})

test('a folder with a hostile name is a folder', async t => {
  const dir = join(temporaryFolder(t), `it's [a]*? "x" %2F {y}`)
  const history = await open(t, dir)
  await add(history, { number: 1 })
  await add(history, { number: 2 })
  assert.equal((await all(history, 'FROM runs')).length, 2)
  await compact(dir, new Date('2026-05-01'))
  assert.equal((await all(history, 'FROM files')).length, 6)
})

test('no text in a cell is more than text', async t => {
  const history = await open(t)
  const texts = [
    `'; DROP TABLE runs; --`,
    'a\u0000b',
    'line\nbreak\r\t',
    '\u001b[31m',
    '"',
    '\\u0041',
    '𝄞',
    '',
  ]
  const { where, rows } = testRun({ number: 1 })
  const environment = [...texts, 'lone \ud800'].map(value => ({
    run: 'run-0001',
    name: 'n',
    value,
  }))
  await history.append(where, { ...rows, environment })
  const read = (await all(history, 'SELECT value FROM environment')).map(([value]) => value)
  assert.deepEqual(read.sort(), [...texts, 'lone \ufffd'].sort())
})

test('ids and times that cannot be a file name are refused', async t => {
  const history = await open(t)
  const { where, rows } = testRun({ number: 1 })
  for (const run of ['../x', '', '.x', 'a/b', 'compacted-1', 'x'.repeat(101)])
    await assert.rejects(history.append({ ...where, run }, rows), /cannot be the id/)
  await assert.rejects(history.append({ ...where, startedAt: '../../x' }, rows), /not a time/)
  await assert.rejects(history.append({ ...where, project: '' }, rows), fault(/without a name/))
  assert.deepEqual(readdirSync(history.dir), [])
})

test('a run is written once', async t => {
  const history = await open(t)
  await add(history, { number: 1 })
  await assert.rejects(add(history, { number: 1 }), fault(/exists already/))
  assert.equal((await all(history, 'FROM files')).length, 3)
})

test('a run without its row in runs is not seen, and neither is a file being written', async t => {
  const history = await open(t)
  await add(history, { number: 1 })
  const before = await tally(history.dir)
  const [orphan = ''] = await add(history, { number: 2 })
  rmSync(globSync(`${history.dir}/runs/*/*/run-0002.parquet`)[0] ?? '')
  writeFileSync(join(dirname(orphan), 'run-0003.parquet.abcd.unfinished'), 'PAR1 half')
  assert.deepEqual(await tally(history.dir), before)
})

test('policy and catalogue are kept once for each content', async t => {
  const history = await open(t)
  await add(history, { number: 1 })
  await add(history, { number: 2 })
  await add(history, { number: 3, policy: 'p2' })
  await add(history, { number: 4, wording: 'said better' })
  await add(history, { number: 5, project: 'other' })
  const of = (table: string) =>
    globSync(`${history.dir}/${table}/**/*.parquet`)
      .map(path => basename(path))
      .sort()
  assert.deepEqual(of('policies'), ['run-0001.parquet', 'run-0003.parquet', 'run-0005.parquet'])
  assert.deepEqual(of('catalogue'), ['run-0001.parquet', 'run-0004.parquet', 'run-0005.parquet'])
  const joined = `SELECT r.run, c.meaning, p.policy FROM runs r
    JOIN catalogue c ON c.project = r.project AND c.hash = r.catalogue AND c.name = 'complex-code'
    JOIN policies p ON p.project = r.project AND p.hash = r.policy ORDER BY r.run`
  assert.deepEqual(await all(history, joined), [
    ['run-0001', 'complex-code', '{"policy":"p1"}'],
    ['run-0002', 'complex-code', '{"policy":"p1"}'],
    ['run-0003', 'complex-code', '{"policy":"p2"}'],
    ['run-0004', 'said better', '{"policy":"p1"}'],
    ['run-0005', 'complex-code', '{"policy":"p1"}'],
  ])
})

test('findings of files that did not change are kept once, and every run has all of them', async t => {
  const history = await open(t)
  const { where, rows } = testRun({ number: 1 })
  const [template = {}] = rows.findings ?? []
  const finding = (n: number, message: string) => ({
    ...template,
    path: `src/${n}.ts`,
    key: `k${n}`,
    message,
  })
  const many = Array.from({ length: 400 }, (_, n) => finding(n, 'as ever'))
  const none = { path: null, key: 'whole', message: 'about no file' }
  await history.append(where, { ...rows, findings: [...many, { ...template, ...none }] })
  const changed = [
    ...many.slice(0, 7),
    finding(7, 'another'),
    ...many.slice(9),
    finding(500, 'one more'),
  ]
  await history.append(
    { ...where, run: 'run-0002' },
    {
      ...testRun({ number: 2 }).rows,
      findings: changed.map(row => ({ ...row, run: 'run-0002' })),
    },
  )
  const stored = await all(
    history,
    'SELECT run, count(*) FROM stored_findings GROUP BY run ORDER BY run',
  )
  assert.equal(stored[0]?.[1], 401)
  assert.ok(Number(stored[1]?.[1]) < 100, `${stored[1]?.[1]} rows written again`)
  const read = async (run: string) =>
    all(history, 'SELECT run, key, message, month FROM findings WHERE run = $1 ORDER BY key', [run])
  const expected = (run: string, list: readonly { key?: unknown; message?: unknown }[]) =>
    list
      .map(({ key, message }) => [run, key, message, '2026-03'])
      .sort((a, b) => (String(a[1]) < String(b[1]) ? -1 : 1))
  assert.deepEqual(await read('run-0001'), expected('run-0001', [...many, none]))
  assert.deepEqual(await read('run-0002'), expected('run-0002', changed))
  await compact(history.dir, new Date('2026-05-01'))
  assert.deepEqual(await read('run-0002'), expected('run-0002', changed))
})

test('content that two writers kept at once is read once', async t => {
  const [one, two] = [await open(t), await open(t)]
  await add(one, { number: 1 })
  await add(two, { number: 2 })
  cpSync(two.dir, one.dir, { recursive: true })
  assert.equal((await all(one, 'FROM policies')).length, 1)
  assert.equal((await all(one, 'FROM catalogue')).length, 2)
  await compact(one.dir, new Date('2026-05-01'))
  assert.equal((await all(one, 'FROM policies')).length, 1)
  assert.equal((await all(one, 'FROM findings')).length, 4)
})

test('an open history sees runs that others add, merge and remove', async t => {
  const history = await open(t)
  const other = await open(t, history.dir)
  assert.deepEqual(await all(history, 'SELECT run FROM runs'), [])
  for (const number of [1, 2]) await add(other, { number })
  assert.deepEqual(await all(history, 'SELECT run FROM runs ORDER BY 1'), [
    ['run-0001'],
    ['run-0002'],
  ])
  await compact(history.dir, new Date('2026-05-01'))
  await add(other, { number: 3 })
  assert.equal((await all(history, 'FROM files')).length, 9)
  rmSync(globSync(`${history.dir}/runs/**/run-0003.parquet`)[0] ?? '')
  assert.equal((await all(history, 'FROM files')).length, 6)
})

test('runs can be written beside the history, for a data branch', async t => {
  const history = await open(t)
  await add(history, { number: 1 })
  const staging = temporaryFolder(t)
  const beside = await openHistory(history.dir, { appendTo: staging })
  t.after(() => beside.close())
  const paths = await add(beside, { number: 2 })
  assert.equal(
    paths.every(path => path.startsWith(staging)),
    true,
  )
  assert.equal(
    paths.some(path => path.includes('policies')),
    false,
  )
  assert.equal((await all(beside, 'FROM runs')).length, 1)
})

test('many appends at once are all kept', async t => {
  const history = await open(t)
  await Promise.all(Array.from({ length: 8 }, (_, number) => add(history, { number })))
  assert.equal((await all(history, 'FROM findings')).length, 16)
})
