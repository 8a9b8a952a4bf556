/** Is each content read once, under its own name only, and never taken for empty because it could not be read? */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Answer, ProjectFile } from '../../scripts/core/lens.mts'
import { openCache } from '../../scripts/edge/cache.mts'
import { derive, kept } from '../../scripts/edge/derive.mts'
import { secretReader } from '../../scripts/formats/secrets/find.mts'
import { temporaryFolder } from '../support/repo.mts'

const file = (path: string, oid: string): ProjectFile => ({
  path,
  oid,
  language: null,
  role: 'other',
})

const value = 'k3J9xQ2mVb7TzR4w'
const quoted = `password = "${value}"\n`
const row = { kind: 'assigned secret', certainty: 'possible', line: 1 }

test('a content is read once, whatever it is called; .env files have their own reading', async t => {
  const cache = await openCache(temporaryFolder(t))
  t.after(() => cache.close())
  const asked: string[] = []
  const text = async (path: string): Promise<Answer<string>> => {
    asked.push(path)
    return {
      ok: true,
      value: path.endsWith('clean') ? 'a' : quoted.replaceAll(path.endsWith('.env') ? '"' : '', ''),
    }
  }
  const look = (...files: ProjectFile[]) => derive(secretReader, files, text, cache)
  const files = [file('a.yml', 'a'), file('clean', 'b')]
  assert.deepEqual([...(await look(...files))], [['a.yml', [row]]])
  const moved = await look(file('moved.yml', 'a'), file('clean', 'b'))
  assert.deepEqual([...moved], [['moved.yml', [row]]])
  assert.deepEqual(asked, ['a.yml', 'clean'])
  await look(file('.env', 'a'))
  assert.deepEqual(asked, ['a.yml', 'clean', '.env'])
})

test('a file that could not be read is looked at again', async t => {
  const cache = await openCache(temporaryFolder(t))
  t.after(() => cache.close())
  const gone = async (): Promise<Answer<string>> => ({ ok: false, why: 'could not be read' })
  assert.deepEqual([...(await derive(secretReader, [file('a.yml', 'a')], gone, cache))], [])
  const back = async (): Promise<Answer<string>> => ({ ok: true, value: quoted })
  assert.equal((await derive(secretReader, [file('a.yml', 'a')], back, cache)).size, 1)
})

test('an answer about many files is made once, unless it was only good for once', async t => {
  const cache = await openCache(temporaryFolder(t))
  t.after(() => cache.close())
  let made = 0
  const ask = (inputs: string, isLasting: boolean) =>
    kept({ id: 'sum', code: ['core'], inputs }, async () => ({ answer: ++made, isLasting }), cache)
  assert.deepEqual([await ask('a', true), await ask('a', true), await ask('b', false)], [1, 1, 2])
  assert.equal(await ask('b', true), 3)
})
