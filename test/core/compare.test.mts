import assert from 'node:assert/strict'
import { test } from 'node:test'
import { compareSides } from '../../scripts/core/compare.mts'
import type { Finding, Measure, Outcome } from '../../scripts/core/model.mts'
import { patchCoverage } from '../../scripts/core/patch-coverage.mts'
import type { Policy } from '../../scripts/core/policy.mts'
import { type MeasureIndex, score } from '../../scripts/core/score.mts'
import { defaultPolicy } from '../../scripts/policy.mts'

const percent = { unit: 'percent', better: 'higher', noise: 'exact', meaning: '' } as const
const index: MeasureIndex = new Map(
  ['code', 'tests'].map(name => [name, { skill: name, scale: percent }]),
)
const none = { weight: 0, parts: {} }
const policy: Policy = {
  ...defaultPolicy,
  dimensions: {
    code: { weight: 50, parts: { code: { share: 1 } } },
    tests: { weight: 50, parts: { tests: { share: 1 } } },
    dependencies: none,
    docs: none,
    performance: none,
    custom: none,
  },
}
const outcome = (skill: string, measures: Measure[], findings: Finding[] = []): Outcome => ({
  skill,
  status: 'judged',
  why: null,
  durationMs: 1,
  measures,
  findings,
  missing: [],
  proposals: [],
})
const measure = (name: string, value: number): Measure => ({ name, subject: '', value })
const finding = (key: string, path: string | null = null): Finding => ({
  rule: 'r',
  level: 'warn',
  key,
  path,
  line: 1,
  message: key,
})
const side = (...outcomes: Outcome[]) => ({ outcomes, score: score(outcomes, policy, index, true) })
const compare = (before: Outcome[], after: Outcome[], renames = new Map<string, string>()) =>
  compareSides(side(...before), side(...after), policy, index, renames)

test('a part measured on one side only is said, never shown as a change of score', () => {
  const result = compare(
    [outcome('code', [measure('code', 80)])],
    [outcome('code', [measure('code', 80)]), outcome('tests', [measure('tests', 20)])],
  )
  assert.deepEqual(result.score, { before: 80, after: 80, delta: 0 })
  assert.deepEqual(
    result.measuredDifferently.map(({ measure }) => measure),
    ['tests'],
  )
})

test('evidence lost since the baseline is named', () => {
  const result = compare(
    [outcome('code', [measure('code', 80)]), outcome('tests', [measure('tests', 90)])],
    [outcome('code', [measure('code', 80)])],
  )
  assert.match(result.measuredDifferently[0]?.why ?? '', /missing now/)
  assert.equal(result.score?.delta, 0)
})

test('where both sides answered the same, the change is the difference of the two scores', () => {
  const half: Policy = {
    ...policy,
    dimensions: {
      ...policy.dimensions,
      code: { weight: 50, parts: { code: { share: 0.25 }, styles: { share: 0.75 } } },
    },
  }
  const scored = (code: number, extent: number) => {
    const outcomes = [
      outcome('code', [{ ...measure('code', code), extent }]),
      outcome('tests', [measure('tests', 40)]),
    ]
    return { outcomes, score: score(outcomes, half, index, true) }
  }
  const [before, after] = [scored(80, 1), scored(60, 1)]
  assert.deepEqual([before.score.value, after.score.value], [48, 44])
  const result = compareSides(before, after, half, index, new Map())
  assert.deepEqual(result.score, { before: 48, after: 44, delta: -4 })

  // Fewer files that parsed move the weights of both sides alike.
  const lesser = scored(80, 0.5)
  const again = compareSides(before, lesser, half, index, new Map())
  assert.deepEqual(again.score, {
    before: lesser.score.value,
    after: lesser.score.value,
    delta: 0,
  })
})

