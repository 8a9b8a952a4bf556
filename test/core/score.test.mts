import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { Outcome, Scale } from '../../scripts/core/model.mts'
import type { Policy } from '../../scripts/core/policy.mts'
import { type MeasureIndex, score } from '../../scripts/core/score.mts'
import { defaultPolicy } from '../../scripts/policy.mts'

const percentUp: Scale = { unit: 'percent', better: 'higher', noise: 'exact', meaning: '' }
const percentDown: Scale = { ...percentUp, better: 'lower' }

/** One percentage a dimension, as in the plan's example. */
const planPolicy: Policy = {
  ...defaultPolicy,
  dimensions: {
    code: { weight: 25, parts: { code: { share: 1 } } },
    tests: { weight: 20, parts: { tests: { share: 1 } } },
    dependencies: { weight: 20, parts: { dependencies: { share: 1 } } },
    docs: { weight: 15, parts: { docs: { share: 1 } } },
    performance: { weight: 20, parts: { performance: { share: 1 } } },
    custom: { weight: 0, parts: {} },
  },
}
const planIndex: MeasureIndex = new Map(
  ['code', 'tests', 'dependencies', 'docs', 'performance'].map(name => [
    name,
    { skill: name, scale: percentUp },
  ]),
)

const judged = (
  skill: string,
  measures: Outcome['measures'],
  missing: Outcome['missing'] = [],
): Outcome => ({
  skill,
  status: 'judged',
  why: null,
  durationMs: 1,
  measures,
  findings: [],
  missing,
  proposals: [],
})
const plan = (values: Record<string, number>, extent = 1) =>
  Object.entries(values).map(([name, value]) =>
    judged(name, [{ name, subject: '', value, extent }]),
  )

/** Each part rounds to a hundredth of its own, so a total may be a few hundredths off the plain mean. */
const near = (value: number | null, expected: number) =>
  assert.ok(
    value !== null && Math.abs(value - expected) < 0.05,
    `${value} is not about ${expected}`,
  )

const hundredths = (points: number) => Math.round(points * 100)

test("the plan's example gives exactly 88.6", () => {
  const values = { code: 90, tests: 85, dependencies: 95, docs: 78, performance: 92 }
  const result = score(plan(values), planPolicy, planIndex, true)
  assert.equal(result.value, 88.6)
  assert.deepEqual(
    result.dimensions.map(({ contribution }) => contribution),
    [22.5, 17, 19, 11.7, 18.4],
  )
  assert.equal(result.evidence, 1)
  assert.deepEqual(result.bounds, [88.6, 88.6])
})

test('a part that the project has nothing for weighs nothing, one that could not be taken does', () => {
  const policy: Policy = {
    ...planPolicy,
    dimensions: {
      ...planPolicy.dimensions,
      code: { weight: 25, parts: { code: { share: 1 }, style: { share: 1 } } },
    },
  }
  const index: MeasureIndex = new Map([
    ...planIndex,
    ['style', { skill: 'code', scale: percentUp }],
  ])
  const evidence = (status?: 'not-applicable') => {
    const missing = [{ measure: 'style', why: 'none', ...(status && { status }) }]
    const [code, ...others] = plan({
      code: 80,
      tests: 80,
      dependencies: 80,
      docs: 80,
      performance: 80,
    })
    return score([{ ...(code as Outcome), missing }, ...others], policy, index, true).evidence
  }
  assert.equal(evidence('not-applicable'), 1)
  const missing = [
    { measure: 'code', why: 'no network' },
    { measure: 'style', why: 'none', status: 'not-applicable' as const },
  ]
  const [code] = score([judged('code', [], missing)], policy, index, true).dimensions
  assert.deepEqual([code?.status, code?.why], ['unavailable', 'no network'])
  assert.equal(evidence(), 0.875)
})

test('a skill that did not run keeps its weight and widens the bounds', () => {
  const result = score(
    plan({ code: 100, tests: 100, docs: 100, performance: 100 }),
    planPolicy,
    planIndex,
    true,
  )
  assert.equal(result.value, 100)
  assert.equal(result.evidence, 0.8)
  assert.deepEqual(result.bounds, [80, 100])
  const silent = result.dimensions.find(({ id }) => id === 'dependencies')
  assert.equal(silent?.status, 'unavailable')
  assert.equal(silent?.value, null)
})

test('a question that does not arise drops out and says so', () => {
  const outcomes = plan({ code: 50, tests: 50, docs: 50, performance: 50 })
  const none: Outcome = {
    ...judged('dependencies', []),
    status: 'not-applicable',
    why: 'no manifest',
  }
  const result = score([...outcomes, none], planPolicy, planIndex, true)
  near(result.value, 50)
  assert.equal(result.evidence, 1)
  const dropped = result.dimensions.find(({ id }) => id === 'dependencies')
  assert.deepEqual(
    [dropped?.status, dropped?.why, dropped?.max],
    ['not-applicable', 'no manifest', 0],
  )
})

