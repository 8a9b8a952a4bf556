/** Do the site's small rules hold by themselves: slugs, numbers, pictures, comparisons? */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { chart } from '../../reports-site/src/chart.mts'
import { fixesOf } from '../../reports-site/src/fixes.mts'
import { change, day, points, quantity, share, stopped } from '../../reports-site/src/format.mts'
import type { CatalogueRow, FindingCount, FindingRow } from '../../reports-site/src/history.mts'
import type { Run } from '../../reports-site/src/model.mts'
import { rounded } from '../../reports-site/src/plot-svg.mts'
import { slugOf, slugsOf } from '../../reports-site/src/slugs.mts'
import { bullet, spark } from '../../reports-site/src/strips.mts'
import {
  causes,
  differences,
  movement,
  previousOf,
  stretches,
} from '../../reports-site/src/trend.mts'
import { NARROW, trendChart, WIDE } from '../../reports-site/src/trend-chart.mts'

test('a slug is safe in any address and never shared', () => {
  assert.equal(slugOf('release/1.0+b1'), 'release-1.0-b1')
  assert.equal(slugOf('Übergröße'), 'ubergro-e')
  assert.equal(slugOf('../..'), 'unnamed')
  fc.assert(
    fc.property(fc.array(fc.string({ unit: 'binary' })), names => {
      const slugs = [...slugsOf(names).values()]
      assert.equal(new Set(slugs).size, new Set(names).size)
      for (const slug of slugs) assert.match(slug, /^[a-z0-9]+([.-]+[a-z0-9]+)*$/)
    }),
  )
})

test('the older of two names that look alike keeps the plain slug', () => {
  assert.deepEqual([...slugsOf(['v1 0', 'v1-0']).values()], ['v1-0', 'v1-0-2'])
  assert.deepEqual([...slugsOf(['a-2', 'a', 'A']).values()], ['a-2', 'a', 'a-3'])
})

test('numbers carry their unit, a real minus, and never read better than they are', () => {
  assert.equal(points(79.996), '80.00')
  assert.equal(points(null), '–')
  assert.equal(change(-0.004), '±0.00')
  assert.equal(change(-1.5), '−1.50')
  assert.equal(share(0.99999), '99.9\u202f%')
  assert.equal(share(1), '100\u202f%')
  assert.equal(quantity(12.345, 'percent'), '12.3\u202f%')
  assert.equal(quantity(1_234_567, 'bytes'), '1.2 MB')
  assert.equal(quantity(0.0312, 'seconds'), '31.2 ms')
  assert.equal(quantity(null, 'days'), '–')
  assert.equal(day('2026-03-01T23:59:59Z'), '1 Mar 2026')
})

const run = (label: string, scores: Record<string, number>, more: Partial<Run> = {}): Run =>
  ({
    label,
    policy: 'p',
    toolVersion: '1',
    dialect: 'd',
    machine: 'm',
    committedAt: label,
    score: Object.values(scores).reduce((a, b) => a + b, 0),
    dimensions: Object.entries(scores).map(([id, contribution]) => ({
      id,
      whole: { status: 'judged', contribution },
      parts: [],
    })),
    ...more,
  }) as unknown as Run

test('the causes of a change add up to it', () => {
  const amounts = fc.record({ code: cents(), tests: cents(), docs: cents() })
  fc.assert(
    fc.property(amounts, amounts, (before, after) => {
      const [a, b] = [run('a', before), run('b', after)]
      const sum = causes(a, b).reduce((all, { delta }) => all + Math.round(delta * 100), 0)
      assert.equal(sum, Math.round((b.score ?? 0) * 100) - Math.round((a.score ?? 0) * 100))
    }),
  )
})

const cents = () => fc.integer({ min: 0, max: 2500 }).map(value => value / 100)

test('only what was measured alike is compared', () => {
  const a = run('a', { code: 20 })
  assert.deepEqual(differences(a, run('b', { code: 19 })), [])
  assert.deepEqual(differences(a, run('b', { code: 19 }, { policy: 'q' })), ['policy p → q'])
  const gate = [{ scoring: 's' }, { policy: 'q', scoring: 's' }].map(more => run('b', {}, more))
  assert.deepEqual(differences(...(gate as [Run, Run])), [], 'another gate changes no score')
  assert.deepEqual(differences(a, run('b', { code: 19 }, { machine: 'n' })), [])
  assert.deepEqual(differences(a, run('b', { code: 19 }, { toolVersion: '2' })), [])
  const old = { dialect: null, toolVersion: '2' }
  assert.deepEqual(differences(a, run('b', { code: 19 }, old)), ['Shipworthy 1 → 2'])
  const timed = run('a', { performance: 9 })
  assert.deepEqual(differences(timed, run('b', { performance: 9 }, { machine: 'n' })), [
    'machine m → n',
  ])
  assert.match(movement(run('b', { code: 25 }, { policy: 'q' }), a) ?? '', /^Not comparable with a/)
  const against = 'Against its baseline b30ab8e1, in what both measured: −0.50 points.'
  const first = run('b', { code: 25 }, { baseline: 'b30ab8e1c0ffee', delta: -0.5 })
  assert.equal(movement(first, null), against)
  assert.ok(movement({ ...first, policy: 'q' }, a)?.endsWith(`policy p → q. ${against}`))
  assert.equal(movement(run('b', { code: 18.5 }), a), 'Down 1.50 points since a: code −1.50.')
})

