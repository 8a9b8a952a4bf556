/** Does the interval of a median agree with the table of the binomial distribution, and hold what it should? */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { medianInterval } from '../../../scripts/core/statistics/median-interval.mts'

const upTo = (n: number) => Array.from({ length: n }, (_, index) => index + 1)

test('the places are those of the table for 95 %', () => {
  // Hollander and Wolfe, and every table of the sign test: n → the smallest value of the interval.
  const table = new Map([
    [6, 1],
    [8, 1],
    [9, 2],
    [12, 3],
    [15, 4],
    [20, 6],
    [25, 8],
    [50, 18],
    [100, 40],
  ])
  for (const [n, low] of table) {
    const interval = medianInterval(upTo(n))
    assert.deepEqual([interval.low, interval.high], [low, n + 1 - low], `n = ${n}`)
  }
})

test('few values give their range, many do not underflow', () => {
  assert.deepEqual(medianInterval([3, 1, 2]), { value: 2, low: 1, high: 3 })
  assert.deepEqual(medianInterval([4]), { value: 4, low: 4, high: 4 })
  const { low, high } = medianInterval(upTo(5000))
  assert.ok(low > 2400 && high < 2600 && low + high === 5001)
})
