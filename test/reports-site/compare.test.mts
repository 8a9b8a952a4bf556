/** Is what a comparison says of two runs true: what came, went, moved, and what nobody could know? */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { compareRuns } from '../../reports-site/src/compare/comparison.mts'
import { stepChanges } from '../../reports-site/src/compare/flame-difference.mts'
import { renderComparison } from '../../reports-site/src/compare/render.mts'
import type { Side, SideFinding } from '../../reports-site/src/compare/side.mts'
import { html } from '../../reports-site/src/html.mts'
import type { Frame } from '../../reports-site/src/performance/trace.mts'
import { deepLinks } from '../../scripts/report/deep-links.mts'
import { parse, textOf } from './built-site.mts'

const finding = (rule: string, path: string, name: string, skill = 'refactor'): SideFinding => ({
  ...{ skill, rule, level: 'warn', key: `${rule}:${path}:${name}:0`, path, line: 3 },
  ...{ message: `${name} is too long`, waived: null },
})

const measure = (
  name: string,
  value: number,
  better: string | null = 'lower',
  skill = 'refactor',
) => ({
  ...{ skill, name, subject: '', value, unit: 'count', better, noise: 'exact' },
})

const benchmark = (name: string, samples: readonly number[], runs?: readonly number[]) => ({
  ...{ name, unit: 'seconds', better: 'lower', statistic: null, source: 's', samples },
  runs: runs ?? samples.map(() => 1),
})

const operation = (selfMs: number, errorMs: number, traceId = 'aa') => ({
  ...{ service: 'web', operation: 'GET /', release: null, count: 100, p50: 1, p95: 2, p99: 3 },
  ...{ errorRate: 0, apdex: 1, perSecond: 1, selfMs: 1, queries: 1, queriesMs: 1 },
  steps: [{ name: 'SELECT 1', kind: 'client' as const, calls: 1, selfMs, errorMs }],
  ...{ exampleTraceIds: [traceId], traceId, frame: null },
})

const side = (more: Partial<Side> = {}): Side => ({
  ...{ schema: '1.0', run: 'r', project: 'p', label: 'v1', page: 'r/v1/', commit: null },
  ...{ committedAt: '2026-01-01T00:00:00Z', startedAt: '2026-01-01T00:00:00Z', release: 'v1' },
  ...{
    dirty: false,
    score: 80,
    evidence: 1,
    gate: 'pass',
    policy: 'p',
    scoring: null,
    dialect: 'd',
  },
  ...{ machine: 'm', toolVersion: '1', measures: [measure('functions', 1)], missing: [] },
  dimensions: [{ id: 'code', status: 'judged', why: null, max: 100, score: 80, contribution: 80 }],
  ...{ findings: [], findingsOmitted: 0, costs: {}, benchmarks: [], operations: [] },
  under: {
    cpu: 'x',
    threads: 2,
    memoryBytes: 2 ** 34,
    runtime: null,
    dialect: null,
    scoring: null,
  },
  ...more,
})

test('findings that came, went, moved with their file, or stayed', () => {
  const before = side({
    findings: [
      finding('long', 'a.ts', 'f'),
      finding('long', 'b.ts', 'g'),
      finding('long', 'old/c.ts', 'h'),
    ],
  })
  const after = side({
    findings: [
      finding('long', 'a.ts', 'f'),
      finding('long', 'd.ts', 'i'),
      finding('long', 'new/c.ts', 'h'),
    ],
  })
  const { came, went, moved, unchanged, unanswered } = compareRuns(before, after).findings
  assert.deepEqual(
    came.map(({ path }) => path),
    ['d.ts'],
  )
  assert.deepEqual(
    went.map(({ path }) => path),
    ['b.ts'],
  )
  assert.deepEqual(
    moved.map(({ from, to }) => [from.path, to.path]),
    [['old/c.ts', 'new/c.ts']],
  )
  assert.deepEqual([unchanged, unanswered], [1, 0])
})

test('two faults that might be the one that moved are no move', () => {
  const before = side({ findings: [finding('long', 'old/c.ts', 'h')] })
  const after = side({ findings: [finding('long', 'x/c.ts', 'h'), finding('long', 'y/c.ts', 'h')] })
  const { came, went, moved } = compareRuns(before, after).findings
  assert.deepEqual([came.length, went.length, moved.length], [2, 1, 0])
})

