import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { lowerIsBetter, scoreOf } from '../../scripts/core/curve.mts'

const curve = { good: 5, poor: 25 }

test('good scores 90, poor scores 50, nothing scores 100', () => {
  assert.ok(Math.abs(lowerIsBetter(5, curve) - 90) < 1e-9)
  assert.ok(Math.abs(lowerIsBetter(25, curve) - 50) < 1e-9)
  assert.equal(lowerIsBetter(0, curve), 100)
})

test("Lighthouse's published metrics come out as it scores them", () => {
  const largestContentfulPaint = { good: 2500, poor: 4000 }
  for (const [value, score] of [
    [1200, 100],
    [2500, 90],
    [4000, 50],
    [6000, 13],
  ] as const)
    assert.equal(Math.round(lowerIsBetter(value, largestContentfulPaint)), score)
})

test('a percentage that is better higher scores as it is, clamped', () => {
  assert.equal(scoreOf(83.4, 'higher'), 83.4)
  assert.equal(scoreOf(130, 'higher'), 100)
  assert.equal(scoreOf(-3, 'higher'), 0)
})

test('a higher-is-better measure with a curve is scored by its shortfall', () => {
  assert.ok(Math.abs(scoreOf(95, 'higher', { curve }) - 90) < 1e-9)
})

test('property: never rises as the value rises, always within 0 and 100', () => {
  fc.assert(
    fc.property(
      fc.double({ min: 0, max: 1e6, noNaN: true }),
      fc.double({ min: 0, max: 1e6, noNaN: true }),
      (a, b) => {
        const [low, high] = [
          lowerIsBetter(Math.min(a, b), curve),
          lowerIsBetter(Math.max(a, b), curve),
        ]
        assert.ok(low >= high && high >= 0 && low <= 100)
      },
    ),
  )
})

test('a budget that is kept scores 100, one that is missed by half or doubled 50', () => {
  for (const [value, better, budget, score] of [
    [250, 'lower', 250, 100],
    [0, 'lower', 0, 100],
    [500, 'lower', 250, 50],
    [1, 'lower', 0, 0],
    [-3, 'lower', 0, 100],
    [90, 'higher', 90, 100],
    [45, 'higher', 90, 50],
    [0, 'higher', 90, 0],
    [-9, 'higher', 90, 0],
    [-9, 'higher', 0, 0],
  ] as const)
    assert.equal(scoreOf(value, better, { budget }), score, `${value} of ${budget}`)
})
