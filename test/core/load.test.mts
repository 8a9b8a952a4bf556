import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isRequestOf } from '../../scripts/core/load.mts'

test('a request belongs to the operation whose route it fits', () => {
  const operations = ['GET /items/:id', 'GET /items/{id}', 'GET /items/<int:id>', 'GET /items/[id]']
  for (const operation of operations) assert.ok(isRequestOf('GET /items/1?x=/a/b', operation))
  assert.ok(isRequestOf('GET /', 'GET /'))
  for (const other of ['GET /items', 'POST /items/:id', 'GET /items/:id/tags', 'GET /orders/:id'])
    assert.ok(!isRequestOf('GET /items/1', other), other)
})
