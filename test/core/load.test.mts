import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isRequestOf, meeting } from '../../scripts/core/load.mts'

test('a request belongs to the operation whose route it fits', () => {
  const operations = ['GET /items/:id', 'GET /items/{id}', 'GET /items/<int:id>', 'GET /items/[id]']
  for (const operation of operations) assert.ok(isRequestOf('GET /items/1?x=/a/b', operation))
  assert.ok(isRequestOf('GET /', 'GET /'))
  for (const other of ['GET /items', 'POST /items/:id', 'GET /items/:id/tags', 'GET /orders/:id'])
    assert.ok(!isRequestOf('GET /items/1', other), other)
})

test('loads begin together, each a part of an interval later; who does not come holds nobody up', async () => {
  const order: string[] = []
  const { turns, leave } = meeting(2)
  const first = turns[0]?.([]).then(({ share }) => order.push(`first ${share}`))
  await new Promise(setImmediate)
  order.push('alone')
  const second = turns[1]?.([]).then(({ share }) => order.push(`second ${share}`))
  await Promise.all([first, second])
  assert.deepEqual(order, ['alone', 'first 0', 'second 0.5'])
  leave(0)
  const broken = meeting(2)
  const waiting = broken.turns[1]?.(['GET /'])
  broken.leave(0)
  assert.deepEqual(await waiting, { share: 0.5, common: new Set(['GET /']) })
})

test('loads that begin together are told what all of them answer', async () => {
  const { turns } = meeting(2)
  const told = await Promise.all([
    turns[0]?.(['GET /', 'GET /old']),
    turns[1]?.(['GET /new', 'GET /']),
  ])
  for (const start of told) assert.deepEqual(start?.common, new Set(['GET /']))
})
