/** What does a history withstand? Kills, full disks, files of other versions and of nobody. */

import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { globSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { openHistory } from '../../../scripts/edge/store.mts'
import {
  add,
  all,
  fault,
  killed,
  open,
  rewrite,
  store,
  support,
  tally,
} from '../../support/opened-history.mts'
import { temporaryFolder } from '../../support/repo.mts'

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