test('the parts in common keep the weights they have in the score', () => {
  const three: Policy = {
    ...policy,
    dimensions: {
      ...policy.dimensions,
      code: { weight: 50, parts: { code: { share: 0.2 }, styles: { share: 0.8 } } },
    },
  }
  const more: MeasureIndex = new Map([...index, ['styles', { skill: 'styles', scale: percent }]])
  const scored = (code: number, styles: number | null) => {
    const outcomes = [
      outcome('code', [measure('code', code)]),
      outcome('styles', styles === null ? [] : [measure('styles', styles)]),
      outcome('tests', [measure('tests', 40)]),
    ]
    return { outcomes, score: score(outcomes, three, more, true) }
  }
  const result = compareSides(scored(80, null), scored(20, 100), three, more, new Map())
  // Of 60 points that answered on both sides code weighs 10, not 50; in hundredths, as every score.
  assert.deepEqual(result.score, { before: 46.67, after: 36.66, delta: -10.01 })
})

test('nothing in common, no delta', () => {
  assert.equal(
    compare([outcome('code', [measure('code', 80)])], [outcome('tests', [measure('tests', 90)])])
      .score,
    null,
  )
})

test('findings are new, fixed or unchanged by key, through renames', () => {
  const before = [
    outcome(
      'code',
      [measure('code', 1)],
      [finding('r:old.ts:f', 'old.ts'), finding('r:a.ts:g', 'a.ts')],
    ),
  ]
  const after = [
    outcome(
      'code',
      [measure('code', 1)],
      [finding('r:new.ts:f', 'new.ts'), finding('r:a.ts:h', 'a.ts')],
    ),
  ]
  const result = compare(before, after, new Map([['new.ts', 'old.ts']]))
  assert.deepEqual(
    result.newFindings.map(({ key }) => key),
    ['r:a.ts:h'],
  )
  assert.deepEqual(
    result.fixedFindings.map(({ key }) => key),
    ['r:a.ts:g'],
  )
  assert.equal(result.unchangedFindings, 1)
})

test('findings of a skill that was silent on one side are neither new nor fixed', () => {
  const silent: Outcome = { ...outcome('code', []), status: 'unavailable', why: 'no network' }
  const found = outcome('code', [measure('code', 1)], [finding('k')])
  assert.deepEqual(compare([silent], [found]).newFindings, [])
  assert.deepEqual(compare([found], [silent]).fixedFindings, [])
})

test('patch coverage looks at changed lines the report knows', () => {
  const covered = { covered: 0, total: 0 }
  const coverage = {
    lines: covered,
    branches: null,
    functions: null,
    reports: ['lcov.info'],
    files: [{ path: 'a.ts', lines: covered, hit: [1, 2, 10], missed: [3, 11] }],
  }
  const hunks = [
    {
      path: 'a.ts',
      ranges: [
        [2, 4],
        [11, 11],
      ] as const,
    },
    { path: 'readme.md', ranges: [[1, 100]] as const },
  ]
  assert.deepEqual(patchCoverage(coverage, hunks), { covered: 1, total: 3, changedLines: 4 })
  assert.equal(patchCoverage(null, hunks), null)
})

test('a finding is new only where the baseline could have had it', () => {
  const gap = (status?: 'not-applicable'): Outcome => ({
    ...outcome('code', []),
    missing: [{ measure: 'code', why: '', ...(status ? { status } : {}) }],
  })
  const after = outcome('code', [measure('code', 80)], [finding('r:a:x')])
  const fresh = (before: Outcome, costs: readonly string[]) =>
    compareSides(side(before), side(after), policy, index, new Map(), new Map([['r', costs]]))
      .newFindings.length
  assert.equal(fresh(gap(), ['code']), 0, 'nobody could look')
  assert.equal(fresh(gap(), ['code', 'tests']), 1, 'one of its measures was taken')
  assert.equal(fresh(gap(), []), 1)
  assert.equal(fresh(gap('not-applicable'), ['code']), 1, 'there was none')
  const nothing: Outcome = { ...outcome('code', []), status: 'not-applicable', why: '' }
  assert.equal(fresh(nothing, ['code']), 1)
  assert.equal(fresh({ ...nothing, status: 'unavailable' }, ['code']), 0)
})
