/** What of another job's assessment is used? Names that are known and numbers that are possible, about this commit. */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readClaims } from '../../scripts/formats/claims.mts'
import { skill } from '../../scripts/skills/test-orchestrator.mts'

const COMMIT = 'c'.repeat(40)

const read = (more: object, commit = COMMIT) =>
  readClaims(JSON.stringify({ schema: '1.0', run: { commit }, ...more }), COMMIT, [skill])

const claimed = (row: object) => {
  const said = read({ outcomes: [{ skill: skill.id, status: 'judged', ...row }] })
  return 'why' in said ? assert.fail(said.why) : (said.outcomes[0] ?? assert.fail())
}

test('only an assessment of this commit is read', () => {
  for (const [text, why] of [
    ['[]', /no assessment/],
    ['{"schema":"2.0"}', /this version reads/],
    [JSON.stringify({ schema: '1.0', run: { commit: 'x' } }), /another commit/],
  ] as const) {
    const said = readClaims(text, COMMIT, [skill])
    assert.match('why' in said ? said.why : '', why)
  }
})

test('other skills, unknown names and impossible numbers are left out', () => {
  const said = read({ outcomes: [{ skill: 'refactor-assistant', status: 'judged' }] })
  assert.deepEqual('outcomes' in said && said.outcomes, [])
  const { measures } = claimed({
    measures: [
      { name: 'line-coverage', subject: '', value: 90, extent: 0.5 },
      { name: 'line-coverage', subject: '', value: 101 },
      { name: 'passing-tests', subject: '', value: '7' },
      { name: 'passing-tests', subject: 'x'.repeat(1000), value: 7, extent: 3 },
      { name: 'toString', subject: '', value: 1 },
      null,
    ],
  })
  assert.deepEqual(measures, [
    { name: 'line-coverage', subject: '', value: 90, extent: 0.5 },
    { name: 'passing-tests', subject: 'x'.repeat(300), value: 7 },
  ])
})

test('findings keep their shape, whatever stands in them', () => {
  const finding = { rule: 'failing-test', level: 'error', key: 'k', path: 7, line: -1, message: {} }
  const { findings, proposals } = claimed({
    findings: [finding, { ...finding, rule: 'no-such' }, { ...finding, level: 'fatal' }],
    proposals: [{ why: 'x', command: 'rm -rf /' }],
  })
  assert.deepEqual(findings, [{ ...finding, path: null, line: null, message: '' }])
  assert.deepEqual(proposals, [])
})

test('a skill that was not judged there is not judged here', () => {
  assert.equal(claimed({ status: 'failed', why: 'no' }).status, 'unavailable')
  assert.equal(claimed({ status: 'not-applicable', why: 'no' }).status, 'not-applicable')
})

test('coverage of the change is three counts in order, or nothing', () => {
  const of = (patchCoverage: unknown) => {
    const said = read({ comparison: { patchCoverage } })
    return 'patchCoverage' in said ? said.patchCoverage : assert.fail()
  }
  const sound = { covered: 1, total: 2, changedLines: 3 }
  assert.deepEqual(of(sound), sound)
  assert.equal(of({ ...sound, covered: 3 }), null)
  assert.equal(of({ ...sound, total: 1.5 }), null)
  assert.equal(of(null), null)
})
