/** Is a run one number, and does a benchmark's name say what the number is? */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { runValues, titleOf } from '../../scripts/core/benchmark.mts'

test('each run is the median of its own samples', () => {
  const samples = [1, 2, 9, 5, 7, 100]
  assert.deepEqual(runValues({ samples, runs: [3, 2, 1] }), [2, 6, 100])
  assert.deepEqual(runValues({ samples: [], runs: [] }), [])
})

test('seconds need no mention, another unit and a summary do', () => {
  const title = (unit: string, statistic: string | null) => titleOf({ name: 'a', unit, statistic })
  assert.deepEqual(
    [title('seconds', null), title('seconds', 'median'), title('bytes', 'mean')],
    ['a', 'a (median)', 'a (bytes, mean)'],
  )
})
