/** Does the explanation add up, before the reader's eyes and to the hundredth? */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import stringWidth from 'string-width'
import { explain } from '../../scripts/report/explain.mts'
import { all, bad, catalogue, curves, many, noted } from './assessments.mts'
import { golden } from './golden.mts'

const options = { color: false, width: 80, curves }
const cents = (value: number) => Math.round(value * 100)

for (const [name, assessment] of Object.entries(all)) {
  test(`${name} is explained`, t => {
    golden(t, explain(assessment, catalogue, options), `explain-${name}.txt`)
  })

  test(`${name}: maximum − deductions = contribution, and the contributions are the total`, () => {
    const { dimensions, value } = assessment.score
    for (const { id, max, contribution, parts } of dimensions) {
      const lost = parts.reduce((sum, { deduction }) => sum + cents(deduction), 0)
      assert.equal(cents(max) - lost, cents(contribution), id)
    }
    const total = dimensions.reduce((sum, { contribution }) => sum + cents(contribution), 0)
    if (value !== null) assert.equal(total, cents(value))
  })

  test(`${name} stays within its width`, () => {
    for (const width of [60, 80, 120])
      for (const line of explain(assessment, catalogue, { ...options, width }).split('\n'))
        assert.ok(stringWidth(line) <= width, line)
  })
}

test('the sum at the bottom is the sum of its rows', () => {
  const text = explain(bad, catalogue, options)
  const rows = [...text.matchAll(/^ {2}(\w+) +([\d.]+) +−([\d.]+) {2}= +([\d.]+)$/gm)]
  const [total, ...parts] = rows.reverse().map(row => row.slice(2).map(Number))
  assert.equal(parts.length, 4)
  for (const column of [0, 1, 2])
    assert.equal(
      parts.reduce((sum, row) => sum + cents(row[column] ?? 0), 0),
      cents(total?.[column] ?? 0),
    )
})

test('ten thousand findings are five and a number', () => {
  assert.match(explain(many, catalogue, options), /and 9,995 more/)
})

test('without curves nothing is made up', () => {
  const text = explain(bad, catalogue, { color: false, width: 80 })
  assert.doesNotMatch(text, /90 at/)
  assert.match(text, /scores 60.29 · weighs 35 % of code/)
})

test('what must be known is there whole, at any width', () => {
  for (const width of [60, 80, 120]) {
    const text = explain(noted, catalogue, { ...options, width }).replace(/\s+/g, ' ')
    assert.match(text, /! This change edits shipworthy\.yml: .* only after it is merged\. !/)
    assert.match(text, /! The history of @harbour was cut\. /)
  }
})
