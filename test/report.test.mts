/** Does report say what to do with the site it built? */

import assert from 'node:assert/strict'
import { join } from 'node:path'
import { test } from 'node:test'
import { openDoor } from './support/door.mts'

test('a site for a path is to be published under that path, whatever the host', async t => {
  const door = openDoor(t)
  const ask = (...args: string[]) =>
    door.call('report', ['--data', door.data, '--out', join(door.temporary, 'site'), ...args])
  const nowhere = await ask('--base', '/quality')
  assert.equal(nowhere.code, 0, nowhere.stderr)
  assert.match(nowhere.stdout, /\nPublish the folder as \/quality\/ of a server\.\n$/)
  const known = await ask('--base', '/quality', '--site', 'https://example.org')
  assert.match(known.stdout, /\nPublish the folder as https:\/\/example\.org\/quality\/\.\n$/)
})