test('one of a thousand files parsed is a thousandth of the evidence, not a score', () => {
  const result = score(plan({ code: 100 }, 0.001), planPolicy, planIndex, true)
  assert.equal(result.value, null)
  assert.ok(result.evidence < 0.001)
})

test('without a parsed source file there is no number', () => {
  const result = score(
    plan({ tests: 100, dependencies: 100, docs: 100, performance: 100 }),
    planPolicy,
    planIndex,
    false,
  )
  assert.equal(result.value, null)
})

test('NaN and infinity are missing, not scores', () => {
  const result = score(
    plan({
      code: Number.NaN,
      tests: Number.POSITIVE_INFINITY,
      docs: 80,
      dependencies: 80,
      performance: 80,
    }),
    planPolicy,
    planIndex,
    true,
  )
  assert.equal(result.evidence, 0.55)
  near(result.value, 80)
})

test('the smallest fault is visible: 100 means no deduction', () => {
  const result = score(
    plan({ code: 99.9999, tests: 100, dependencies: 100, docs: 100, performance: 100 }),
    planPolicy,
    planIndex,
    true,
  )
  assert.equal(result.value, 99.99)
})

const index: MeasureIndex = new Map(
  Object.values(defaultPolicy.dimensions).flatMap(({ parts }) =>
    Object.entries(parts).map(
      ([name, { curve }]) =>
        [name, { skill: name, scale: curve ? percentDown : percentUp }] as const,
    ),
  ),
)
const names = [...index.keys()]
const arbitraryOutcomes = fc
  .array(
    fc.record({
      value: fc.double({ min: 0, max: 100, noNaN: true }),
      extent: fc.double({ min: 0.01, max: 1, noNaN: true }),
      status: fc.constantFrom(
        'judged' as const,
        'judged' as const,
        'unavailable' as const,
        'not-applicable' as const,
      ),
    }),
    { minLength: names.length, maxLength: names.length },
  )
  .map(rows =>
    rows.map(({ value, extent, status }, i): Outcome => {
      const name = names[i] as string
      return status === 'judged'
        ? judged(name, [{ name, subject: '', value, extent }])
        : { ...judged(name, []), status, why: 'no' }
    }),
  )

test('property: contributions and deductions add up exactly, everything stays in bounds', () => {
  fc.assert(
    fc.property(arbitraryOutcomes, outcomes => {
      const result = score(outcomes, defaultPolicy, index, true)
      const total = result.dimensions.reduce(
        (sum, { contribution }) => sum + hundredths(contribution),
        0,
      )
      if (result.value !== null) assert.equal(hundredths(result.value), total)
      const maxima = result.dimensions.reduce((sum, { max }) => sum + hundredths(max), 0)
      assert.equal(maxima, result.evidence === 0 ? 0 : 10_000)
      for (const dimension of result.dimensions) {
        const taken = dimension.parts.reduce((sum, { deduction }) => sum + hundredths(deduction), 0)
        assert.equal(hundredths(dimension.contribution), hundredths(dimension.max) - taken)
        assert.equal(
          dimension.parts.reduce((sum, { max }) => sum + hundredths(max), 0),
          hundredths(dimension.max),
        )
        for (const part of dimension.parts) {
          assert.ok(part.deduction >= 0 && part.deduction <= part.max)
          if (part.score !== null) assert.equal(part.score === 100, part.deduction === 0)
        }
      }
      const [low, high] = result.bounds
      assert.ok(low >= 0 && high <= 100 && low <= high)
      if (result.value !== null) assert.ok(low <= result.value && result.value <= high)
    }),
  )
})

test('property: a worse value never raises the score', () => {
  fc.assert(
    fc.property(
      arbitraryOutcomes,
      fc.nat(names.length - 1),
      fc.double({ min: 0, max: 100, noNaN: true }),
      (outcomes, at, value) => {
        const name = names[at] as string
        const with_ = (value: number) =>
          score(
            outcomes.map((outcome, i) =>
              i === at && outcome.status === 'judged'
                ? { ...outcome, measures: outcome.measures.map(measure => ({ ...measure, value })) }
                : outcome,
            ),
            defaultPolicy,
            index,
            true,
          ).value
        const old = outcomes[at]?.measures[0]?.value ?? 0
        const isLower = index.get(name)?.scale.better === 'lower'
        const [better, worse] = isLower
          ? [Math.min(old, value), Math.max(old, value)]
          : [Math.max(old, value), Math.min(old, value)]
        const [high, low] = [with_(better), with_(worse)]
        if (high !== null && low !== null) assert.ok(low <= high)
      },
    ),
  )
})

