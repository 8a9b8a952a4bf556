import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PassThrough } from 'node:stream'
import { text } from 'node:stream/consumers'
import { after, before, type TestContext, test } from 'node:test'
import { setTimeout } from 'node:timers/promises'
import { prompt } from '../scripts/doors/query-prompt.mts'
import { appendToBranch } from '../scripts/edge/branch.mts'
import { type History, openHistory } from '../scripts/edge/store.mts'
import { answerCsv, answerJson, answerMarkdown, answerTable } from '../scripts/report/answer.mts'
import { testRun } from './support/history.mts'
import { temporaryFolder, testRepo } from './support/repo.mts'

const door = join(import.meta.dirname, '../scripts/query.mts')
const data = mkdtempSync(join(tmpdir(), 'shipworthy-test-'))
let history: History

before(async () => {
  history = await openHistory(data)
  for (const number of [1, 2]) {
    const { where, rows } = testRun({ number, release: `v${number}`, day: `2026-03-0${number}` })
    await history.append(where, rows)
  }
})
after(() => {
  history.close()
  rmSync(data, { recursive: true })
})

async function query(args: readonly string[], input = '', env = {}) {
  const child = spawn(process.execPath, [door, ...args], { env: { ...process.env, ...env } })
  child.stdin.on('error', () => {})
  child.stdin.end(input)
  const [stdout, stderr, code] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    new Promise(resolve => child.on('close', resolve)),
  ])
  return { stdout, stderr, code }
}

const RELEASES = 'SELECT release, score, branch FROM releases'

test('a question is answered in the format asked for; in a pipe that is CSV', async () => {
  const at = ['--data', data]
  const [csv, json, table, markdown] = await Promise.all([
    query([...at, RELEASES]),
    query([...at, '--format', 'json', RELEASES]),
    query([...at, '--format', 'table', RELEASES]),
    query([...at, '--format', 'markdown', RELEASES]),
  ])
  assert.deepEqual(csv, {
    stdout: 'release,score,branch\nv1,80.01,\nv2,80.02,\n',
    stderr: '',
    code: 0,
  })
  assert.deepEqual(JSON.parse(json.stdout)[1], { release: 'v2', score: 80.02, branch: null })
  assert.equal(
    table.stdout,
    'release  score  branch\n───────  ─────  ──────\nv1       80.01  NULL\nv2       80.02  NULL\n(2 rows)\n',
  )
  assert.match(
    markdown.stdout,
    /^\| release \| score \| branch \|\n\| --- \| ---: \| --- \|\n\| v1 \| 80/,
  )
})

test('SQL comes from standard input too', async () => {
  const { stdout, code } = await query(['--data', data], 'SELECT count(*) AS n\nFROM runs;\n')
  assert.deepEqual([stdout, code], ['n\n2\n', 0])
})

test('a mistake is one sentence and exit 2', async () => {
  const wrong = [
    ['--data', data, 'FROM nowhere'],
    ['--data', data, ''],
    ['--data', data, '--format', 'xml', 'FROM runs'],
    ['--data', data, '--branch', 'data', 'FROM runs'],
    ['--data', data, '--open', join(data, 'no', 'folder.duckdb')],
    ['--nonsense'],
  ]
  for (const answer of await Promise.all(wrong.map(args => query(args)))) {
    assert.equal(answer.code, 2)
    assert.equal(answer.stdout, '')
    assert.match(answer.stderr, /^[^\n]+\n$/)
  }
})

test('a history that is not there yet is empty, and is not made', async t => {
  const dir = join(temporaryFolder(t), 'none')
  const { stdout, code } = await query(['--data', dir, 'SELECT run, score FROM trend'])
  assert.deepEqual([stdout, code], ['run,score\n', 0])
  assert.equal(existsSync(dir), false)
})

test('--open writes a database of one’s own', async t => {
  const file = join(temporaryFolder(t), 'own.duckdb')
  const { stdout, code } = await query(['--data', data, '--open', file])
  assert.equal(code, 0)
  assert.match(stdout, /own\.duckdb holds the tables and views/)
  assert.equal(existsSync(file), true)
})

test('--branch reads the history on a branch of the project', async t => {
  const repo = testRepo(t)
  repo.commit({ 'a.ts': '' })
  const staging = temporaryFolder(t)
  const beside = await openHistory(temporaryFolder(t), { appendTo: staging })
  t.after(() => beside.close())
  const { where, rows } = testRun({ number: 7 })
  const files = (await beside.append(where, rows)).map(absolute => ({
    path: absolute.slice(staging.length + 1),
    absolute,
  }))
  await appendToBranch({ repo: repo.dir, branch: 'data', files, message: 'm', push: false })
  const env = { SHIPWORTHY_CACHE: temporaryFolder(t) }
  const asked = await query(['--branch', 'data', 'SELECT run FROM runs', repo.dir], '', env)
  assert.deepEqual([asked.stdout, asked.code], ['run\nrun-0007\n', 0])
  const piped = await query(['--branch', 'data', repo.dir], 'SELECT run FROM runs', env)
  assert.equal(piped.stdout, 'run\nrun-0007\n')
})

test('a reader that has seen enough is no fault', async () => {
  const child = spawn(process.execPath, [door, '--data', data, 'FROM range(150000)'])
  child.stdout.once('data', () => child.stdout.destroy())
  const [stderr, code] = await Promise.all([
    text(child.stderr),
    new Promise(resolve => child.on('close', resolve)),
  ])
  assert.deepEqual([stderr, code], ['', 0])
})

