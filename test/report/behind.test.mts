/** Are the findings shown behind a deduction really those that caused it? */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { deductions, findingsBehind } from '../../scripts/report/behind.mts'
import { bad, catalogue, causes, waived } from './assessments.mts'

const behind = (measure: string, map = {}) => {
  const part = bad.score.dimensions
    .flatMap(({ parts }) => parts)
    .find(each => each.measure === measure)
  assert.ok(part)
  return findingsBehind(bad, catalogue, map)(part).map(({ rule }) => rule)
}

test('the named rules are asked first, worst level first', () => {
  assert.deepEqual(behind('fault-density', causes), [
    'import-cycle',
    'complex-function',
    'complex-function',
    'duplicated-code',
  ])
  assert.deepEqual(behind('duplicated-lines', causes), ['duplicated-code'])
})

test('without a map a rule belongs to the measure that bears its name', () => {
  assert.deepEqual(behind('vulnerable-packages'), ['vulnerable-package'])
})

test('without a map or a name, the only part of a skill has all its findings', () => {
  assert.deepEqual(behind('line-coverage'), ['untested-file'])
})

test('where several parts share a skill and nothing names a rule, nothing is guessed', () => {
  assert.deepEqual(behind('complex-code'), [])
})

test('the most expensive part comes first and parts that cost nothing do not come', () => {
  const costs = deductions(bad, catalogue, causes).map(({ part }) => part.deduction)
  assert.deepEqual(
    costs,
    costs.toSorted((a, b) => b - a),
  )
  assert.ok(costs.every(cost => cost > 0))
})

test('a waived finding stands behind nothing', () => {
  const rules = deductions(waived, catalogue, causes).flatMap(({ findings }) => findings)
  assert.ok(rules.every(finding => finding.waived === undefined))
})