test('property: dropping a measure never raises the lower bound or the evidence', () => {
  fc.assert(
    fc.property(arbitraryOutcomes, fc.nat(names.length - 1), (outcomes, at) => {
      const before = score(outcomes, defaultPolicy, index, true)
      const after = score(
        outcomes.map((outcome, i) =>
          i === at && outcome.status === 'judged'
            ? judged(outcome.skill, [], [{ measure: outcome.skill, why: 'gone' }])
            : outcome,
        ),
        defaultPolicy,
        index,
        true,
      )
      assert.ok(after.evidence <= before.evidence + 1e-6)
      assert.ok(after.bounds[0] <= before.bounds[0] + 0.02, `${before.bounds} → ${after.bounds}`)
    }),
  )
})

test('the order in which a policy is written changes no hundredth', () => {
  const turned = (policy: Policy): Policy => ({
    ...policy,
    dimensions: Object.fromEntries(
      Object.entries(policy.dimensions)
        .reverse()
        .map(([id, { weight, parts }]) => [
          id,
          { weight, parts: Object.fromEntries(Object.entries(parts).reverse()) },
        ]),
    ) as unknown as Policy['dimensions'],
  })
  fc.assert(
    fc.property(arbitraryOutcomes, outcomes => {
      assert.deepEqual(
        score(outcomes, turned(defaultPolicy), index, true),
        score(outcomes, defaultPolicy, index, true),
      )
    }),
  )
})

test('a number taken from nothing is missing, with a sentence', () => {
  const result = score(
    plan({ code: 100, tests: 100, docs: 100, dependencies: 100 }, 0),
    planPolicy,
    planIndex,
    true,
  )
  assert.equal(result.value, null)
  assert.match(result.dimensions[0]?.why ?? '', /saw none of the files code is about/)
})

test('a leaked secret leaves nothing of the security view and takes nothing from the score', () => {
  const values = { code: 90, tests: 85, dependencies: 95, docs: 78, performance: 92 }
  const withSecrets = (count: number) =>
    score([...plan(values), ...plan({ 'leaked-secrets': count })], planPolicy, planIndex, true)
  assert.deepEqual([withSecrets(1).security, withSecrets(1).value], [0, 88.6])
  assert.equal(withSecrets(0).security, null, 'the advisories are not known')
})

const twoParts: Policy = {
  ...planPolicy,
  dimensions: {
    ...planPolicy.dimensions,
    code: { weight: 25, parts: { code: { share: 60 }, extra: { share: 40 } } },
  },
}
const twoIndex: MeasureIndex = new Map([
  ...planIndex,
  ['extra', { skill: 'code', scale: percentUp }],
])

test('a part nobody asked for drops out; the same part without an answer lowers the evidence', () => {
  const rest = plan({ tests: 80, dependencies: 80, docs: 80, performance: 80 })
  const result = (status?: 'not-applicable') => {
    const gap = { measure: 'extra', why: 'not asked', ...(status ? { status } : {}) }
    const code = judged('code', [{ name: 'code', subject: '', value: 80 }], [gap])
    return score([code, ...rest], twoParts, twoIndex, true)
  }
  const [asked, unasked] = [result(), result('not-applicable')]
  assert.deepEqual([unasked.evidence, asked.evidence], [1, 0.9])
  near(unasked.value, 80)
  near(asked.value, 80)
  assert.deepEqual(
    unasked.dimensions[0]?.parts.map(({ measure, status, missing }) => [measure, status, missing]),
    [
      ['code', 'judged', undefined],
      ['extra', 'not-applicable', 'not asked'],
    ],
  )
})

test('the security view is a weighted mean, and nothing without the advisories', () => {
  const policy: Policy = {
    ...planPolicy,
    security: { 'vulnerability-weight': 80, pins: 20 },
    dimensions: {
      ...planPolicy.dimensions,
      dependencies: {
        weight: 20,
        parts: { 'vulnerability-weight': { share: 1, curve: { good: 2, poor: 20 } } },
      },
    },
  }
  const index: MeasureIndex = new Map([
    ['vulnerability-weight', { skill: 'guardian', scale: percentDown }],
    ['pins', { skill: 'guardian', scale: percentUp }],
  ])
  const measure = (name: string, value: number) => ({ name, subject: '', value })
  const security = (...measures: Outcome['measures'][number][]) =>
    score([judged('guardian', measures)], policy, index, true).security
  assert.equal(security(measure('vulnerability-weight', 0), measure('pins', 50)), 90)
  assert.equal(security(measure('vulnerability-weight', 0)), 100)
  assert.equal(security(measure('pins', 50)), null)
})
