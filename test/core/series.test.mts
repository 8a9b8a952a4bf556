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
  dialect: '3',
  scoring: 'p',
}

test('processor, threads, memory, runtime major and benchmark source break a series', () => {
  const broken: Partial<MeasuredUnder>[] = [
    { cpu: 'Example 3000' },
    { threads: 4 },
    { memoryBytes: 8 * 2 ** 30 },
    { runtime: 'node 26.0.0' },
    { source: 'def' },
    { dialect: '4' },
    { scoring: 'q' },
  ]
  for (const part of broken)
    assert.notEqual(incomparable(point, { ...point, ...part }), null, JSON.stringify(part))
})

test('Go, Python and Rust count their major versions in the second number', () => {
  const on = (runtime: string) => ({ ...point, runtime })
  assert.notEqual(incomparable(on('go 1.24.3'), on('go 1.25.0')), null)
  assert.equal(incomparable(on('go 1.24.3'), on('go 1.24.9')), null)
  assert.notEqual(incomparable(on('python3 3.12.1'), on('python3 3.13.0')), null)
  assert.equal(incomparable(on('java 21.0.1'), on('java 21.0.5')), null)
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
  assert.deepEqual(
    stretches([point, point, other, point]).map(({ points }) => points),
    [[point, point], [other], [point]],
  )
  assert.match(stretches([point, other])[1]?.why ?? '', /^the processor changed/)
  assert.deepEqual(stretches([]), [])
})
