/** Is each alert raised once and ended once, and is nobody woken by what was there before, or by another yardstick? */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  type Alert,
  alertsOf,
  type EarlierRun,
  isPending,
  isQuietHour,
  toldTo,
  untold,
} from '../../scripts/core/alerts.mts'
import type { Assessment } from '../../scripts/core/verdict.mts'

const limits = { scoreDrop: 3, evidenceDrop: 0.1 }

interface Said {
  readonly score?: number | null
  readonly evidence?: number
  readonly gate?: 'pass' | 'fail' | 'insufficient'
  readonly policy?: string
  /** Keys of vulnerable packages; null where nobody could look. */
  readonly advisories?: readonly string[] | null
}

function assessment({
  score = 90,
  evidence = 1,
  gate = 'pass',
  policy = 'p',
  advisories = [],
}: Said) {
  const findings = (advisories ?? []).map(key => ({
    ...{ rule: 'vulnerable-package', level: 'error', key, path: null, line: null },
    message: `${key} is dangerous`,
  }))
  const measures =
    advisories === null
      ? []
      : [{ name: 'vulnerable-packages', subject: '', value: findings.length }]
  return {
    run: { id: 'now', policyHash: policy, toolVersion: '1' },
    score: {
      value: score,
      evidence,
      dimensions: [{ id: 'tests', weight: 20, status: 'unavailable', evidence: 0 }],
    },
    gate: {
      status: gate,
      conditions: [{ id: 'score', status: gate, why: 'the score is too low' }],
    },
    outcomes: [{ skill: 'dependency-guardian', status: 'judged', measures, findings, missing: [] }],
  } as unknown as Assessment
}

const before = (more: Partial<EarlierRun> = {}): EarlierRun => ({
  ...{ score: 90, evidence: 1, gate: 'pass', policy: 'p', toolVersion: '1' },
  ...{ findings: new Set<string>(), alerts: [] },
  ...more,
})

const kinds = (alerts: readonly Alert[]) => alerts.map(({ kind, state }) => `${kind} ${state}`)

test('a first run raises nothing, whatever it finds', () => {
  assert.deepEqual(alertsOf(assessment({ gate: 'fail', advisories: ['a'] }), null, limits), [])
})

test('a fall of the score is told with both numbers, a smaller one is none', () => {
  const [alert, ...more] = alertsOf(assessment({ score: 86.5 }), before(), limits)
  assert.deepEqual(more, [])
  assert.equal(alert?.message, 'The score fell from 90.00 to 86.50')
  assert.deepEqual([alert?.was, alert?.since, alert?.state], [90, 'now', 'raised'])
  assert.deepEqual(alertsOf(assessment({ score: 87.1 }), before(), limits), [])
  assert.deepEqual(alertsOf(assessment({ score: null }), before(), limits), [], 'no number fell')
})

test('numbers of another policy or tool are not compared', () => {
  assert.deepEqual(
    alertsOf(assessment({ score: 50, evidence: 0.5, policy: 'q' }), before(), limits),
    [],
  )
  assert.deepEqual(alertsOf(assessment({ score: 50 }), before({ toolVersion: '0' }), limits), [])
})

test('evidence that is lost says who fell silent, a gate what it failed on', () => {
  const [lost] = alertsOf(assessment({ evidence: 0.8 }), before(), limits)
  assert.equal(lost?.message, 'The evidence fell from 100 % to 80 %: tests 0 %')
  const [red] = alertsOf(assessment({ gate: 'fail' }), before(), limits)
  assert.equal(red?.message, 'The gate fails: the score is too low')
  assert.deepEqual(alertsOf(assessment({ gate: 'fail' }), before({ gate: 'fail' }), limits), [])
})

test('an alert stays open without being news, ends once, and does not flicker', () => {
  const [raised] = alertsOf(assessment({ score: 80 }), before(), limits)
  const alerts = [raised as Alert]
  const open = alertsOf(assessment({ score: 80 }), before({ score: 80, alerts }), limits)
  assert.deepEqual(kinds(open), ['score-drop open'])
  const near = alertsOf(assessment({ score: 88 }), before({ score: 80, alerts: open }), limits)
  assert.deepEqual(kinds(near), ['score-drop open'])
  const over = alertsOf(assessment({ score: 88.5 }), before({ score: 88, alerts: near }), limits)
  assert.deepEqual(kinds(over), ['score-drop resolved'])
})

