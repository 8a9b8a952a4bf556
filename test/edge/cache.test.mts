import assert from 'node:assert/strict'
import { chmodSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { test } from 'node:test'
import { openCache } from '../../scripts/edge/cache.mts'
import { temporaryFolder } from '../support/repo.mts'

const bytes = (text: string) => new TextEncoder().encode(text)

test('what was written is known again, by another run too', async t => {
  const folder = temporaryFolder(t)
  const [one, two] = [await openCache(folder), await openCache(folder)]
  assert.ok(one.isNew && two.isNew)
  one.write([
    ['a', bytes('1')],
    ['b', bytes('2')],
  ])
  assert.deepEqual([...two.read(['a', 'c']).keys()], ['a'])
  one.close()
  two.close()
  const again = await openCache(folder)
  assert.ok(!again.isNew)
  assert.equal(new TextDecoder().decode(again.read(['b']).get('b')), '2')
  again.close()
})

test('a broken file is made anew', async t => {
  const folder = temporaryFolder(t)
  writeFileSync(
    join(folder, 'facts.db'),
    'this is no database, and it is long enough to be noticed'.repeat(50),
  )
  const cache = await openCache(folder)
  cache.write([['a', bytes('1')]])
  assert.equal(cache.read(['a']).size, 1)
  cache.close()
})

test('a folder that cannot be made means no cache, not a failure', async t => {
  const folder = temporaryFolder(t)
  writeFileSync(join(folder, 'file'), '')
  chmodSync(folder, 0o500)
  const cache = await openCache(join(folder, 'file', 'below'))
  cache.write([['a', bytes('1')]])
  assert.equal(cache.read(['a']).size, 0)
  cache.close()
})

test('what nobody asked for in two months is dropped, looked for once a day', async t => {
  const folder = temporaryFolder(t)
  const age = () => {
    const database = new DatabaseSync(join(folder, 'facts.db'))
    database.exec("UPDATE facts SET used = used - 61 WHERE key = 'a'")
    database.close()
  }
  const keys = async () => {
    const cache = await openCache(folder)
    const known = [...cache.read(['a', 'b']).keys()]
    cache.close()
    return known
  }
  const cache = await openCache(folder)
  cache.write([
    ['a', bytes('1')],
    ['b', bytes('2')],
  ])
  age()
  cache.close()
  assert.deepEqual(await keys(), ['b'])
  const again = await openCache(folder)
  again.write([['a', bytes('1')]])
  age()
  again.close()
  const database = new DatabaseSync(join(folder, 'facts.db'))
  assert.equal(database.prepare('SELECT count(*) AS rows FROM facts').get()?.rows, 2)
  database.exec('PRAGMA user_version = 1')
  database.close()
  ;(await openCache(folder)).close()
  assert.deepEqual(await keys(), ['b'])
})
