/** Is every harness's report read as its harness means it? Files that the harnesses wrote, and hand-written ones of the rest. */

import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import fc from 'fast-check'
import { readBenchmarks } from '../../../scripts/formats/benchmarks/index.mts'
import { unitOf } from '../../../scripts/formats/benchmarks/units.mts'

const fixtures = join(import.meta.dirname, 'fixtures')
const text = (name: string) => readFileSync(join(fixtures, name), 'utf8')

/** Criterion's names come from the path. */
const PATHS: Readonly<Record<string, string>> = {
  'criterion-sample.json': 'target/criterion/group_odd name/sum/100/new/sample.json',
  'criterion-estimates.json': 'target/criterion/group_odd name/sum/100/new/estimates.json',
  'criterion-old-sample.json': 'target/criterion/Fibonacci/Iterative/new/sample.json',
  'criterion-old-estimates.json': 'target/criterion/Fibonacci/Iterative/new/estimates.json',
}

const read = (name: string) =>
  readBenchmarks({ path: PATHS[name] ?? name, root: '/project' }, text(name))

for (const name of readdirSync(fixtures).sort())
  test(`what ${name} says`, t => {
    const golden = join(import.meta.dirname, 'golden', `${name}.json`)
    t.assert.fileSnapshot(read(name), golden)
  })

function report(name: string) {
  const said = read(name)
  if ('why' in said) assert.fail(said.why)
  return said
}

const values = (name: string, benchmark: string) =>
  report(name).benchmarks.find(each => each.name === benchmark)?.samples

test('the same numbers as in the file, in seconds', () => {
  const jmh = JSON.parse(text('jmh.json')) as {
    mode: string
    primaryMetric: { rawData: number[][] }
  }[]
  const average = jmh.find(({ mode }) => mode === 'avgt')?.primaryMetric.rawData ?? []
  const row = report('jmh.json').benchmarks.find(each => each.name === 'x.SumBench.average n=10')
  assert.deepEqual(row?.runs, [3, 3])
  assert.ok(Math.abs((row?.samples[0] ?? 0) - (average[0]?.[0] ?? 1) * 1e-9) < 1e-15)
  assert.deepEqual(values('hyperfine.json', 'true')?.length, 5)
  assert.deepEqual(values('criterion-old-sample.json', 'Fibonacci/Iterative'), [
    100 * 1e-9,
    105 * 1e-9,
    (2900 / 30) * 1e-9,
  ])
})

test('two groups of mitata may hold benchmarks of one name', () => {
  const runs = [{ name: 'find', stats: { samples: [5] } }]
  const groups = { layout: [{ name: null }, { name: 'static' }], benchmarks: [0, 1, 7] }
  const benchmarks = groups.benchmarks.map(group => ({ group, runs }))
  const said = readBenchmarks({ path: 'm' }, JSON.stringify({ ...groups, benchmarks }))
  assert.deepEqual('benchmarks' in said && said.benchmarks.map(({ name }) => name), [
    'find',
    'static > find',
  ])
})

test('BenchmarkDotNet before 0.10: a name in parts, a median without its measurements', () => {
  const row = { Namespace: 'Ships', Type: 'Sail', Method: 'Hoist', Parameters: 'n=3' }
  const old = JSON.stringify({
    HostEnvironmentInfo: {},
    Benchmarks: [
      { ...row, Statistics: { Median: 40 } },
      { ...row, Method: 'Broken' },
    ],
  })
  const said = readBenchmarks({ path: 'old.json' }, old)
  assert.ok(!('why' in said))
  assert.deepEqual(
    said.benchmarks.map(({ name, statistic, samples }) => [name, statistic, samples]),
    [['Ships.Sail.Hoist n=3', 'median', [40 * 1e-9]]],
  )
  assert.match(said.leftOut.join(), /Ships\.Sail\.Broken n=3/)
})

test('k6: the old export calls a broken threshold true, the summary calls it not ok', () => {
  const crossed = ['http_req_duration: p(95)<5', 'http_req_failed: rate<0.1']
  assert.deepEqual(report('k6-summary.json').broken.toSorted(), crossed)
  assert.deepEqual(report('k6-summary-export.json').broken.toSorted(), crossed)
})

test('one name in two Go packages stays two benchmarks', () => {
  const names = report('go-bench.txt').benchmarks.map(({ name }) => name)
  assert.ok(names.includes('example.com/sums/a.BenchmarkSum/n=10'))
  assert.ok(names.includes('example.com/sums/b.BenchmarkSum/n=10'))
})

