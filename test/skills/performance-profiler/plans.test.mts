/** Which benchmarks are found, how are they run, and what is their source? */

import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  looksLikeBenchmark,
  type Plan,
  plansOf,
  versionIn,
} from '../../../scripts/skills/performance-profiler/plans.mts'

function plans(files: Record<string, string>, vitest: string | null = null): Plan[] {
  const text = (path: string) => files[path] ?? null
  return plansOf({ paths: Object.keys(files), text, vitest }, [])
}

const script = ({ run }: Partial<Plan> = {}) => (run && 'args' in run ? (run.args[1] ?? '') : '')

test('vitest: told by its files, run as its version wants it', () => {
  const files = { 'src/a.bench.ts': '', 'package.json': '{}' }
  assert.match(script(plans(files, '4.1.0')[0]), /vitest bench --run --outputJson=/)
  assert.match(script(plans(files, '5.1.1')[0]), /vitest bench --run --reporter=json --outputFile=/)
  assert.deepEqual(plans(files), [], 'not installed')
  assert.deepEqual(plans({ 'a.test.ts': '' }, '4.1.0'), [])
})

test('pytest: only files whose tests ask for the benchmark fixture', () => {
  const files = {
    'tests/test_speed.py': 'def test_sum(benchmark):\n  benchmark(sum, [1])\n',
    "tests/test_it's.py": 'def test_more(tmp_path, benchmark): ...\n',
    'tests/test_other.py': '# benchmark\ndef test_other(): ...\n',
  }
  const [plan] = plans(files)
  assert.match(script(plan), / 'tests\/test_speed\.py' 'tests\/test_it'\\''s\.py'$/)
  assert.ok(plan?.isSource('tests/test_speed.py', 'tests/test_speed.py'))
  assert.ok(!plan?.isSource('tests/test_other.py', 'tests/test_speed.py'))
})

test('go: one plan for a module, only packages with benchmarks, never vendored ones', () => {
  const bench = 'func BenchmarkSum(b *testing.B) {}\n'
  const found = plans({
    'go.mod': 'module example.com/a\n',
    'sum_test.go': bench,
    'inner/x_test.go': bench,
    'inner/y_test.go': 'func TestY(t *testing.T) {}\n',
    'vendor/v/v_test.go': bench,
    'tools/go.mod': 'module example.com/a/tools\n',
    'tools/t_test.go': bench,
  })
  assert.deepEqual(
    found.map(({ label }) => label),
    ['go test -bench', 'go test -bench in tools/'],
  )
  assert.match(script(found[0]), /'\.\/' '\.\/inner' > \.shipworthy-bench/)
  assert.match(script(found[1]), /cd 'tools\/' && .*> \.\.\/\.shipworthy-bench/)
  assert.ok(found[0]?.isSource('sum_test.go', 'example.com/a'))
  assert.ok(found[0]?.isSource('inner/x_test.go', 'example.com/a/inner'))
  assert.ok(!found[0]?.isSource('inner/x_test.go', 'example.com/a'))
})

test('JMH and Criterion: built once, told by their manifests', () => {
  const [jmh] = plans({ 'pom.xml': '<artifactId>jmh-core</artifactId>' })
  assert.match(jmh?.build[0]?.args[1] ?? '', /mvn -q -B -ntp -DskipTests package/)
  assert.ok(jmh?.isSource('src/main/java/x/SumBench.java', 'x.SumBench.average'))
  assert.ok(!jmh?.isSource('src/main/java/x/Other.java', 'x.SumBench.average'))
  const [cargo] = plans({ 'Cargo.toml': '[dev-dependencies]\ncriterion = "0.8"\n' })
  assert.match(cargo?.build[0]?.args[1] ?? '', /cargo bench --benches --no-run/)
  assert.ok(cargo?.isSource('benches/sum.rs', null))
  assert.deepEqual(plans({ 'pom.xml': '<project/>', 'Cargo.toml': '[package]\n' }), [])
})

test('declared commands: timed whole, or read from what they print or write', () => {
  const declared = [
    { name: 'start', run: 'node app.js --help', results: null },
    { name: 'printed', run: 'k6 run load.js', results: '-' },
    { name: 'written', run: 'make bench', results: 'out/*.json' },
  ]
  const found = plansOf({ paths: [], text: () => null, vitest: null }, declared)
  assert.equal(script(found[0]), 'node app.js --help')
  assert.match(script(found[1]), /\(k6 run load\.js\) > \.shipworthy-bench\/command-1\.txt$/)
  assert.deepEqual(
    found.map(({ results }) => results),
    [null, '.shipworthy-bench/command-1.txt', 'out/*.json'],
  )
})

test('names alone tell some benchmarks; a manifest tells its version or nothing', () => {
  assert.ok(looksLikeBenchmark('src/a.bench.mts') && looksLikeBenchmark('benches/sum.rs'))
  assert.ok(!looksLikeBenchmark('src/benchmark.ts') && !looksLikeBenchmark('bench/readme.md'))
  assert.deepEqual(['{"version":"5.1.1"}', '{"version":5}', '[', '[]'].map(versionIn), [
    '5.1.1',
    null,
    null,
    null,
  ])
})
