import assert from 'node:assert/strict'
import { test } from 'node:test'
import { exitCode, type GateInput, gate } from '../../scripts/core/gate.mts'
import { defaultPolicy } from '../../scripts/policy.mts'

const score = (value: number | null, evidence = 1): GateInput['score'] => ({
  value,
  evidence,
  bounds: [0, 100],
  dimensions: [],
  security: null,
})
const comparison = (over: object = {}): NonNullable<GateInput['comparison']> => ({
  baseline: { commit: 'b', release: null, committedAt: '2026-01-01T00:00:00.000Z', chosen: 'x' },
  score: { before: 80, after: 80, delta: 0 },
  dimensions: [],
  measuredDifferently: [],
  measures: [],
  newFindings: [],
  fixedFindings: [],
  unchangedFindings: 0,
  patchCoverage: null,
  ...over,
})
const input = (over: Partial<GateInput> = {}): GateInput => ({
  score: score(90),
  outcomes: [],
  comparison: comparison(),
  baseline: { why: null, isShallow: false },
  isChange: true,
  ...over,
})
const judge = (over: Partial<GateInput>) => gate(input(over), defaultPolicy.gate, true)
const condition = (over: Partial<GateInput>, id: string) =>
  judge(over).conditions.find(each => each.id === id)
const finding = (level: 'error' | 'warn', waived?: string) => ({
  skill: 's',
  rule: 'r',
  level,
  key: 'k',
  path: 'a.ts',
  line: 1,
  message: 'm',
  ...(waived ? { waived } : {}),
})
const failing = (value: number) => ({
  skill: 'test-orchestrator',
  status: 'judged' as const,
  why: null,
  durationMs: 1,
  measures: [{ name: 'failing-tests', subject: '', value }],
  findings: [],
  missing: [],
  proposals: [],
})

test('a high score passes', () => assert.equal(judge({}).status, 'pass'))

test('on a change a low score fails only when it is lower than the baseline', () => {
  const delta = (after: number) => comparison({ score: { before: 70, after, delta: after - 70 } })
  assert.equal(condition({ score: score(70), comparison: delta(70) }, 'score')?.status, 'pass')
  assert.equal(condition({ score: score(75), comparison: delta(75) }, 'score')?.status, 'pass')
  assert.equal(condition({ score: score(69), comparison: delta(69) }, 'score')?.status, 'fail')
  const whyOf = (after: number) =>
    condition({ score: score(30), comparison: delta(after) }, 'score')?.why
  assert.equal(whyOf(30), 'below 80 and 40 lower than the baseline')
  assert.equal(whyOf(60), 'below 80 and 10 lower than the baseline in what both measured')
  assert.equal(
    condition(
      {
        score: score(85),
        comparison: comparison({ score: { before: 95, after: 85, delta: -10 } }),
      },
      'score',
    )?.status,
    'pass',
  )
})

test('on the default branch a low score fails, whatever it was', () => {
  assert.equal(condition({ score: score(79.99), isChange: false }, 'score')?.status, 'fail')
  assert.equal(condition({ score: score(80), isChange: false }, 'score')?.status, 'pass')
})

test('a change whose delta is unknown is judged as it stands', () => {
  assert.equal(condition({ score: score(70), comparison: null }, 'score')?.status, 'fail')
})

test('no score and little evidence are insufficient, never a pass', () => {
  assert.equal(judge({ score: score(null, 0.2) }).status, 'insufficient')
  assert.equal(judge({ score: score(95, 0.49) }).status, 'insufficient')
  assert.equal(judge({ score: score(95, 0.5) }).status, 'pass')
})

test('a failing test fails; no results are not applicable', () => {
  assert.equal(condition({ outcomes: [failing(1)] }, 'failing-tests')?.status, 'fail')
  assert.equal(condition({ outcomes: [failing(0)] }, 'failing-tests')?.status, 'pass')
  assert.equal(condition({}, 'failing-tests')?.status, 'not-applicable')
})

test('a test command that ended in red without a failing test decides nothing', () => {
  const red = 'npm test ended with exit code 1'
  const outcome = {
    ...failing(0),
    measures: [{ name: 'passing-tests', subject: '', value: 3 }],
    missing: [{ measure: 'failing-tests', why: red }],
  }
  const said = condition({ outcomes: [outcome] }, 'failing-tests')
  assert.deepEqual([said?.status, said?.actual, said?.why], ['insufficient', null, red])
})

