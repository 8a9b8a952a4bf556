/** Is the verdict the right one, in one sentence? */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Assessment, Condition } from '../../scripts/core/verdict.mts'
import { junit } from '../../scripts/report/junit.mts'
import { markdown } from '../../scripts/report/markdown.mts'
import { terminal } from '../../scripts/report/terminal.mts'
import { spoken, verdict } from '../../scripts/report/verdict.mts'
import { bad, catalogue, good, held, insufficient, noScore, nothing } from './assessments.mts'

const say = (assessment: Assessment) => spoken(verdict(assessment))

const scored = (value: number, required: number, why: string): Assessment => ({
  ...good,
  score: { ...good.score, value },
  gate: {
    enforced: true,
    status: 'pass',
    conditions: [{ id: 'score', actual: value, required, status: 'pass', why }],
  },
})

const failing = (...conditions: Condition[]): Assessment => ({
  ...good,
  gate: { enforced: true, status: 'fail', conditions },
})

test('each kind of assessment has its sentence', () => {
  assert.equal(say(good), 'Shipworthy')
  assert.equal(
    say(bad),
    'Not shipworthy: the score is below 80 and 4.25 lower than the baseline. 2 more conditions failed.',
  )
  assert.equal(say(held), 'Holds the line at 60 (target 80)')
  assert.equal(
    say(insufficient),
    'Insufficient evidence: 40 % of what counts was measured. Run ./scripts/assess.mts --run-tests to raise it.',
  )
  assert.equal(
    say(noScore),
    'Insufficient evidence: 15 % of what counts was measured. Most is missing in code: no source file could be read.',
  )
  assert.equal(say(nothing), 'Nothing to score: no dimension applies to this project.')
  const [outcome] = good.outcomes.filter(({ findings }) => findings.length > 0)
  assert.ok(outcome !== undefined)
  const readAlone = {
    ...nothing,
    outcomes: [{ ...outcome, findings: outcome.findings.slice(0, 1) }],
  }
  assert.equal(
    say(readAlone),
    `Nothing to score: no dimension applies to this project; 1 finding without a score, of ${outcome.skill}.`,
  )
})

test('what is below 80 is never called shipworthy, whatever the gate asks', () => {
  assert.equal(say(scored(72, 60, 'at least 60')), 'Holds the line at 72 (target 80)')
  assert.equal(
    say(scored(79.99, 80, 'below 80, but this change does not lower it')),
    'Holds the line at 79.99 (target 80)',
  )
  assert.equal(say(scored(80, 80, 'at least 80')), 'Shipworthy')
  assert.equal(
    say(scored(85, 90, 'below 90, but this change does not lower it')),
    'Holds the line at 85 (target 90)',
  )
})

test('a gate that is not enforced says the same', () => {
  assert.equal(say({ ...bad, gate: { ...bad.gate, enforced: false } }), say(bad))
})

test('each failed condition is told in its own words', () => {
  const condition = (id: string, actual: number | null, why: string): Condition => ({
    id,
    actual,
    required: 0,
    status: 'fail',
    why,
  })
  const after = (each: Condition) => say(failing(each)).replace('Not shipworthy: ', '')
  assert.equal(after(condition('failing-tests', 1, '1 failed')), '1 test failed.')
  assert.equal(after(condition('new-errors', 2, 'x; y')), '2 new findings of level error.')
  assert.equal(
    after(condition('patch-coverage', 41, '35 of 85 changed lines ran')),
    'the changed lines are covered too little (35 of 85 changed lines ran).',
  )
  assert.equal(
    after(condition('start-up-time', 3, 'Start takes 3 s')),
    'start up time: start takes 3 s.',
  )
})

test('a waived condition is told with its reason, and nothing of it reads as passed', () => {
  const why = 'below 80; waived until 2027-01-01 by ada: rewrite'
  const condition = { id: 'score', actual: 71.2, required: 80, status: 'waived', why } as const
  const waived: Assessment = { ...good, gate: { ...good.gate, conditions: [condition] } }
  assert.equal(say(waived), `Ships on a waiver: score ${why}.`)
  assert.equal(verdict(waived).mood, 'held')
  const paper = { color: false, width: 100 }
  assert.match(
    terminal(waived, catalogue, paper),
    /Gate {2}1 waived\n {2}~ Score: 71\.2, 80 required/,
  )
  assert.match(markdown(waived, catalogue), /- 🕒 Score: 71\.2, 80 required/)
  assert.match(junit(waived, catalogue), /name="Score"[^>]*>\s*<skipped message="Score: 71\.2/)
})
