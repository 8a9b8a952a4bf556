/** What does a database made from a history hold, and what may it replace? */

import assert from 'node:assert/strict'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { test } from 'node:test'
import { DuckDBInstance } from '@duckdb/node-api'
import { TABLE_NAMES } from '../../../scripts/edge/store/layout.mts'
import { VIEWS } from '../../../scripts/edge/store/selects.mts'
import { openFile } from '../../../scripts/edge/store.mts'
import { add, fault, open } from '../../support/opened-history.mts'
import { temporaryFolder } from '../../support/repo.mts'

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
