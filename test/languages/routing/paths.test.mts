/** Are two spellings of a path one, and which paths does one reach? */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { pathKey, reaches, spelled } from '../../../scripts/languages/routing/paths.mts'

test('all spellings of a parameter are one', () => {
  const spellings = [
    '/a/:id',
    '/a/<int:id>',
    '/a/[id]',
    'a/{id}/',
    '/a/{id:\\d{2}}',
    '/a/:id(\\d+)',
  ]
  assert.deepEqual([...new Set(spellings.map(each => spelled(each).path))], ['/a/{id}'])
  assert.equal(spelled('/f/{rest:path}').path, '/f/{rest*}')
  assert.equal(spelled('/f/[[...rest]]').path, '/f/{rest*}')
  assert.equal(pathKey('/a/{x}/{y*}'), '/a/{}/{*}')
  assert.ok(reaches('/users/{id}', '/users/me'))
  assert.ok(reaches('/f/{rest*}', '/f/a/b'))
  assert.ok(!reaches('/users/{id}', '/users/1/cart'))
  assert.ok(!reaches('/x/{id}.json', '/x/me'))
})
