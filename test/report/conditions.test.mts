/** Is a condition told with its numbers once, and its reason only where they do not say it? */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Condition } from '../../scripts/core/verdict.mts'
import { conditionText } from '../../scripts/report/conditions.mts'

const score = (why: string): Condition => ({
  ...{ id: 'score', status: 'fail', actual: 70.99, required: 85 },
  why,
})

test('what the numbers say is not said again', () => {
  assert.equal(conditionText(score('below 85')), 'Score: 70.99, at least 85 required.')
  assert.equal(
    conditionText(score('below 85 and 1.5 lower than the baseline')),
    'Score: 70.99, at least 85 required (below 85 and 1.5 lower than the baseline).',
  )
})

test('a count of failing tests is said once', () => {
  const tests = { id: 'failing-tests', status: 'fail', actual: 3, required: 0, why: '3 failed' }
  assert.equal(conditionText(tests as Condition), 'Failing tests: 3, none allowed.')
})

test('without numbers there is the reason alone', () => {
  const why = 'no test results were found'
  const tests = { id: 'failing-tests', status: 'not-applicable', actual: null, required: 0, why }
  assert.equal(conditionText(tests as Condition), `Failing tests: ${why}.`)
})
