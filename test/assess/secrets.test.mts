/** Does a secret stop the change that brings it, and does nothing that is printed or kept hold it? */

import assert from 'node:assert/strict'
import { globSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { test } from 'node:test'
import { crc32 } from 'node:zlib'
import { openDoor, type Said } from '../support/door.mts'
import { temporaryFolder, testRepo } from '../support/repo.mts'
import { sound } from './samples.mts'

const DIGITS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'

/** Made here, so that no scanner takes this file for a leak. */
function token(): string {
  const body = Array.from({ length: 30 }, (_, i) => DIGITS[(i * 37 + 11) % 62]).join('')
  let rest = crc32(body)
  let end = ''
  for (; end.length < 6; rest = Math.floor(rest / 62)) end = DIGITS[rest % 62] + end
  return `npm_${body}${end}`
}

const loud = ({ json }: Said) =>
  json.outcomes
    .flatMap(({ findings }) => findings)
    .filter(({ rule }) => rule.endsWith('-secret'))
    .map(({ rule, path, line }) => [rule, path, line])

test('planted, moved to a test, taken out again: gate, security view and history follow', async t => {
  const repo = testRepo(t)
  const door = openDoor(t)
  const secret = token()
  repo.commit({ 'src/a.ts': sound('a') })
  repo.git('checkout', '-q', '-b', 'topic')
  const line = `const key = "${secret}"\n`

  repo.commit({ 'src/b.ts': sound('b') + line }, 'feat: publish')
  const planted = await door.assess(repo.dir, ['--gate', '--release-report', 'report.md'])
  assert.deepEqual(loud(planted), [['leaked-secret', 'src/b.ts', sound('b').split('\n').length]])
  assert.equal(planted.code, 1)
  assert.equal(planted.json.gate.conditions.find(({ id }) => id === 'new-errors')?.status, 'fail')
  assert.equal(planted.json.score.security, 0)

  repo.commit({ 'src/b.ts': sound('b'), 'test/b.test.ts': line }, 'fix: only in the test')
  const aside = await door.assess(repo.dir, ['--gate'])
  assert.deepEqual(loud(aside), [
    ['possible-secret', 'test/b.test.ts', 1],
    ['committed-secret', 'src/b.ts', null],
  ])
  assert.notEqual(aside.json.gate.conditions.find(({ id }) => id === 'new-errors')?.status, 'fail')

  const folder = dirname(door.data)
  const kept = globSync('**/*', { cwd: folder, withFileTypes: true })
    .filter(entry => entry.isFile())
    .map(entry => readFileSync(join(entry.parentPath, entry.name), 'latin1'))
  assert.ok(kept.length > 5)
  for (const text of [...kept, planted.stdout, planted.stderr, aside.stdout, aside.stderr])
    assert.ok(!text.includes(secret) && !text.includes(secret.slice(4, 20)))
})

test('a tree without git is searched too', async t => {
  const folder = temporaryFolder(t)
  writeFileSync(join(folder, 'a.ts'), `${sound('a')}const key = "${token()}"\n`)
  const said = await openDoor(t).assess(folder)
  assert.deepEqual(
    loud(said).map(([rule]) => rule),
    ['leaked-secret'],
  )
})
