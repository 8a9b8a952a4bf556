/** Is a benchmark called slower only when it is? Worked examples, false alarms and power of the gate's verdict. */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { seeded } from '../../../scripts/core/statistics/chance.mts'
import { comparePairs, LOOKS } from '../../../scripts/core/statistics/paired.mts'

const RULE = { threshold: 0.05, alpha: 0.01 }

const normal = (random: () => number) => {
  let sum = -6
  for (let draw = 0; draw < 12; draw += 1) sum += random()
  return sum
}

/** Pairs that share most of their noise, as two runs one after the other do. */
function pairs(count: number, factor: number, random: () => number, own = 0.01, shared = 0.04) {
  const [base, head]: [number[], number[]] = [[], []]
  for (let run = 0; run < count; run += 1) {
    const moment = Math.exp(shared * normal(random))
    base.push(100 * moment * Math.exp(own * normal(random)))
    head.push(100 * factor * moment * Math.exp(own * normal(random)))
  }
  return { base, head, better: 'lower' as const }
}

test('10 % slower is slower, in either direction of the unit; 10 % faster is faster', () => {
  const slow = pairs(20, 1.1, seeded(1))
  const [lower] = comparePairs([slow], RULE)
  assert.equal(lower?.verdict, 'slower')
  assert.ok(Math.abs((lower?.change ?? 0) - 10) < 1.5)
  const rate = {
    base: slow.base.map(value => 1 / value),
    head: slow.head.map(value => 1 / value),
    better: 'higher' as const,
  }
  assert.equal(comparePairs([rate], RULE)[0]?.verdict, 'slower')
  assert.equal(comparePairs([pairs(20, 0.9, seeded(2))], RULE)[0]?.verdict, 'faster')
})

test('2 % slower is unchanged once the interval lies under the threshold', () => {
  const [verdict] = comparePairs([pairs(30, 1.02, seeded(3))], RULE)
  assert.equal(verdict?.verdict, 'unchanged')
  assert.ok((verdict?.high ?? 99) < 5)
})

test('too few pairs are inconclusive and say how many more are needed', () => {
  const [verdict] = comparePairs([pairs(7, 1.1, seeded(4))], RULE)
  assert.deepEqual(
    [verdict?.verdict, verdict?.low, verdict?.detectable, verdict?.morePairs],
    ['inconclusive', null, null, 3],
  )
})

test('a noisy benchmark is inconclusive and says what it could have seen', () => {
  const [verdict] = comparePairs([pairs(10, 1, seeded(5), 0.08)], RULE)
  assert.equal(verdict?.verdict, 'inconclusive')
  assert.ok((verdict?.detectable ?? 0) > 5)
  assert.ok((verdict?.morePairs ?? 0) > 0)
})

test('one busy moment makes no regression', () => {
  const quiet = pairs(20, 1, seeded(6))
  const head = quiet.head.map((value, run) => (run === 4 || run === 5 ? value * 3 : value))
  assert.notEqual(comparePairs([{ ...quiet, head }], RULE)[0]?.verdict, 'slower')
})

test('one processor pinned at 100 %, all the time or from some pair on: 400 gates, almost no alarm', () => {
  const random = seeded(10)
  // Of two processors one is taken: a run that starts there waits for up to all of its own time.
  const shared = (value: number) => (random() < 0.5 ? value * (1 + random()) : value)
  let alarms = 0
  for (let gate = 0; gate < 400; gate += 1) {
    const quiet = pairs(30, 1, random)
    const from = gate % 2 === 0 ? 0 : Math.floor(30 * random())
    const pinned = (values: readonly number[]) =>
      values.map((value, run) => (run < from ? value : shared(value)))
    const [base, head] = [pinned(quiet.base), pinned(quiet.head)]
    const isAlarm = LOOKS.some(look => {
      const seen = { ...quiet, base: base.slice(0, look), head: head.slice(0, look) }
      return comparePairs([seen], RULE)[0]?.verdict === 'slower'
    })
    if (isAlarm) alarms += 1
  }
  assert.ok(alarms <= 8, `${alarms} of 400`)
})

test('more benchmarks ask for stronger evidence', () => {
  const slow = pairs(10, 1.1, seeded(7))
  assert.equal(comparePairs([slow], RULE)[0]?.verdict, 'slower')
  const many = [slow, ...Array.from({ length: 9 }, (_, nth) => pairs(10, 1, seeded(50 + nth)))]
  assert.notEqual(comparePairs(many, RULE)[0]?.verdict, 'slower')
})

test('nothing changed: 600 gates of 5 benchmarks, three looks each, almost no alarm', () => {
  const random = seeded(8)
  let alarms = 0
  for (let gate = 0; gate < 600; gate += 1) {
    const all = Array.from({ length: 5 }, () => pairs(30, 1, random, 0.05))
    const isAlarm = LOOKS.some(look => {
      const seen = all.map(each => ({
        ...each,
        base: each.base.slice(0, look),
        head: each.head.slice(0, look),
      }))
      return comparePairs(seen, RULE).some(({ verdict }) => verdict === 'slower')
    })
    if (isAlarm) alarms += 1
  }
  assert.ok(alarms <= 12, `${alarms} of 600`)
})

test('10 % slower is found: 100 gates of 30 pairs whose own noise is 5 %', () => {
  const random = seeded(9)
  const found = Array.from({ length: 100 }, () => pairs(30, 1.1, random, 0.05)).filter(
    each => comparePairs([each], RULE)[0]?.verdict === 'slower',
  )
  assert.ok(found.length >= 95, `${found.length} of 100`)
})