test('a Go name that ends in a number keeps it when processors are not printed', () => {
  const lines = 'BenchmarkA/size-8 \t 10 \t 5 ns/op\nBenchmarkA/size-16 \t 10 \t 6 ns/op\n'
  const said = readBenchmarks({ path: 'bench.txt' }, lines)
  assert.ok('benchmarks' in said)
  assert.deepEqual(
    said.benchmarks.map(({ name }) => name),
    ['BenchmarkA/size-8', 'BenchmarkA/size-16'],
  )
})

test('load tests with failed requests are refused', () => {
  const run = JSON.parse(text('autocannon.json'))
  const said = readBenchmarks({ path: 'load.json' }, JSON.stringify({ ...run, non2xx: 3 }))
  assert.deepEqual(said, { why: 'load.json is of a run with 3 non2xx: fast failures are no speed' })
})

test('secrets of a page address stay out', () => {
  assert.ok(!JSON.stringify(read('lighthouse.json')).includes('secret'))
})

test('units', () => {
  const of = (unit: string) => Object.values(unitOf(unit)).join(' ')
  const expected: Readonly<Record<string, string>> = {
    'ns/op': 'seconds 1e-9 lower',
    'µs/iter': 'seconds 0.000001 lower',
    Milliseconds: 'seconds 0.001 lower',
    's/op': 'seconds 1 lower',
    'B/op': 'bytes 1 lower',
    'MB/s': 'bytes per second 1000000 higher',
    KiB: 'bytes 1024 lower',
    'ops/ms': 'per second 1000 higher',
    'req/sec': 'per second 1 higher',
    'allocs/op': 'allocations 1 lower',
    'things/op': 'things/op 1 ',
    '': 'number 1 ',
  }
  for (const [unit, said] of Object.entries(expected)) assert.equal(of(unit), said, unit)
})

test('many samples are thinned, too many benchmarks refused', () => {
  const custom = (benchmarks: object[]) =>
    readBenchmarks({ path: 'b.json' }, JSON.stringify({ benchmarks }))
  const long = custom([{ name: 'a', unit: 'ms', samples: new Array(5001).fill(1) }])
  assert.ok('benchmarks' in long && (long.benchmarks[0]?.samples.length ?? 9999) <= 1000)
  const rows = Array.from({ length: 10_001 }, (_, nth) => ({
    name: `b${nth}`,
    unit: 'ms',
    value: 1,
  }))
  assert.deepEqual(custom(rows), { why: 'b.json holds more than 10,000 benchmarks' })
})

test('cut off, empty and foreign files are refused in one sentence', () => {
  const refusals = [
    '',
    '{"a":',
    '[]',
    '{}',
    'hello',
    '{"benchmarks":[]}',
    '{"metrics":{}}',
    'null',
    '[[],[]]',
  ]
  for (const content of refusals) {
    const said = readBenchmarks({ path: 'x.json' }, content)
    assert.ok('why' in said && /^x\.json \S/.test(said.why) && !said.why.includes('\n'), content)
  }
})

test('whatever a report holds in its places, nothing throws and every sample is a finite number', () => {
  const names = readdirSync(fixtures).filter(name => name.endsWith('.json'))
  const junk = fc.oneof(fc.jsonValue({ maxDepth: 2 }), fc.constant(null), fc.double())
  fc.assert(
    fc.property(fc.constantFrom(...names), fc.nat(), junk, (name, place, value) => {
      const broken = replaceNth(JSON.parse(text(name)), place, value)
      const said = readBenchmarks({ path: PATHS[name] ?? name }, JSON.stringify(broken))
      if ('why' in said) return
      for (const { samples, runs } of said.benchmarks) {
        assert.ok(samples.every(Number.isFinite))
        assert.equal(
          runs.reduce((sum, size) => sum + size, 0),
          samples.length,
        )
      }
    }),
    { seed: 1, numRuns: 600 },
  )
})

/** The tree with its n-th node (depth first, wrapping around) replaced. */
function replaceNth(tree: unknown, nth: number, by: unknown): unknown {
  const size = JSON.stringify(tree).split(/[,{[]/).length
  let left = nth % size
  const walk = (node: unknown): unknown => {
    if (left === 0) {
      left = -1
      return by
    }
    left -= 1
    if (Array.isArray(node)) return node.map(walk)
    if (typeof node === 'object' && node !== null)
      return Object.fromEntries(Object.entries(node).map(([key, value]) => [key, walk(value)]))
    return node
  }
  return walk(tree)
}
