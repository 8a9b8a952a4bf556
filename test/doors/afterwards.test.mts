/** Does a history that nobody tends stay quick? Old runs are merged once there are many of them. */

import assert from 'node:assert/strict'
import { globSync } from 'node:fs'
import { test } from 'node:test'
import { openHistory } from '../../scripts/edge/store.mts'
import { openDoor } from '../support/door.mts'
import { testRun } from '../support/history.mts'
import { temporaryFolder } from '../support/repo.mts'

test('a run merges the closed months as soon as a hundred runs lie scattered in them, and no earlier', async t => {
  const door = openDoor(t)
  const history = await openHistory(door.data)
  t.after(() => history.close())
  const add = async (number: number) => {
    const { where, rows } = testRun({ number })
    await history.append(where, { runs: rows.runs ?? [], scores: rows.scores ?? [] })
  }
  for (let number = 1; number < 100; number++) await add(number)
  const oldFiles = () => globSync(`${door.data}/runs/*/month=2026-03/*.parquet`).length
  const empty = temporaryFolder(t)
  await door.assess(empty)
  assert.equal(oldFiles(), 99)
  await add(100)
  await door.assess(empty)
  assert.equal(oldFiles(), 1)
  const [counted] = await door.rows("SELECT count(*) AS runs FROM runs WHERE month = '2026-03'")
  assert.equal(counted?.runs, 100)
})