test('an advisory is over only when somebody looked and it was gone', () => {
  const raised = alertsOf(
    assessment({ advisories: ['a', 'b'] }),
    before({ findings: new Set(['b']) }),
    limits,
  )
  assert.deepEqual(
    raised.map(({ subject }) => subject),
    ['a'],
    'b was known',
  )
  const earlier = before({ findings: new Set(['a', 'b']), alerts: raised })
  assert.deepEqual(kinds(alertsOf(assessment({ advisories: null }), earlier, limits)), [
    'advisory open',
  ])
  assert.deepEqual(kinds(alertsOf(assessment({ advisories: ['b'] }), earlier, limits)), [
    'advisory resolved',
  ])
})

test('a channel hears of a beginning until it took it, and of the end only then', () => {
  const [raised] = alertsOf(assessment({ score: 80 }), before(), limits) as [Alert]
  assert.deepEqual(untold([raised], 'slack'), [raised])
  const open: Alert = { ...toldTo(raised, 'slack'), state: 'open' }
  assert.deepEqual([untold([open], 'slack'), untold([open], 'teams').length], [[], 1])
  const over: Alert = { ...open, state: 'resolved' }
  assert.deepEqual([untold([over], 'slack').length, untold([over], 'teams').length], [1, 0])
  assert.equal(isPending(over), true)
  assert.equal(isPending(toldTo(over, 'slack')), false)
  assert.equal(isPending({ ...raised, state: 'resolved' }), false, 'nobody heard that it began')
})

test('quiet hours run over midnight, in the zone they name', () => {
  const at = (time: string) => new Date(`2026-07-01T${time}:00Z`)
  const quiet = '22:00-07:00 Europe/Berlin'
  assert.deepEqual(
    ['19:59', '20:00', '04:59', '05:00'].map(time => isQuietHour(quiet, at(time))),
    [false, true, true, false],
  )
  assert.equal(isQuietHour('09:00-17:00 UTC', at('12:00')), true)
  for (const none of ['', '22-7', '25:00-07:00 UTC', '22:00-07:00 Mars/Olympus'])
    assert.equal(isQuietHour(none, at('12:00')), null, none)
})

const level = (more: object = {}) => ({
  ...{ kind: 'benchmark', name: 'parse', unit: 'seconds', before: 0.012, after: 0.015 },
  ...{ percent: 25.3, isConfirmed: true, triage: null },
  suspects: { after: 'a'.repeat(40), upTo: 'b'.repeat(40), also: [] },
  ...more,
})

const seen = (changes: readonly object[], measured = ['parse']) =>
  ({ ...assessment({}), trend: { changes, drifts: [], measured } }) as unknown as Assessment

test('a confirmed change of level is told once, over what the next runs say, until the level is back', () => {
  const raised = alertsOf(seen([level()]), before(), limits)
  assert.deepEqual(kinds(raised), ['regression raised'])
  assert.equal(
    raised[0]?.message,
    'parse rose by 25 % and stayed there; suspects: git log aaaaaaa..bbbbbbb',
  )
  const next = (now: Assessment) => kinds(alertsOf(now, before({ alerts: raised }), limits))
  assert.deepEqual(next(seen([level({ percent: 26 })])), ['regression open'])
  assert.deepEqual(next(seen([level({ isConfirmed: false })])), ['regression open'], 'in doubt')
  assert.deepEqual(next(seen([], [])), ['regression open'], 'not measured by this run')
  assert.deepEqual(next(assessment({})), ['regression open'], 'no look at the history')
  assert.deepEqual(next(seen([])), ['regression resolved'])
})

test('a change in doubt, one that somebody looks into, and the score raise no regression', () => {
  for (const quiet of [{ isConfirmed: false }, { triage: { owner: 'ada' } }, { kind: 'score' }])
    assert.deepEqual(alertsOf(seen([level(quiet)]), before(), limits), [])
})

test('slower side by side and in the history is one alert, whichever came first', () => {
  const finding = {
    ...{ rule: 'slower-benchmark', level: 'warn', key: 'slower-benchmark::parse' },
    ...{ path: null, line: null, message: 'parse is 12 % slower' },
  }
  const outcome = {
    ...{ skill: 'performance-profiler', status: 'judged', missing: [], findings: [finding] },
    measures: [{ name: 'slower-benchmarks', subject: '', value: 1 }],
  }
  const slower = { ...assessment({}), outcomes: [outcome] } as unknown as Assessment
  const both = { ...seen([level()]), outcomes: slower.outcomes }
  assert.deepEqual(
    alertsOf(both, before(), limits).map(({ subject }) => subject),
    ['slower-benchmark::parse'],
  )
  const first = alertsOf(slower, before(), limits)
  assert.deepEqual(kinds(alertsOf(both, before({ alerts: first }), limits)), ['regression open'])
  const history = alertsOf(seen([level()]), before(), limits)
  assert.deepEqual(kinds(alertsOf(both, before({ alerts: history }), limits)), ['regression open'])
})