test('what the other run did not look for is neither new nor fixed', () => {
  const missing = [{ skill: 'tests', name: 'coverage', status: 'unavailable', why: 'no report' }]
  const silent = side({ missing })
  const asked = side({
    measures: [measure('functions', 1), measure('coverage', 1, 'higher', 'tests')],
    findings: [finding('untested', 'a.ts', 'f', 'tests')],
  })
  for (const [a, b] of [
    [silent, asked],
    [asked, silent],
  ] as const) {
    const { came, went, unanswered } = compareRuns(a, b).findings
    assert.deepEqual([came.length, went.length, unanswered], [0, 0, 1])
  }
})

test('a score is compared only where it was measured the same way', () => {
  assert.equal(compareRuns(side({ score: 80.1 }), side({ score: 80.35 })).delta, 0.25)
  const other = compareRuns(side({ policy: 'q' }), side({ score: 90 }))
  assert.equal(other.delta, null)
  assert.equal(other.dimensions[0]?.points, null)
  assert.match(other.because.join(), /policy/)
})

test('measures say which way is better, and a changed unit is no change', () => {
  const { measures, oneSided, unchangedMeasures } = compareRuns(
    side({
      measures: [
        measure('a', 1),
        measure('b', 1, 'higher'),
        measure('c', 1, null),
        measure('d', 1),
        measure('e', 2),
      ],
    }),
    side({
      measures: [
        measure('a', 2),
        measure('b', 2, 'higher'),
        measure('c', 2, null),
        measure('e', 2),
        { ...measure('f', 1), unit: 'ms' },
      ],
    }),
  )
  assert.deepEqual(
    measures.map(({ name, verdict }) => `${name} ${verdict}`),
    ['a worse', 'b better', 'c changed'],
  )
  assert.deepEqual(oneSided.map(({ name }) => name).sort(), ['d', 'f'])
  assert.equal(unchangedMeasures, 1)
})

test('a benchmark is worse only beyond its scatter, and nothing is said of too few runs', () => {
  const slow = [1.2, 1.21, 1.22, 1.23, 1.24, 1.25]
  const fast = [1, 1.01, 1.02, 1.03, 1.04, 1.05]
  const verdict = (a: readonly number[], b: readonly number[], runs?: readonly number[]) =>
    compareRuns(
      side({ benchmarks: [benchmark('x', a, runs)] }),
      side({ benchmarks: [benchmark('x', b, runs)] }),
    ).benchmarks.changes[0]?.verdict
  assert.equal(verdict(fast, slow), 'worse')
  assert.equal(verdict(slow, fast), 'better')
  assert.equal(verdict(fast, [1.005, 1.015, 1.025, 1.035, 1.045, 1]), 'within noise')
  assert.equal(verdict(fast, slow, [6]), 'undecided')
  const moved = compareRuns(
    side({ benchmarks: [benchmark('x', fast)] }),
    side({ benchmarks: [benchmark('x', slow)], under: { ...side().under, cpu: 'y' } }),
  )
  assert.deepEqual(moved.benchmarks.changes, [])
  assert.match(moved.benchmarks.apart[0]?.why ?? '', /processor changed/)
})

test('a dimension that neither side assessed says why over the whole row', () => {
  const why = 'test reports lie on disk: a commit without a work tree has none'
  const dimensions = [
    { id: 'tests', status: 'unknown', why, max: null, score: null, contribution: null },
  ]
  const both = compareRuns(side({ dimensions }), side({ dimensions }))
  const links = deepLinks({ tool: 'jaeger', url: 'https://jaeger.example.org' })
  const page = parse(renderComparison(both, { base: '/', links, isPart: false }).markup)
  const cell = page.querySelector('td.unassessed')
  assert.equal(cell?.getAttribute('colspan'), '4')
  assert.equal(cell?.textContent, `not measured: ${why}`)
})

