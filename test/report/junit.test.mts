/** Does any CI show the gate and the findings, and fail exactly when the gate does? */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { SaxesParser } from 'saxes'
import type { Assessment } from '../../scripts/core/verdict.mts'
import { junit } from '../../scripts/report/junit.mts'
import { all, bad, catalogue, insufficient, many } from './assessments.mts'
import { golden } from './golden.mts'

interface Counted {
  readonly declared: Record<string, number>
  readonly found: Record<string, number>
}

/** What the root element declares and what the document holds. */
function counts(text: string): Counted {
  const found: Record<string, number> = { tests: 0, failures: 0, errors: 0, skipped: 0 }
  let declared: Record<string, number> = {}
  const names: Readonly<Record<string, string>> = {
    testcase: 'tests',
    failure: 'failures',
    error: 'errors',
    skipped: 'skipped',
  }
  const parser = new SaxesParser()
  parser.on('error', error => assert.fail(error))
  parser.on('opentag', ({ name, attributes }) => {
    if (name === 'testsuites')
      declared = Object.fromEntries(Object.keys(found).map(key => [key, Number(attributes[key])]))
    const counter = names[name]
    if (counter !== undefined) found[counter] = (found[counter] ?? 0) + 1
  })
  parser.write(text).close()
  return { declared, found }
}

for (const [name, assessment] of Object.entries(all))
  test(`${name} is well-formed and counts right`, () => {
    const { declared, found } = counts(junit(assessment, catalogue))
    assert.deepEqual(found, declared)
  })

test('what a CI is told', t => {
  golden(t, junit(bad, catalogue), 'junit-bad.xml')
  golden(t, junit(insufficient, catalogue), 'junit-insufficient.xml')
  golden(t, junit(all.hostile, catalogue), 'junit-hostile.xml')
  golden(t, junit(all.waived, catalogue), 'junit-waived.xml')
})

test('without an enforced gate nothing fails and nothing errs', () => {
  const relaxed = (assessment: Assessment) => ({
    ...assessment,
    gate: { ...assessment.gate, enforced: false },
  })
  for (const assessment of [bad, insufficient]) {
    const { found } = counts(junit(relaxed(assessment), catalogue))
    assert.deepEqual([found.failures, found.errors], [0, 0])
  }
})

test('only a new error fails; a known one does not', () => {
  const known = { ...bad, comparison: bad.comparison && { ...bad.comparison, newFindings: [] } }
  assert.equal(counts(junit(known, catalogue)).found.failures, 3)
  assert.equal(counts(junit(bad, catalogue)).found.failures, 5)
})

test('ten thousand findings are a thousand rows and a number, failures first', () => {
  const text = junit(many, catalogue)
  assert.equal(counts(text).found.tests, 6 + 1000 + 1)
  assert.match(text, /name="and 9,000 more findings"/)
  assert.equal(counts(text).found.failures, 3 + 1000)
})