/** Types the lines at a prompt and returns all it wrote. */
async function typed(t: TestContext, lines: string, isTerminal = false): Promise<string> {
  const input = new PassThrough()
  const output = new PassThrough()
  const asked = {
    ask: (sql: string) => history.query(sql),
    show: answerCsv,
    stop: () => history.interrupt(),
    tables: ['runs', 'files'],
    views: [['trend', 'how it went']] as const,
  }
  t.after(() => input.destroy())
  const done = prompt(asked, input, output, isTerminal)
  input.write(lines)
  if (!isTerminal) input.end()
  await done
  output.end()
  return text(output)
}

test('the prompt takes a question over several lines, and stays after a mistake', async t => {
  const answer = await typed(
    t,
    'SELECT release\nFROM releases\nLIMIT 1;\nFROM nowhere;\nSELECT 42 AS x;\n',
  )
  assert.match(answer, /release\nv1\n/)
  assert.match(answer, /nowhere does not exist!\n/)
  assert.match(answer, /x\n42\n/)
})

test('the prompt knows tables, views, columns and help', async t => {
  const answer = await typed(
    t,
    '.tables\n.views\n.schema trend\n.schema\n.schema a"b\n.help\n.dance\n\n.quit\nSELECT 43 AS gone;\n',
  )
  assert.match(answer, /runs\nfiles\n/)
  assert.match(answer, /trend +how it went\n/)
  assert.match(answer, /column,type\nproject,VARCHAR\ncommitted_at,TIMESTAMP\n/)
  assert.match(answer, /Of which table or view\?/)
  assert.match(answer, /Table with name a"b does not exist/)
  assert.match(answer, /Ctrl-C drops/)
  assert.match(answer, /There is no \.dance/)
  assert.equal(answer.includes('43'), false)
})

test('Ctrl-C drops what was typed, Ctrl-D leaves', async t => {
  const answer = await typed(t, 'SELECT broken\nbroken again\u0003SELECT 7 * 6 AS x;\n\u0004', true)
  assert.match(answer, /x\n42\n/)
  assert.equal(answer.includes('Error'), false)
})

const column = (name: string, type = 'VARCHAR') => ({ name, type })

test('a table shows NULL, escapes control characters and puts numbers on the right', () => {
  const columns = [column('name'), column('n', 'BIGINT')]
  const table = answerTable({
    columns,
    rows: [
      ['a\u001b[31m\n\u202e', 7],
      [null, 1234],
      ['日本', null],
    ],
  })
  assert.equal(
    table,
    'name                n\n───────────────  ────\na␛[31m␊⟨U+202E⟩     7\nNULL             1234\n日本             NULL\n(3 rows)\n',
  )
})

test('a table that is too wide or too long says what it leaves out', () => {
  const columns = ['a', 'b', 'c', 'd', 'e'].map(name => column(name.repeat(30)))
  const wide = answerTable({ columns, rows: [['x', 'y', 'z', 'z', 'z']] }, 70)
  assert.ok(
    wide
      .split('\n')
      .slice(0, 3)
      .every(line => line.length <= 70),
  )
  assert.match(
    wide,
    /\(1 row\)\n\(too wide for c{30}, d{30}, e{30}: select fewer columns, or use --format json\)\n$/,
  )
  const long = answerTable({
    columns: [column('n')],
    rows: Array.from({ length: 1001 }, () => ['x'.repeat(200)]),
  })
  assert.match(long, /\(1,001 rows, the first 1,000 shown: add LIMIT, or --format csv for all\)/)
  assert.ok(long.split('\n').every(line => line.length <= 80))
})

test('CSV, JSON and Markdown keep every value', () => {
  const columns = [column('a,b'), column('c')]
  const rows = [
    ['x"y\nz', null],
    ['', [1, { k: 'v' }]],
    ['<b>|`', true],
  ]
  assert.equal(
    answerCsv({ columns, rows }),
    '"a,b",c\n"x""y\nz",\n"","[1,{""k"":""v""}]"\n<b>|`,true\n',
  )
  assert.deepEqual(JSON.parse(answerJson({ columns, rows })), [
    { 'a,b': 'x"y\nz', c: null },
    { 'a,b': '', c: [1, { k: 'v' }] },
    { 'a,b': '<b>|`', c: true },
  ])
  assert.deepEqual(JSON.parse(answerJson({ columns, rows: [] })), [])
  const markdown = answerMarkdown({ columns, rows })
  assert.match(markdown, /\| x"y z \| NULL \|\n/)
  assert.match(markdown, /&lt;b&gt;\\\|\\`/)
})

test('Ctrl-C gives up a question that takes too long', { timeout: 60_000 }, async t => {
  const input = new PassThrough()
  const output = new PassThrough()
  t.after(() => input.destroy())
  const stop = () => history.interrupt()
  const ask = (sql: string) => history.query(sql)
  const done = prompt({ ask, stop, show: answerCsv, tables: [], views: [] }, input, output, true)
  const endless = 'SELECT sum(hash(a.range + b.range)) FROM range(10000000) a, range(10000000) b;\n'
  input.write(endless)
  const pressing = setInterval(() => input.write('\u0003'), 100)
  while (!String(output.read() ?? '').includes('Interrupted')) await setTimeout(20)
  clearInterval(pressing)
  input.write('\u0004')
  await done
})
