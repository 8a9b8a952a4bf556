/** Is the SARIF report valid, stable and within what GitHub takes? */

import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { Ajv } from 'ajv'
import type { Log, Run } from 'sarif'
import { sarif } from '../../scripts/report/sarif.mts'
import { all, bad, catalogue, good, hostile, insufficient, many, waived } from './assessments.mts'
import { golden, pretty } from './golden.mts'

/** The schema is draft 4: its own `id` and `$schema` are names that today's drafts no longer know. */
function validator() {
  const file = join(import.meta.dirname, 'fixtures', 'sarif-2.1.0-rtm.5.schema.json')
  const { id, $schema, ...schema } = JSON.parse(readFileSync(file, 'utf8'))
  const uri = { validate: (text: string) => URL.canParse(text) }
  const reference = { validate: (text: string) => /^[\w%/.~:?#@!$&'()*+,;=-]*$/.test(text) }
  const formats = { uri, 'uri-reference': reference, 'date-time': true as const }
  return new Ajv({ strict: false, unicodeRegExp: false, formats }).compile(schema)
}

const validate = validator()

const runOf = (text: string): Run => {
  const [run] = (JSON.parse(text) as Log).runs
  assert.ok(run)
  return run
}

for (const [name, assessment] of Object.entries(all))
  test(`${name} is valid SARIF 2.1.0`, () => {
    assert.ok(
      validate(JSON.parse(sarif(assessment, catalogue))),
      JSON.stringify(validate.errors?.slice(0, 3)),
    )
  })

test('the schema does refuse', () => {
  assert.equal(validate({ version: '2.1.0', runs: [{ results: [] }] }), false)
})

test('what a code scanning service is told', t => {
  golden(t, pretty(sarif(bad, catalogue)), 'sarif-bad.json')
  golden(t, pretty(sarif(hostile, catalogue)), 'sarif-hostile.json')
  golden(t, pretty(sarif(waived, catalogue)), 'sarif-waived.json')
})

test('every result has one location, a level and fingerprints of its own', () => {
  const { results = [] } = runOf(sarif(many, catalogue))
  assert.equal(results.length, 10_000)
  const prints = new Set(
    results.map(({ partialFingerprints }) => partialFingerprints?.primaryLocationLineHash),
  )
  assert.equal(prints.size, results.length)
  assert.ok(results.every(({ locations }) => locations?.length === 1))
  assert.ok(results.every(({ ruleIndex }) => ruleIndex === 0))
})

test('fingerprints stay when lines move', () => {
  const shifted = {
    ...bad,
    outcomes: bad.outcomes.map(outcome => ({
      ...outcome,
      findings: outcome.findings.map(finding => ({ ...finding, line: (finding.line ?? 0) + 40 })),
    })),
  }
  const prints = (assessment: typeof bad) =>
    runOf(sarif(assessment, catalogue)).results?.map(
      ({ partialFingerprints }) => partialFingerprints,
    )
  assert.deepEqual(prints(shifted), prints(bad))
})

test('new and unchanged only when there is a baseline', () => {
  const states = (text: string) =>
    new Set(runOf(text).results?.map(({ baselineState }) => baselineState))
  assert.deepEqual(states(sarif(bad, catalogue)), new Set(['new', 'unchanged']))
  assert.deepEqual(states(sarif({ ...bad, comparison: null }, catalogue)), new Set([undefined]))
})

test('a run holds at most 25,000 results, the gravest, and says what it left out', () => {
  const findings = Array.from({ length: 25_010 }, (_, at) => ({
    rule: 'complex-function',
    level: at < 12 ? ('note' as const) : ('warn' as const),
    key: `complex-function:f${at}`,
    path: `f${at}.ts`,
    line: 1,
    message: 'x',
  }))
  const [outcome] = good.outcomes
  assert.ok(outcome)
  const run = runOf(
    sarif({ ...good, comparison: null, outcomes: [{ ...outcome, findings }] }, catalogue),
  )
  assert.equal(run.results?.length, 25_000)
  assert.equal(run.results?.filter(({ level }) => level === 'note').length, 2)
  const [notice] = run.invocations?.[0]?.toolExecutionNotifications ?? []
  assert.match(notice?.message.text ?? '', /^10 findings are left out/)
})

test('a skill that broke or could not look is a notification, not silence', () => {
  const [invocation] = runOf(sarif(insufficient, catalogue)).invocations ?? []
  assert.equal(invocation?.executionSuccessful, false)
  assert.deepEqual(
    invocation?.toolExecutionNotifications?.map(({ level }) => level),
    ['error'],
  )
})

test('a finding of the whole project and a rule nobody declared still have a place', () => {
  const [outcome] = good.outcomes
  assert.ok(outcome)
  const findings = [
    {
      rule: 'own-budget',
      level: 'error' as const,
      key: 'k',
      path: null,
      line: null,
      message: 'Over budget.',
    },
  ]
  const run = runOf(sarif({ ...good, outcomes: [{ ...outcome, findings }] }, catalogue))
  const [result] = run.results ?? []
  assert.equal(
    result?.locations?.[0]?.physicalLocation?.artifactLocation?.uri,
    '%28whole%20project%29',
  )
  assert.equal(run.tool.driver.rules?.[result?.ruleIndex ?? -1]?.id, 'own-budget')
})
