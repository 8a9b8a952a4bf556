/** Do closed months become one file a table, and is each row there exactly once at every moment? */

import assert from 'node:assert/strict'
import { cpSync, existsSync, globSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { test } from 'node:test'
import { DuckDBInstance } from '@duckdb/node-api'
import { compact } from '../../../scripts/edge/store.mts'
import {
  add,
  all,
  killed,
  open,
  parquet,
  rewrite,
  store,
  tally,
} from '../../support/opened-history.mts'
import { temporaryFolder } from '../../support/repo.mts'

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
