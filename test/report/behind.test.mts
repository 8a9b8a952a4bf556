/** Are the findings shown behind a deduction really those that caused it? */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Assessment } from '../../scripts/core/verdict.mts'
import { deductions, findingsBehind } from '../../scripts/report/behind.mts'
import { bad, catalogue, noted, waived } from './assessments.mts'

function behind(assessment: Assessment, measure: string, told = catalogue): readonly string[] {
  const part = assessment.score.dimensions
    .flatMap(({ parts }) => parts)
    .find(each => each.measure === measure)
  assert.ok(part)
  return findingsBehind(assessment, told)(part).map(({ rule, path }) => `${rule} ${path}`)
}

test('a finding stands behind each measure that its rule costs, and behind no other', () => {
  assert.deepEqual(behind(bad, 'duplicated-lines'), ['duplicated-code src/fare/table.ts'])
  assert.deepEqual(behind(bad, 'complex-code'), [
    'complex-function src/booking/checkout.ts',
    'complex-function src/route/plan.ts',
  ])
  assert.deepEqual(behind(bad, 'vulnerable-packages'), ['vulnerable-package package-lock.json'])
})

test('neither a name nor being the only rule of a skill makes a cause', () => {
  const silent = catalogue.map(entry => ({
    ...entry,
    rules: Object.fromEntries(
      Object.entries(entry.rules).map(([name, rule]) => [name, { ...rule, costs: [] }]),
    ),
  }))
  for (const measure of ['vulnerable-packages', 'line-coverage', 'complex-code'])
    assert.deepEqual(behind(bad, measure, silent), [])
  assert.deepEqual(behind(bad, 'vulnerable-packages', []), [])
})

test('new ones come first, then the worst, then as the skill gave them', () => {
  assert.deepEqual(behind(bad, 'fault-density'), [
    'import-cycle src/fare/season.ts',
    'complex-function src/booking/checkout.ts',
    'complex-function src/route/plan.ts',
    'duplicated-code src/fare/table.ts',
  ])
  assert.deepEqual(behind(noted, 'fault-density'), [
    'complex-function src/booking/checkout.ts',
    'complex-function src/route/plan.ts',
    'duplicated-code src/fare/table.ts',
  ])
  const copied = bad.outcomes.flatMap(({ skill, findings }) =>
    findings.filter(({ rule }) => rule === 'duplicated-code').map(each => ({ ...each, skill })),
  )
  const comparison = bad.comparison && { ...bad.comparison, newFindings: copied }
  assert.deepEqual(behind({ ...bad, comparison }, 'fault-density').slice(0, 2), [
    'duplicated-code src/fare/table.ts',
    'import-cycle src/fare/season.ts',
  ])
  const reversed = bad.outcomes.map(each => ({ ...each, findings: each.findings.toReversed() }))
  assert.deepEqual(behind({ ...bad, comparison: null, outcomes: reversed }, 'fault-density'), [
    'import-cycle src/fare/season.ts',
    'duplicated-code src/fare/table.ts',
    'complex-function src/route/plan.ts',
    'complex-function src/booking/checkout.ts',
  ])
})

test('the most expensive part comes first and parts that cost nothing do not come', () => {
  const costs = deductions(bad, catalogue).map(({ part }) => part.deduction)
  assert.deepEqual(
    costs,
    costs.toSorted((a, b) => b - a),
  )
  assert.ok(costs.every(cost => cost > 0))
})

test('a waived finding stands behind nothing', () => {
  const shown = deductions(waived, catalogue).flatMap(({ findings }) => findings)
  assert.ok(shown.length > 0)
  assert.ok(shown.every(finding => finding.waived === undefined))
})
