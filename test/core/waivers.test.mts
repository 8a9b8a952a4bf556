import assert from 'node:assert/strict'
import { test } from 'node:test'
import { counting, settle } from '../../scripts/core/findings.mts'
import type { ConditionStatus } from '../../scripts/core/verdict.mts'
import { auditWaivers } from '../../scripts/core/waiver-audit.mts'
import { living, type Waiver } from '../../scripts/core/waivers.mts'
import { defaultPolicy } from '../../scripts/policy.mts'

const waiver = (over: Partial<Waiver> = {}): Waiver => ({
  rule: 'r',
  reason: 'known',
  owner: 'ada',
  expires: '2026-06-30',
  ...over,
})
const draft = (path: string, symbol: string, more = {}) => ({
  rule: 'r' as const,
  path,
  line: 1,
  symbol,
  message: symbol,
  ...more,
})
const settled = (waivers: Waiver[], ...drafts: ReturnType<typeof draft>[]) =>
  settle({ levels: { r: 'warn' }, waivers }, drafts)

test('a waiver holds through its last day, in UTC', () => {
  assert.equal(living([waiver()], '2026-06-30T23:59:59.000Z').length, 1)
  assert.equal(living([waiver()], '2026-07-01T00:00:00.000Z').length, 0)
})

test('it covers by rule, by glob, by key or by an alias, and the rest stays', () => {
  const paths = (waivers: Waiver[]) =>
    settled(waivers, draft('src/a.ts', 'f'), draft('lib/b.ts', 'g', { aliases: ['CVE-1'] }))
      .filter(({ waived }) => waived)
      .map(({ path }) => path)
  assert.deepEqual(paths([waiver()]), ['src/a.ts', 'lib/b.ts'])
  assert.deepEqual(paths([waiver({ path: 'src/**' })]), ['src/a.ts'])
  assert.deepEqual(paths([waiver({ key: 'r:lib/b.ts:g' })]), ['lib/b.ts'])
  assert.deepEqual(paths([waiver({ rule: 'CVE-1' })]), ['lib/b.ts'])
  assert.deepEqual(paths([waiver({ rule: 'other' })]), [])
})

test('a waived finding stays visible and stops counting', () => {
  const findings = settled(
    [waiver({ path: 'src/**' })],
    draft('src/a.ts', 'f'),
    draft('lib/b.ts', 'g'),
  )
  assert.equal(findings.length, 2)
  assert.deepEqual(
    counting(findings).map(({ path }) => path),
    ['lib/b.ts'],
  )
})

test('equals in one place get ordinals, and a level of off drops them', () => {
  assert.deepEqual(
    settled([], draft('a', 'f'), draft('a', 'f'), draft('a', 'g')).map(({ key }) => key),
    ['r:a:f', 'r:a:f#2', 'r:a:g'],
  )
  assert.deepEqual(
    settled([], draft('a', 'f', { size: 2 }), draft('a', 'f', { size: 9 }), draft('b', 'g')).map(
      ({ key, size }) => [key, size],
    ),
    [
      ['r:a:f#2', 9],
      ['r:a:f', 2],
      ['r:b:g', undefined],
    ],
  )
  assert.deepEqual(settle({ levels: { r: 'off' }, waivers: [] }, [draft('a', 'f')]), [])
})

test('an expired and a stale waiver are findings themselves', () => {
  const outcome = {
    skill: 's',
    status: 'judged' as const,
    why: null,
    durationMs: 0,
    measures: [],
    missing: [],
    proposals: [],
    findings: settled([waiver()], draft('a', 'f')),
  }
  const seen = { outcomes: [outcome], conditions: [], catalogue: [] }
  const audit = (waivers: Waiver[]) =>
    auditWaivers({ ...defaultPolicy, waivers }, seen, '2026-06-01T00:00:00Z')?.findings.map(
      ({ rule }) => rule,
    )
  assert.deepEqual(audit([waiver()]), [])
  assert.deepEqual(audit([waiver({ expires: '2026-05-31' })]), ['expired-waiver'])
  assert.deepEqual(audit([waiver({ rule: 'other', reason: 'gone' })]), ['stale-waiver'])
  assert.equal(auditWaivers(defaultPolicy, seen, '2026-06-01T00:00:00Z'), null)
})

test('a waiver is not called stale by a run that could not look, nor by a change that needs it not', () => {
  const outcome = (over: object) => ({
    ...{ skill: 's', status: 'judged' as const, why: null, durationMs: 0 },
    ...{ measures: [], missing: [], proposals: [], findings: [], ...over },
  })
  const rule = { level: 'warn', fault: '', advice: '', costs: ['m'] } as const
  const catalogue = [
    { skill: 's', scales: {}, rules: { r: rule } },
    { skill: 'deps', scales: {}, rules: { 'vulnerable-package': rule } },
  ]
  const condition = (id: string, status: ConditionStatus) => ({
    ...{ id, status, actual: null, required: null, why: '' },
  })
  const isStale = (waived: Partial<Waiver>, over: object, status: ConditionStatus = 'pass') => {
    const conditions = ['score', 'patch-coverage'].map(id => condition(id, status))
    const seen = { outcomes: [outcome(over)], conditions, catalogue }
    const policy = { ...defaultPolicy, waivers: [waiver(waived)] }
    return auditWaivers(policy, seen, '2026-06-01T00:00:00Z')?.findings.length === 1
  }
  assert.equal(isStale({}, {}), true)
  assert.equal(isStale({}, { status: 'unavailable' }), false)
  assert.equal(isStale({}, { missing: [{ measure: 'm', why: '' }] }), false)
  assert.equal(isStale({ rule: 'CVE-2026-1' }, {}), false)
  assert.equal(isStale({ rule: 'CVE-2026-1' }, { skill: 'deps' }), true)
  assert.equal(isStale({ rule: 'gate/score' }, {}), true)
  assert.equal(isStale({ rule: 'gate/score' }, {}, 'waived'), false)
  assert.equal(isStale({ rule: 'gate/score' }, {}, 'insufficient'), false)
  assert.equal(isStale({ rule: 'gate/patch-coverage' }, {}), false)
})