test('an operation names the step that explains the change, and both traces', () => {
  const changed = compareRuns(
    side({ operations: [operation(10, 0.1)] }),
    side({ operations: [operation(20, 0.1, 'bb')] }),
  )
  const [change] = changed.operations.changes
  assert.equal(change?.verdict, 'worse')
  assert.match(change?.notes[0] ?? '', /SELECT 1/)
  const links = deepLinks({ tool: 'jaeger', url: 'https://jaeger.example.org' })
  const page = parse(renderComparison(changed, { base: '/', links, isPart: false }).markup)
  const hrefs = [...page.querySelectorAll('a')].map(each => each.getAttribute('href') ?? '')
  assert.ok(
    hrefs.some(address => /trace\/0*aa\.\.\.0*bb$/.test(address)),
    hrefs.join('\n'),
  )
  const noise = compareRuns(
    side({ operations: [operation(10, 1)] }),
    side({ operations: [operation(11, 1)] }),
  )
  assert.equal(noise.operations.changes[0]?.verdict, 'within noise')
})

const frame = (name: string, self: number, children: readonly Frame[] = []): Frame => ({
  ...{ name, self, calls: 1, children },
  total: self + children.reduce((sum, { total }) => sum + total, 0),
})

test('a flame graph of both sides keeps what came, what went and what moved', () => {
  const before = frame('GET /', 2, [frame('SELECT 1', 5), frame('gone', 3)])
  const after = frame('GET /', 2, [frame('SELECT 1', 9, [frame('<new>', 1)])])
  const { operations, ...others } = compareRuns(
    side({ operations: [{ ...operation(10, 0.1), frame: before }] }),
    side({ operations: [{ ...operation(12, 0.1), frame: after }] }),
  )
  const [change] = operations.changes
  assert.ok(change?.frames)
  assert.deepEqual(stepChanges(change.frames), [
    { name: 'SELECT 1', before: 5, after: 9 },
    { name: 'gone', before: 3, after: 0 },
    { name: '<new>', before: 0, after: 1 },
    { name: 'GET /', before: 2, after: 2 },
  ])
  const around = { base: '/', links: null, isPart: false }
  const page = parse(renderComparison({ ...others, operations }, around).markup)
  const boxes = [...page.querySelectorAll('.wide .flame g')].map(each => ({
    says: each.querySelector('title')?.textContent,
    kind: each.querySelector('rect')?.getAttribute('class'),
    width: Math.round(Number(each.querySelector('rect')?.getAttribute('width')) + 1),
  }))
  assert.deepEqual(boxes, [
    { says: 'GET /: 10 ms → 12 ms, of its own ±0 ms', kind: 'step0', width: 1152 },
    { says: 'SELECT 1: 5 ms → 10 ms, of its own +4 ms', kind: 'slower2', width: 768 },
    { says: '<new>: 0 ms → 1 ms, of its own +1 ms', kind: 'slower1', width: 77 },
    { says: 'gone: 3 ms → 0 ms, of its own −3 ms', kind: 'faster2', width: 230 },
  ])
  assert.match(textOf(page, '.difference summary'), /10 ms → 12 ms, most of it SELECT 1 \(\+4 ms\)/)
})

test('an operation whose steps one side does not know has no flame graph', () => {
  const known = { ...operation(10, 0.1), frame: frame('GET /', 10) }
  const compared = compareRuns(
    side({ operations: [operation(10, 0.1)] }),
    side({ operations: [known] }),
  )
  assert.equal(compared.operations.changes[0]?.frames, null)
})

test('no text of a run becomes markup', () => {
  const evil = `"><script>alert(1)</script>'`
  const bad = side({
    ...{ label: evil, findings: [{ ...finding(evil, evil, evil), message: evil, waived: evil }] },
    measures: [{ ...measure(evil, 1), subject: evil, unit: evil }],
    benchmarks: [benchmark(evil, [1, 2])],
  })
  const good = side({
    measures: [{ ...measure(evil, 2), subject: evil, unit: evil }],
    benchmarks: [benchmark(evil, [1, 2])],
  })
  const { markup } = renderComparison(compareRuns(good, bad), {
    base: '/',
    links: null,
    isPart: false,
  })
  const page = parse(`<main>${markup}</main>`)
  assert.equal(page.querySelectorAll('script').length, 0)
  assert.ok(textOf(page, 'h1').includes(evil))
  assert.equal(
    html`<a title="${evil}">${[html`<b>${'<'}</b>`]}${null}${false}${0}</a>`.markup,
    '<a title="&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;&#39;"><b>&lt;</b>0</a>',
  )
})
