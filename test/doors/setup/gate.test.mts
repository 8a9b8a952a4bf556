/** Does a first pipeline pass the gate that setup writes, whatever its tests and the advisories tell? */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { PartScore, Score } from '../../../scripts/core/verdict.mts'
import { lowerOf, standingOf } from '../../../scripts/doors/setup/gate.mts'

const part = (measure: string, share: number, score: number | null): PartScore => ({
  ...{ measure, skill: null, status: score === null ? 'unavailable' : 'judged', value: score },
  ...{ unit: null, score, share, max: 0, deduction: 0, evidence: score === null ? 0 : 1 },
})

/** Code of 80, and what is known of tests and dependencies. */
function scored(coverage: number | null, advisories: number | null): Score {
  const parts = [
    { id: 'code', weight: 60, parts: [part('complex-code', 100, 80)] },
    { id: 'tests', weight: 20, parts: [part('line-coverage', 100, coverage)] },
    {
      id: 'dependencies',
      weight: 20,
      parts: [part('vulnerability-weight', 50, advisories), part('age-behind', 50, null)],
    },
  ] as const
  const known = parts.flatMap(({ weight, parts }) =>
    parts.flatMap(({ share, score }) =>
      score === null ? [] : [{ weight: (weight * share) / 100, score }],
    ),
  )
  const answered = known.reduce((sum, { weight }) => sum + weight, 0)
  const points = known.reduce((sum, { weight, score }) => sum + weight * score, 0)
  return {
    ...{ value: points / answered, evidence: answered / 100, bounds: [0, 100] },
    ...{ security: null, unwaived: null },
    dimensions: parts.map(({ id, weight, parts }) => ({
      ...{ id, weight, status: 'judged', why: null, max: 0, value: null, contribution: 0 },
      ...{ evidence: 1, parts },
    })),
  }
}

test('what is open counts as at its worst, what a pipeline will not ask for does not', () => {
  const worst = (standing: Score) =>
    scored(
      standing.dimensions[1]?.parts[0]?.score ?? 0,
      standing.dimensions[2]?.parts[0]?.score ?? 0,
    ).value
  for (const [coverage, advisories] of [
    [null, null],
    [null, 100],
    [50, null],
    [50, 100],
  ] as const) {
    const now = scored(coverage, advisories)
    const { score, floor } = standingOf(now)
    assert.equal(score, now.value)
    assert.ok(Math.abs((floor ?? 0) - (worst(now) ?? 0)) < 1e-9, `${coverage}, ${advisories}`)
  }
})

test('the lower one is held, and a run that knew less is no measure', () => {
  const [knows, less] = [standingOf(scored(90, 100)), standingOf(scored(null, 100))]
  assert.equal(lowerOf(knows, less), knows)
  const worse = standingOf(scored(70, 100))
  assert.equal(lowerOf(knows, worse), worse)
  assert.equal(lowerOf(worse, knows), worse)
})
