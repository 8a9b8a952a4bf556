/** Are the weights shown those that the score was made with? */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { dimensionsIn } from '../../reports-site/src/weights.mts'
import { policyText } from '../../scripts/core/policy-text.mts'
import { defaultPolicy } from '../../scripts/policy.mts'

test('the built-in weights, heaviest first, each part by its share of the dimension', () => {
  const dimensions = dimensionsIn(policyText(defaultPolicy))
  assert.deepEqual(
    dimensions.map(({ id, weight }) => [id, weight]),
    [
      ['code', 25],
      ['dependencies', 20],
      ['performance', 20],
      ['tests', 20],
      ['docs', 15],
    ],
  )
  const code = dimensions.find(({ id }) => id === 'code')?.parts ?? []
  const first = { measure: 'complex-code', share: 35, good: 12, poor: 35, budget: null }
  assert.deepEqual(code[0], first)
  for (const { id, parts } of dimensions)
    assert.equal(Math.round(parts.reduce((sum, { share }) => sum + share, 0)), 100, id)
})

test('a part of ones own has its part of the shares, and its budget', () => {
  const { code } = defaultPolicy.dimensions
  const parts = { ...code.parts, size: { share: 25, budget: 150 } }
  const policy = {
    ...defaultPolicy,
    dimensions: { ...defaultPolicy.dimensions, code: { ...code, parts } },
  }
  const shown = dimensionsIn(policyText(policy)).find(({ id }) => id === 'code')?.parts
  assert.deepEqual(
    shown?.find(({ measure }) => measure === 'size'),
    { measure: 'size', share: 20, good: null, poor: null, budget: 150 },
  )
})

test('whatever a history holds for a policy, it is read or left out', () => {
  const odd = fc.oneof(
    fc.string(),
    fc.json(),
    fc.json().map(json => `{"dimensions":{"a":${json}}}`),
  )
  fc.assert(
    fc.property(fc.option(odd), text => {
      for (const { weight, parts } of dimensionsIn(text))
        assert.ok(Number.isFinite(weight) && parts.every(({ share }) => Number.isFinite(share)))
    }),
  )
  const noisy =
    '{"dimensions":{"a":{"weight":"9","parts":{"x":{"share":1}}},"b":{"weight":1,"parts":{"y":{"share":-1}}}}}'
  assert.deepEqual(dimensionsIn(noisy), [])
})
