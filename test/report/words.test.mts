/** Are numbers said exactly, and never kinder than they are? */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  apart,
  clipped,
  counted,
  day,
  evidence,
  lowered,
  measured,
  moved,
  percent,
  points,
  signed,
  total,
  words,
} from '../../scripts/report/words.mts'

test('a percentage never rounds to nothing or everything', () => {
  assert.equal(percent(83.44), '83.4 %')
  assert.equal(percent(0), '0.0 %')
  assert.equal(percent(0.01), '< 0.1 %')
  assert.equal(percent(99.99), '> 99.9 %')
  assert.equal(percent(100), '100.0 %')
})

test('evidence rounds down, and not by the noise of floating point', () => {
  assert.equal(evidence(0.856), '85 %')
  assert.equal(evidence(0.29), '29 %')
  assert.equal(evidence(0.999), '99 %')
})

test('points keep two decimals, a total only what it needs', () => {
  assert.deepEqual(
    [points(22.5), total(22.5), total(88), total(79.96)],
    ['22.50', '22.5', '88', '79.96'],
  )
  assert.deepEqual([signed(3.2), signed(-1.1), signed(0.001)], ['+3.20', '−1.10', '±0.00'])
  assert.deepEqual([moved(3.2), moved(-1.1), moved(0)], ['▲ +3.20', '▼ −1.10', '='])
})

test('two numbers that differ never read alike', () => {
  assert.deepEqual(apart(79.996, 80), ['79.996', '80'])
  assert.deepEqual(apart(71.2, 80), ['71.2', '80'])
})

test('each unit is in words', () => {
  assert.equal(measured(1, 'lines'), '1 line')
  assert.equal(measured(12345, 'count'), '12,345')
  assert.equal(measured(3.2, 'per 1,000 lines'), '3.2 per 1,000 lines')
  assert.equal(measured(0.24, 'seconds'), '240 ms')
  assert.equal(measured(1.5, 'seconds'), '1.5 s')
  assert.equal(measured(1, 'bytes'), '1 byte')
  assert.equal(measured(2_560_000, 'bytes'), '2.6 MB')
  assert.equal(measured(41, 'days'), '41 days')
  assert.equal(measured(87.5, 'score'), '87.5 / 100')
  assert.equal(measured(0.92, 'ratio'), '0.92')
  assert.equal(counted(2, 'condition is', 'conditions are'), '2 conditions are')
})

test('dates and names are those of a sentence', () => {
  assert.equal(day('2026-03-04T09:26:53Z'), '4 March 2026')
  assert.equal(day('2026-13-04'), '2026-13-04')
  assert.equal(words('duplicated-lines'), 'duplicated lines')
  assert.equal(lowered('The score'), 'the score')
  assert.equal(lowered('OSV did not answer'), 'OSV did not answer')
  assert.equal(clipped('abcdef', 4), 'abc…')
})
