import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  mean,
  median,
  medianDeviation,
  midranks,
  percentile,
  variance,
} from '../../../scripts/core/statistics/describe.mts'

test('percentiles interpolate between order statistics, as NumPy does by default', () => {
  assert.equal(percentile([4, 1, 3, 2], 50), 2.5)
  assert.equal(percentile([1, 2, 3, 4, 5], 95), 4.8)
  assert.equal(percentile([7], 99), 7)
  assert.ok(Number.isNaN(percentile([], 50)))
})

test('mean, variance and deviation of a small list', () => {
  assert.equal(mean([1, 2, 6]), 3)
  assert.equal(variance([1, 2, 6]), 14 / 3)
  assert.ok(Math.abs(medianDeviation([1, 2, 3, 4, 100]) - 1.4826022185056018) < 1e-12)
})

test('equal values share the mean of their ranks', () => {
  assert.deepEqual(midranks([10, 20, 20, 5]), { ranks: [2, 3.5, 3.5, 1], ties: [1, 1, 2] })
})

test('the median of an even number is the mean of the two in the middle', () => {
  assert.deepEqual([median([3, 1, 2]), median([4, 1, 3, 2]), median([])], [2, 2.5, Number.NaN])
})
