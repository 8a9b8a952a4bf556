/** Do our tests, intervals and percentiles give SciPy's numbers? reference/tests.py made them. */

import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import tCdf from '@stdlib/stats-base-dists-t-cdf'
import fc from 'fast-check'
import { medianDeviation, percentile } from '../../../scripts/core/statistics/describe.mts'
import { hodgesLehmann } from '../../../scripts/core/statistics/hodges-lehmann.mts'
import { holm } from '../../../scripts/core/statistics/holm.mts'
import { shareInterval } from '../../../scripts/core/statistics/proportion.mts'
import { rankSum } from '../../../scripts/core/statistics/rank-sum.mts'
import { signedRank } from '../../../scripts/core/statistics/signed-rank.mts'

const scipy = JSON.parse(
  readFileSync(join(import.meta.dirname, 'reference/tests.json'), 'utf8'),
) as {
  signedRank: { x: number[]; p: number; plus: number }[]
  shift: { x: number[]; alpha: number; estimate: number; bounds: (number | null)[] }[]
  rankSum: { left: number[]; right: number[]; p: number }[]
  percentile: { x: number[]; p: number; value: number }[]
  deviation: { x: number[]; value: number }[]
  holm: { p: number[]; adjusted: number[] }[]
  share: { seen: number; trials: number; interval: [number, number] }[]
  studentTail: { t: number; df: number; p: number }[]
}

const near = (actual: number, expected: number, what: string) =>
  assert.ok(
    Math.abs(actual - expected) <= 1e-9 * Math.max(1, Math.abs(expected)),
    `${what}: ${actual}, SciPy says ${expected}`,
  )

test('signed-rank p-values, exact and approximate, with ties and zeros', () => {
  for (const { x, p, plus } of scipy.signedRank) {
    const ours = signedRank(x)
    near(ours.p, p, `p of ${x}`)
    near(ours.plus, plus, `sum of ranks of ${x}`)
  }
})

test('the interval is the set of shifts the exact test does not reject', () => {
  for (const { x, alpha, estimate, bounds } of scipy.shift) {
    const ours = hodgesLehmann(x, alpha)
    near(ours.estimate, estimate, `estimate of ${x}`)
    if (bounds[0] === null || bounds[0] === undefined) assert.equal(ours.low, -Infinity)
    else near(ours.low, bounds[0], `low of ${x} at ${alpha}`)
    if (bounds[1] === null || bounds[1] === undefined) assert.equal(ours.high, Infinity)
    else near(ours.high, bounds[1], `high of ${x} at ${alpha}`)
  }
})

test('rank-sum p-values', () => {
  for (const { left, right, p } of scipy.rankSum)
    near(rankSum(left, right), p, `${left} | ${right}`)
  assert.ok(Number.isNaN(rankSum([], [1])))
})

test('percentiles and the median absolute deviation', () => {
  for (const { x, p, value } of scipy.percentile) near(percentile(x, p), value, `p${p} of ${x}`)
  for (const { x, value } of scipy.deviation) near(medianDeviation(x), value, `MAD of ${x}`)
  assert.ok(Number.isNaN(percentile([], 50)))
})

test('Holm and the tail of Student', () => {
  for (const { p, adjusted } of scipy.holm)
    for (const [index, value] of holm(p).entries()) near(value, adjusted[index] as number, `${p}`)
  for (const { t, df, p } of scipy.studentTail) near(tCdf(t, df), p, `t ${t}, ${df} degrees`)
})

test('the exact interval of a share', () => {
  for (const { seen, trials, interval } of scipy.share)
    for (const [index, bound] of shareInterval(seen, trials).entries())
      near(bound, interval[index] as number, `${seen} of ${trials}`)
  assert.deepEqual(shareInterval(0, 0), [0, 1])
})

test('mirrored differences: the same p, the mirrored interval', () => {
  const some = fc.array(fc.integer({ min: -20, max: 20 }), { minLength: 1, maxLength: 25 })
  fc.assert(
    fc.property(some, differences => {
      const mirrored = differences.map(value => -value)
      near(signedRank(mirrored).p, signedRank(differences).p, 'p')
      const [one, other] = [hodgesLehmann(differences, 0.01), hodgesLehmann(mirrored, 0.01)]
      assert.equal(one.low + other.high || 0, one.low === -Infinity ? Number.NaN || 0 : 0)
    }),
    { seed: 1 },
  )
})
