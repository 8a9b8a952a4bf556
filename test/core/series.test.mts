/** When does a benchmark's history break into two series? */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { incomparable, type MeasuredUnder, stretches } from '../../scripts/core/series.mts'

const point: MeasuredUnder = {
  cpu: 'Example 2000',
  threads: 8,
  memoryBytes: 16 * 2 ** 30,
  runtime: 'node 24.1.0',
  source: 'abc',
}

test('processor, threads, memory, runtime major and benchmark source break a series', () => {
  const broken: Partial<MeasuredUnder>[] = [
    { cpu: 'Example 3000' },
    { threads: 4 },
    { memoryBytes: 8 * 2 ** 30 },
    { runtime: 'node 26.0.0' },
    { source: 'def' },
  ]
  for (const part of broken)
    assert.notEqual(incomparable(point, { ...point, ...part }), null, JSON.stringify(part))
})

test('a patch of the runtime, a little memory, and what is not known break nothing', () => {
  const fine: Partial<MeasuredUnder>[] = [
    { runtime: 'node 24.9.9' },
    { memoryBytes: 16 * 2 ** 30 + 1e6 },
    { cpu: null },
    { source: null },
  ]
  for (const part of fine)
    assert.equal(incomparable(point, { ...point, ...part }), null, JSON.stringify(part))
})

test('stretches keep order and lose nothing', () => {
  const other = { ...point, cpu: 'Example 3000' }
  assert.deepEqual(stretches([point, point, other, point]), [[point, point], [other], [point]])
  assert.deepEqual(stretches([]), [])
})