test('only new, unwaived findings of level error fail', () => {
  const status = (newFindings: object[]) =>
    condition({ comparison: comparison({ newFindings }) }, 'new-errors')?.status
  assert.equal(status([finding('error')]), 'fail')
  assert.equal(status([finding('warn')]), 'pass')
  assert.equal(status([finding('error', 'known')]), 'pass')
})

test('patch coverage counts from 20 changed lines on', () => {
  const status = (covered: number, total: number, changedLines: number) =>
    condition(
      { comparison: comparison({ patchCoverage: { covered, total, changedLines } }) },
      'patch-coverage',
    )?.status
  assert.equal(status(79, 100, 100), 'fail')
  assert.equal(status(80, 100, 100), 'pass')
  assert.equal(status(0, 10, 19), 'not-applicable')
  assert.equal(status(0, 0, 50), 'not-applicable')
})

test('without a baseline conditions do not apply; in a shallow clone they are insufficient', () => {
  const none = judge({ comparison: null, baseline: { why: 'first commit', isShallow: false } })
  assert.equal(none.status, 'pass')
  assert.equal(none.conditions.find(({ id }) => id === 'new-errors')?.status, 'not-applicable')
  const shallow = judge({
    comparison: null,
    baseline: { why: 'run git fetch --unshallow', isShallow: true },
  })
  assert.equal(shallow.status, 'insufficient')
  assert.match(
    shallow.conditions.find(({ id }) => id === 'new-errors')?.why ?? '',
    /git fetch --unshallow/,
  )
})

test('a fitted policy says that it holds the line', () => {
  const held = gate(
    input({ score: score(45) }),
    { ...defaultPolicy.gate, score: 42, target: 80 },
    true,
  )
  assert.equal(held.conditions[0]?.why, 'holds the line at 42 (target 80)')
})

test('exit codes: 1 fail, 4 insufficient, 3 broken, 0 otherwise or unasked', () => {
  const code = (
    over: Partial<GateInput>,
    isEnforced: boolean,
    outcomes: GateInput['outcomes'] = [],
  ) => exitCode({ gate: gate(input(over), defaultPolicy.gate, isEnforced), outcomes })
  const low = { score: score(10), comparison: null }
  assert.equal(code(low, true), 1)
  assert.equal(code(low, false), 0)
  assert.equal(code({ score: score(null, 0) }, true), 4)
  assert.equal(code({ score: score(null, 0) }, false), 0)
  assert.equal(code({}, true, [{ ...failing(0), status: 'failed' }]), 3)
})

test('a slower benchmark fails and is named; undecided ones pass and are counted', () => {
  const profiled = (slower: number, rules: readonly string[]) => ({
    ...failing(0),
    skill: 'performance-profiler',
    measures: [{ name: 'slower-benchmarks', subject: '', value: slower }],
    findings: rules.map(rule => ({ ...finding('warn'), rule, message: `${rule}!` })),
  })
  const of = (slower: number, rules: readonly string[]) =>
    condition({ outcomes: [profiled(slower, rules)] }, 'slower-benchmarks')
  assert.equal(condition({}, 'slower-benchmarks')?.status, 'not-applicable')
  const slow = of(1, ['inconclusive-benchmark', 'slower-benchmark'])
  assert.deepEqual([slow?.status, slow?.why], ['fail', 'slower-benchmark!'])
  const open = of(0, ['inconclusive-benchmark'])
  assert.deepEqual([open?.status, open?.why], ['pass', 'none is shown to be slower, 1 undecided'])
  assert.equal(of(0, [])?.why, 'no benchmark is slower')
})

test("a waived condition stays visible with reason, owner and day, and stands in nobody's way", () => {
  const waiver = (rule: string) => ({
    rule,
    reason: 'rewrite',
    owner: 'ada',
    expires: '2027-01-01',
  })
  const judged = (rule: string, over: Partial<GateInput>) =>
    gate(input({ comparison: null, ...over }), defaultPolicy.gate, true, [waiver(rule)])
  const low = judged('gate/score', { score: score(50) })
  assert.equal(low.status, 'pass')
  assert.deepEqual(low.conditions[0], {
    ...{ id: 'score', actual: 50, required: 80, status: 'waived' },
    why: 'below 80; waived until 2027-01-01 by ada: rewrite',
  })
  assert.equal(judged('gate/evidence', { score: score(50) }).status, 'fail')
  assert.equal(judged('gate/evidence', { score: score(90, 0.1) }).status, 'pass')
  assert.equal(judged('gate/score', { score: score(90) }).conditions[0]?.status, 'pass')
  assert.equal(judged('score', { score: score(50) }).status, 'fail')
})
