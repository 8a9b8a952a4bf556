/** Does GitLab get a Code Quality report it can show? */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { gitlab } from '../../scripts/report/gitlab.mts'
import { all, bad, catalogue, good, many, waived } from './assessments.mts'
import { golden, pretty } from './golden.mts'

const issues = (assessment: typeof good) =>
  JSON.parse(gitlab(assessment, catalogue)) as readonly {
    description: string
    check_name: string
    fingerprint: string
    severity: string
    location: { path: string; lines: { begin: number } }
  }[]

test('what a merge request is told', t => {
  golden(t, pretty(gitlab(bad, catalogue)), 'gitlab-bad.json')
})

test('every issue has all that GitLab asks for', () => {
  for (const assessment of Object.values(all))
    for (const { description, check_name, fingerprint, severity, location } of issues(assessment)) {
      assert.ok(description && check_name && location.path)
      assert.match(fingerprint, /^[0-9a-f]{64}$/)
      assert.match(severity, /^(?:info|minor|major|critical|blocker)$/)
      assert.ok(Number.isInteger(location.lines.begin) && location.lines.begin >= 1)
    }
})

test('of a part of the repository the paths are those of the repository, the fingerprints its own', () => {
  const part = { ...bad, run: { ...bad.run, folder: 'api/' } }
  for (const [at, { location, fingerprint }] of issues(part).entries()) {
    const whole = issues(bad)[at]
    assert.equal(location.path, `api/${whole?.location.path}`)
    assert.notEqual(fingerprint, whole?.fingerprint)
  }
})

test('fingerprints are unique, even where keys are not', () => {
  const [outcome] = bad.outcomes
  assert.ok(outcome)
  const twice = { ...bad, outcomes: [outcome, outcome] }
  for (const assessment of [many, twice]) {
    const prints = issues(assessment).map(({ fingerprint }) => fingerprint)
    assert.equal(new Set(prints).size, prints.length)
  }
})

test('waived findings and those of no file are left out', () => {
  assert.deepEqual(
    issues(waived).map(({ check_name }) => check_name),
    ['expired-waiver', 'undocumented-symbol'],
  )
  const [outcome] = good.outcomes
  assert.ok(outcome)
  const findings = outcome.findings.map(finding => ({ ...finding, path: null }))
  const homeless = { ...good, outcomes: [{ ...outcome, findings }] }
  assert.deepEqual(issues(homeless), [])
})
