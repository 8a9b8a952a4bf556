import assert from 'node:assert/strict'
import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import {
  cpSync,
  existsSync,
  globSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { basename, dirname, join, relative } from 'node:path'
import { type TestContext, test } from 'node:test'
import { setTimeout } from 'node:timers/promises'
import { pathToFileURL } from 'node:url'
import { DuckDBInstance } from '@duckdb/node-api'
import { UserFault } from '../../scripts/core/fault.mts'
import { TABLE_NAMES } from '../../scripts/edge/store/layout.mts'
import { definitions, loadRuns, VIEWS } from '../../scripts/edge/store/views.mts'
import { compact, type History, openFile, openHistory } from '../../scripts/edge/store.mts'
import { type TestRun, testRun } from '../support/history.mts'
import { temporaryFolder } from '../support/repo.mts'

async function open(t: TestContext, dir = temporaryFolder(t)): Promise<History & { dir: string }> {
  const history = await openHistory(dir)
  t.after(() => history.close())
  return { ...history, dir }
}

async function add(history: History, run: TestRun): Promise<readonly string[]> {
  const { where, rows } = testRun(run)
  return history.append(where, rows)
}

const all = async (history: History, sql: string, params: string[] = []) =>
  (await history.query(sql, params)).rows

/** How many rows of each table a fresh look at the folder sees. */
async function tally(dir: string): Promise<Record<string, unknown>> {
  const history = await openHistory(dir)
  try {
    const tables = [...TABLE_NAMES, 'missing']
    const counts = tables.map(table => `(SELECT count(*) FROM ${table})`)
    const [row = []] = await all(history, `SELECT ${counts}`)
    return Object.fromEntries(tables.map((table, index) => [table, row[index]]))
  } finally {
    history.close()
  }
}

const parquet = (dir: string) =>
  globSync('**/*.parquet', { cwd: dir })
    .map(path => path.replaceAll('\\', '/'))
    .sort()

const fault = (pattern: RegExp) => (error: unknown) =>
  error instanceof UserFault && pattern.test(error.message) && !error.message.includes('\n')

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

const store = pathToFileURL(join(import.meta.dirname, '../../scripts/edge/store.mts')).href
const support = pathToFileURL(join(import.meta.dirname, '../support/history.mts')).href

/** Starts a process, waits for some lines of it and a little longer, kills it as a power cut would. */
async function killed(script: string, lines: number, after: number): Promise<void> {
  const child = spawn(process.execPath, ['--input-type=module', '--eval', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const closed = once(child, 'close')
  const written = (async () => {
    let seen = 0
    for await (const chunk of child.stdout) {
      seen += String(chunk).split('\n').length - 1
      if (seen >= lines) return
    }
  })()
  await Promise.race([written, closed])
  await setTimeout(after)
  child.kill('SIGKILL')
  await closed
}

test('a kill in the middle of adding never leaves half a run', async t => {
  const dir = temporaryFolder(t)
  for (let round = 0; round < 4; round++)
    await killed(
      `const { openHistory } = await import('${store}'); const { testRun } = await import('${support}')
      const history = await openHistory(${JSON.stringify(dir)})
      for (let n = 0; ; n++) { const { where, rows } = testRun({ number: ${round * 1000} + n }); await history.append(where, rows); console.log(n) }`,
      3,
      round * 13,
    )
  const { runs, files, findings, scores, measures, missing, policies } = await tally(dir)
  const count = Number(runs)
  assert.ok(count >= 8, `${count} runs`)
  assert.deepEqual(
    { files, findings, scores, measures, missing, policies },
    {
      ...{ files: 3 * count, findings: 2 * count, scores: 2 * count, measures: 2 * count },
      ...{ missing: count, policies: 1 },
    },
  )
})

test('a newer major schema is refused in one sentence, a newer minor is read', async t => {
  const history = await open(t)
  await add(history, { number: 1, schema: '1.7' })
  assert.equal((await all(history, 'FROM runs')).length, 1)
  await add(history, { number: 2, schema: '2.0' })
  await assert.rejects(
    all(history, 'FROM runs'),
    fault(/newer Shipworthy \(schema 2, .*\): update Shipworthy\.$/),
  )
  await assert.rejects(openHistory(history.dir), fault(/newer Shipworthy/))
})

/** Rewrites files with DuckDB itself, as another version or another tool would have written them. */
async function rewrite(path: string, select: string): Promise<void> {
  const instance = await DuckDBInstance.create(':memory:')
  const connection = await instance.connect()
  await connection.run(`COPY (SELECT ${select} FROM '${path}') TO '${path}.new' (FORMAT parquet)`)
  connection.closeSync()
  instance.closeSync()
  renameSync(`${path}.new`, path)
}

test('columns we do not know are passed over, columns that are missing are NULL', async t => {
  const history = await open(t)
  await add(history, { number: 1 })
  await add(history, { number: 2 })
  const [one = '', two = ''] = globSync(`${history.dir}/measures/**/*.parquet`).sort()
  await rewrite(one, `*, 'x' AS smell`)
  await rewrite(two, '* EXCLUDE (status, extent)')
  const fresh = await open(t, history.dir)
  const { columns, rows } = await fresh.query(
    `SELECT * FROM measures WHERE name = 'complex-code' ORDER BY run`,
  )
  const extent = columns.findIndex(({ name }) => name === 'extent')
  assert.deepEqual(
    rows.map(row => row[extent]),
    [1, null],
  )
  assert.equal(
    columns.some(({ name }) => name === 'smell'),
    false,
  )
})

test('a file that is no Parquet is named in one sentence', async t => {
  const history = await open(t)
  await add(history, { number: 1 })
  writeFileSync(globSync(`${history.dir}/files/**/*.parquet`)[0] ?? '', 'junk')
  const fresh = await open(t, history.dir)
  await assert.rejects(all(fresh, 'FROM files'), fault(/cannot be read: .*run-0001\.parquet/))
  assert.equal((await all(fresh, 'FROM runs')).length, 1)
})

test('a folder that cannot be written says so, and keeps nothing', async t => {
  const file = join(temporaryFolder(t), 'file')
  writeFileSync(file, '')
  const history = await open(t, join(file, 'data'))
  await assert.rejects(
    add(history, { number: 1 }),
    fault(/could not be added .*ENOTDIR.* nothing of it was kept/),
  )
})

test('a full or read-only disk keeps what was there and nothing of the new run', async t => {
  const mount = temporaryFolder(t)
  const script = `const { openHistory } = await import('${store}'); const { testRun } = await import('${support}')
    const { execFileSync } = await import('node:child_process'); const { globSync } = await import('node:fs')
    const add = async (number, files) => { const history = await openHistory(${JSON.stringify(mount)}); const { where, rows } = testRun({ number })
      try { await history.append(where, { ...rows, files: files ?? rows.files }); return 'added' } catch (error) { return error.message } finally { history.close() } }
    const big = Array.from({ length: 40000 }, (_, n) => ({ run: 'run-0002', path: Math.sin(n) + ' ' + Math.cos(n) }))
    const answers = [await add(1), await add(2, big)]
    execFileSync('mount', ['-o', 'remount,ro', ${JSON.stringify(mount)}])
    answers.push(await add(3))
    const history = await openHistory(${JSON.stringify(mount)})
    const { rows } = await history.query('SELECT run FROM runs')
    console.log(JSON.stringify({ answers, rows, files: globSync('**/*', { cwd: ${JSON.stringify(mount)} }).filter(path => /run-000[23]|unfinished/.test(path)) }))`
  const inside = `mount -t tmpfs -o size=512k tmpfs '${mount}' && exec '${process.execPath}' --input-type=module --eval "$SCRIPT"`
  try {
    execFileSync('unshare', ['-rm', 'mount', '-t', 'tmpfs', 'tmpfs', mount], { stdio: 'ignore' })
  } catch {
    return t.skip('this machine does not let a test mount a small disk')
  }
  const output = execFileSync('unshare', ['-rm', 'sh', '-c', inside], {
    env: { ...process.env, SCRIPT: script },
    encoding: 'utf8',
  })
  const { answers, rows, files } = JSON.parse(output)
  assert.equal(answers[0], 'added')
  assert.match(answers[1], /could not be added .*No space left on device.* nothing of it was kept/)
  assert.match(answers[2], /could not be added .*(EROFS|Read-only).* nothing of it was kept/)
  assert.deepEqual(rows, [['run-0001']])
  assert.deepEqual(files, [])
})

test('closed months become one file a table, with the same rows', async t => {
  const history = await open(t)
  for (const number of [1, 2, 3]) await add(history, { number, policy: `p${number}` })
  for (const number of [4, 5]) await add(history, { number, day: '2026-04-01' })
  for (const number of [6, 7]) await add(history, { number, project: 'other' })
  const rows = async () =>
    Promise.all(
      ['runs', 'files', 'findings', 'policies'].map(table =>
        all(history, `FROM ${table} ORDER BY ALL`),
      ),
    )
  const before = await rows()
  const { written, removed } = await compact(history.dir, new Date('2026-04-30T23:59:59Z'))
  assert.deepEqual(await rows(), before)
  const runs = parquet(join(history.dir, 'runs'))
  assert.deepEqual(
    runs.map(path => basename(path).replace(/-[0-9a-f]{16}/, '')),
    ['compacted.parquet', 'run-0004.parquet', 'run-0005.parquet', 'compacted.parquet'],
  )
  assert.equal(
    written.every(path => existsSync(join(history.dir, path))),
    true,
  )
  assert.equal(
    removed.some(path => existsSync(join(history.dir, path))),
    false,
  )
  assert.deepEqual(await compact(history.dir, new Date('2026-04-30')), { written: [], removed: [] })
})

test('a run that comes late to a closed month is merged beside the others', async t => {
  const history = await open(t)
  const now = new Date('2026-05-01')
  for (const number of [1, 2]) await add(history, { number })
  await compact(history.dir, now)
  await add(history, { number: 3 })
  assert.deepEqual((await compact(history.dir, now)).written, [])
  await add(history, { number: 4 })
  const before = await tally(history.dir)
  assert.notEqual((await compact(history.dir, now)).written.length, 0)
  assert.deepEqual(await tally(history.dir), before)
  assert.equal(before.files, 12)
  assert.equal(parquet(join(history.dir, 'scores')).length, 2)
})

test('compaction keeps columns it does not know', async t => {
  const history = await open(t)
  for (const number of [1, 2]) await add(history, { number })
  await rewrite(
    globSync(`${history.dir}/scores/**/run-0001.parquet`)[0] ?? '',
    `*, dimension || '!' AS smell`,
  )
  await compact(history.dir, new Date('2026-05-01'))
  const instance = await DuckDBInstance.create(':memory:')
  const connection = await instance.connect()
  const [merged] = globSync(`${history.dir}/scores/**/compacted-*.parquet`)
  const reader = await connection.runAndReadAll(
    `SELECT smell FROM '${merged}' WHERE measure IS NULL ORDER BY run`,
  )
  assert.deepEqual(reader.getRows(), [['code!'], [null]])
  connection.closeSync()
  instance.closeSync()
})

test('at every step of a compaction each row is there exactly once', async t => {
  const history = await open(t)
  for (const number of [1, 2, 3]) await add(history, { number })
  const before = await tally(history.dir)
  const merged = join(temporaryFolder(t), 'merged')
  cpSync(history.dir, merged, { recursive: true })
  const { written, removed } = await compact(merged, new Date('2026-05-01'))
  assert.match(written.at(-1) ?? '', /^runs/)
  for (const path of written) {
    cpSync(join(merged, path), join(history.dir, path))
    assert.deepEqual(await tally(history.dir), before, `after ${path}`)
  }
  for (const path of removed) {
    rmSync(join(history.dir, path))
    assert.deepEqual(await tally(history.dir), before, `without ${path}`)
  }
  assert.deepEqual(parquet(history.dir), parquet(merged))
})

test('a compaction that was killed is finished by the next one', async t => {
  const history = await open(t)
  for (const number of [1, 2, 3]) await add(history, { number })
  const before = await tally(history.dir)
  for (let round = 0; round < 3; round++) {
    await killed(
      `const { compact } = await import('${store}'); console.log('ready')
      await compact(${JSON.stringify(history.dir)}, new Date('2026-05-01')); setInterval(() => {}, 1000)`,
      1,
      25 + round * 50,
    )
    assert.deepEqual(await tally(history.dir), before)
  }
  await compact(history.dir, new Date('2026-05-01'))
  assert.deepEqual(await tally(history.dir), before)
  assert.equal(
    parquet(history.dir).every(path => basename(path).startsWith('compacted-')),
    true,
  )
})

test('what a killed run left behind goes once it is a day old', async t => {
  const history = await open(t)
  await add(history, { number: 1 })
  await add(history, { number: 2 })
  rmSync(globSync(`${history.dir}/runs/**/run-0002.parquet`)[0] ?? '')
  const [left = ''] = globSync(`${history.dir}/scores/**/run-0002.parquet`)
  assert.notEqual(left, '')
  writeFileSync(`${left}.abcd.unfinished`, '')
  const month = new Date('2026-05-01')
  await compact(history.dir, month)
  assert.equal(existsSync(left), true)
  for (const path of globSync(`${history.dir}/**/run-0002*`)) utimesSync(path, 1, 1)
  await compact(history.dir, month)
  assert.deepEqual(globSync(`${history.dir}/**/run-0002*`), [])
})

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

test('a database of one’s own holds the same tables and views, in a format browsers read', async t => {
  const history = await open(t)
  await add(history, { number: 1, release: 'v1' })
  const folder = temporaryFolder(t)
  const file = join(folder, `my 'own'.duckdb`)
  await openFile(history.dir, file)
  await add(history, { number: 2, day: '2026-03-02', release: 'v2', values: [20, 80] })
  await openFile(history.dir, file)
  assert.deepEqual(readdirSync(folder), [basename(file)])
  assert.equal(readFileSync(file).readBigUInt64LE(12), 67n)
  const instance = await DuckDBInstance.create(file, { access_mode: 'READ_ONLY' })
  const connection = await instance.connect()
  for (const name of [...TABLE_NAMES, 'missing', ...Object.keys(VIEWS)])
    await connection.run(`FROM ${name}`)
  const reader = await connection.runAndReadAll('SELECT release, after FROM regressions')
  assert.deepEqual(reader.getRows(), [['v2', 20]])
  connection.closeSync()
  instance.closeSync()
})

test('a published database holds one project, and heavy rows of releases and of the latest run only', async t => {
  const history = await open(t)
  await add(history, { number: 1, release: 'v1' })
  await add(history, { number: 2, day: '2026-03-02' })
  await add(history, { number: 3, day: '2026-03-03' })
  const file = join(temporaryFolder(t), 'published.duckdb')
  const [project] = (await history.query('SELECT DISTINCT project FROM runs')).rows[0] ?? []
  const counts = async (portion: object) => {
    await openFile(history.dir, file, portion)
    const instance = await DuckDBInstance.create(file, { access_mode: 'READ_ONLY' })
    const connection = await instance.connect()
    const count = (table: string) => `(SELECT count(DISTINCT run)::INTEGER FROM ${table})`
    const reader = await connection.runAndReadAll(
      `SELECT ${count('runs')}, ${count('measures')}, ${count('findings')}`,
    )
    connection.closeSync()
    instance.closeSync()
    return reader.getRows()[0]
  }
  assert.deepEqual(await counts({}), [3, 3, 3])
  assert.deepEqual(await counts({ isPublished: true, project }), [3, 3, 2])
  assert.deepEqual(await counts({ isPublished: true, project: 'another' }), [0, 0, 0])
  assert.equal(readFileSync(file).readBigUInt64LE(12), 67n)
})

test('only a DuckDB database is replaced by one', async t => {
  const history = await open(t)
  const folder = temporaryFolder(t)
  const letter = join(folder, 'letter.txt')
  writeFileSync(letter, 'Dear Ada, this is not a database.')
  await assert.rejects(openFile(history.dir, letter), fault(/not a DuckDB database/))
  assert.match(readFileSync(letter, 'utf8'), /^Dear/)
  await assert.rejects(openFile(history.dir, folder), fault(/could not be opened/))
  await assert.rejects(
    openFile(history.dir, join(folder, 'no', 'where.duckdb')),
    fault(/could not be written/),
  )
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
  t.assert.fileSnapshot(`${text}\n`, join(import.meta.dirname, '../../data/views.sql'), {
    serializers: [String],
  })
})