test('the trend is cut where the measuring changed, and a run is read against the one before', () => {
  const runs = [
    run('a', { code: 1 }),
    run('b', { code: 2 }),
    run('c', { code: 3 }, { policy: 'q' }),
  ]
  assert.deepEqual(
    stretches(runs).map(each => each.runs.map(({ label }) => label)),
    [['a', 'b'], ['c']],
  )
  assert.equal(previousOf(runs[1] as Run, runs), runs[0])
  assert.equal(previousOf(run('bb', { code: 9 }), runs), runs[1])
  assert.equal(previousOf(runs[0] as Run, runs), null)
})

const judgedPart = (measure: string, deduction: number) => ({
  measure,
  deduction,
  skill: 'refactor',
})
const costly = run('a', {}, {
  dimensions: [
    { id: 'code', parts: [judgedPart('complex-code', 4), judgedPart('duplicated-lines', 5)] },
  ],
} as unknown as Partial<Run>)
const row = (rule: string, standing: string) => ({ rule, standing, skill: 'refactor' })
const found = {
  counts: ['new', 'open', 'waived'].map(each => row('duplicated-code', each)),
  findings: ['new', 'open', 'waived'].map(each => row('duplicated-code', each)),
} as unknown as { counts: FindingCount[]; findings: FindingRow[] }
const ruleRow = (costs: CatalogueRow['costs'], skill = 'refactor') =>
  ({ kind: 'rule', name: 'duplicated-code', skill, costs }) as CatalogueRow
const named = (catalogue: readonly CatalogueRow[]) =>
  fixesOf(costly, found, catalogue).map(({ part, counts, examples }) => [
    part.measure,
    counts.map(({ standing }) => standing),
    examples.map(({ standing }) => standing),
  ])

test('a part lists the findings whose rules say that they cost it, and nothing by its name', () => {
  assert.deepEqual(named([ruleRow(['duplicated-lines'])]), [
    ['duplicated-lines', ['new', 'open'], ['new', 'open']],
    ['complex-code', [], []],
  ])
  const nothing = [
    ['duplicated-lines', [], []],
    ['complex-code', [], []],
  ]
  for (const costs of [null, []]) assert.deepEqual(named([ruleRow(costs)]), nothing)
  assert.deepEqual(named([ruleRow(['duplicated-lines'], 'another')]), nothing)
  assert.deepEqual(named([]), nothing)
})

test('a phrase is stopped once', () => {
  assert.deepEqual(['A fault', 'Why?', 'Done.', '', null].map(stopped), [
    'A fault.',
    'Why?',
    'Done.',
    '',
    '',
  ])
})

test('the axis of a trend within one day names the day', () => {
  const moments = ['2026-03-14T09:26:53Z', '2026-03-14T19:00:00Z', '2026-06-30T08:00:00Z']
  const axis = (last: number, size = WIDE) =>
    trendChart(
      't',
      [run('a', { code: 60 }), run('b', { code: 62 })].map((each, at) => ({
        ...each,
        required: null,
        committedAt: moments[at === 0 ? 0 : last] ?? '',
      })),
      size,
    ) ?? ''
  for (const size of [WIDE, NARROW])
    for (const last of [0, 1]) {
      assert.match(axis(last, size), />14 Mar 2026</)
      assert.doesNotMatch(axis(last, size), />[^<]*(T09:|AM|PM)[^<]*</)
    }
  assert.match(axis(2), />Apr</)
})

test('a chart has no inline style, ids of its own, short coordinates and a name', () => {
  const plot = { marks: [], width: 300, x: { domain: [0, 1 / 3] }, clip: true as const }
  const drawn = chart('one', 'A "name" <here>', plot)
  assert.equal(drawn, chart('one', 'A "name" <here>', plot))
  assert.doesNotMatch(drawn, /<style|style=|plot-clip|\d\.\d{3}/)
  assert.match(drawn, /role="img"/)
  assert.match(drawn, /aria-label="A &quot;name&quot; (&lt;|<)here/)
  assert.equal(rounded('M1.23456,-0.0001L2,3.5'), 'M1.23,0L2,3.5')
})

test('a strip says in words what it shows, and a gap in a line stays a gap', () => {
  const strip = bullet({ score: 70, bounds: [60, 90], range: null, required: 80, previous: null })
  assert.match(
    strip,
    /aria-label="score 70 of 100, between 60 and 90 with what is missing, 80 required"/,
  )
  assert.match(
    bullet({ score: null, bounds: null, range: null, required: null, previous: null }),
    /no score/,
  )
  assert.equal(spark([10, null, 20, 30], [false, false, false, true]).match(/M/g)?.length, 5)
})
