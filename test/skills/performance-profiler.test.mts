/** What does the profiler say of results, pairs and budgets? Evidence literals in, verdicts out. */

import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import type { BenchmarkRow, PerformanceEvidence } from '../../scripts/core/benchmark.mts'
import { resolvePolicy } from '../../scripts/core/config.mts'
import { defaultLevels } from '../../scripts/core/findings.mts'
import type { Lens } from '../../scripts/core/lens.mts'
import { settingsOf } from '../../scripts/core/settings.mts'
import { NoEvidence } from '../../scripts/core/skill.mts'
import { skills } from '../../scripts/doors/skills.mts'
import { readBenchmarks } from '../../scripts/formats/benchmarks/index.mts'
import { defaultPolicy } from '../../scripts/policy.mts'
import { budgetsOf, commandsOf } from '../../scripts/skills/performance-profiler/settings.mts'
import { skill } from '../../scripts/skills/performance-profiler.mts'
import { fakeLens } from './fake-lens.mts'

const settings = { ...skill.settings, levels: defaultLevels(skill.rules), waivers: [] }

const row = (name: string, samples: number[]): BenchmarkRow => ({
  ...{ name, samples, unit: 'seconds', better: 'lower', statistic: null, file: null, source: null },
  runtime: null,
  cpu: null,
  runs: samples.map(() => 1),
})

const evidence = (parts: Partial<PerformanceEvidence>): PerformanceEvidence => ({
  ...{ benchmarks: [row('parse', [2, 2.1, 1.9])], operations: [], reports: [], unusable: [] },
  ...{ isBenchmarked: true, traces: null },
  ...{ broken: [], gate: null, why: 'this is a first run: there is no baseline to run against' },
  ...parts,
})

const pairs = (title: string, factor: number, count = 20) => {
  const base = Array.from({ length: count }, (_, run) => 100 + ((run * 7) % 5) / 10)
  const head = base.map((value, run) => value * factor + ((run * 3) % 7) / 10)
  return { title, better: 'lower' as const, base, head }
}

const gate = (all: ReturnType<typeof pairs>[]) => ({
  why: null,
  gate: { pairs: all, notComparable: [], notes: [], operations: [] },
})

test('a first run measures, compares nothing and says so', () => {
  const { measures, missing, findings } = skill.judge(evidence({}), settings, {})
  assert.deepEqual(
    measures.map(({ name, value }) => [name, value]),
    [['benchmarks', 1]],
  )
  assert.deepEqual(
    missing?.map(({ measure, status }) => [measure, status ?? 'unavailable']),
    [
      ['slower-benchmarks', 'unavailable'],
      ['steady-benchmarks', 'unavailable'],
      ['budgets-kept', 'not-applicable'],
      ['operations', 'not-applicable'],
      ['apdex', 'not-applicable'],
      ['suggestions', 'not-applicable'],
    ],
  )
  assert.match(missing?.[0]?.why ?? '', /first run/)
  assert.deepEqual(findings, [])
})

test('what a container costs is a measure, or missing with its reason', () => {
  const sure = { estimate: 2, low: 1, high: 3 }
  const known = { measuredAt: '2026-01-02', engine: 'docker 28', image: 'node', pairs: 10 }
  const value = { ...known, cpu: sure, memory: sure, disk: null }
  const told = (container: NonNullable<PerformanceEvidence['container']>) => {
    const { measures, missing = [] } = skill.judge(evidence({ container }), settings, {})
    return [measures.map(({ name }) => name), missing.map(({ measure }) => measure)].map(names =>
      names.filter(name => name.startsWith('container-overhead')),
    )
  }
  assert.deepEqual(told({ ok: true, value }), [
    ['container-overhead-cpu', 'container-overhead-memory'],
    ['container-overhead-disk'],
  ])
  assert.deepEqual(told({ ok: false, why: 'never measured' })[0], [])
  assert.equal(told({ ok: false, why: 'never measured' })[1]?.length, 3)
})

test('one of two benchmarks slower: half are steady, the finding says by how much', () => {
  const both = gate([pairs('parse', 1.1), pairs('print', 1.0)])
  const { measures, findings } = skill.judge(evidence(both), settings, {})
  const value = (name: string) => measures.find(each => each.name === name && each.subject === '')
  assert.deepEqual([value('slower-benchmarks')?.value, value('steady-benchmarks')?.value], [1, 50])
  assert.equal(findings[0]?.level, 'warn')
  assert.match(findings[0]?.message ?? '', /^parse is 10\.\d % slower than the baseline \(/)
  const change = measures.find(({ subject }) => subject === 'parse')
  assert.ok(change !== undefined && change.value > 9 && change.value < 11.5)
})

test('a waived slowdown stays visible and stops counting', () => {
  const waiver = {
    ...{ rule: 'slower-benchmark', key: 'slower-benchmark::parse' },
    ...{ reason: 'wanted', owner: 'ada', expires: '2030-01-01' },
  }
  const slow = gate([pairs('parse', 1.1)])
  const { measures, findings } = skill.judge(evidence(slow), { ...settings, waivers: [waiver] }, {})
  assert.equal(findings[0]?.waived, 'wanted')
  assert.equal(measures.find(({ name }) => name === 'slower-benchmarks')?.value, 0)
})

test('too few pairs decide nothing: missing, and a note that says how many are needed', () => {
  const few = gate([pairs('parse', 1.1, 6)])
  const { measures, missing, findings } = skill.judge(evidence(few), settings, {})
  assert.ok(!measures.some(({ name }) => name === 'steady-benchmarks'))
  assert.ok(missing?.some(({ measure }) => measure === 'steady-benchmarks'))
  assert.equal(
    findings[0]?.message,
    'parse is inconclusive: 6 pairs of runs are too few to see any change; about 4 more would decide',
  )
})

test('budgets: kept, broken, and one nothing was measured for', () => {
  const budgets = [
    { benchmark: 'par*', atMost: 1.5 },
    { benchmark: 'parse', atMost: 3 },
    { benchmark: 'boot', atMost: 1 },
  ]
  const { measures, findings } = skill.judge(evidence({}), { ...settings, budgets }, {})
  const kept = measures.find(({ name }) => name === 'budgets-kept')
  assert.deepEqual([kept?.value, kept?.extent], [50, 2 / 3])
  assert.deepEqual(
    findings.map(({ rule, message }) => [rule, message]),
    [
      ['broken-budget', 'parse is 2 seconds, its budget is at most 1.5'],
      ['unusable-result', 'no benchmark matches the budget of boot'],
    ],
  )
})

test('what docs/benchmarks.md shows is understood', () => {
  const page = readFileSync(join(import.meta.dirname, '../../docs/benchmarks.md'), 'utf8')
  const block = (language: string) =>
    new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\`$`, 'ms').exec(page)?.[1] ?? ''
  const policy = resolvePolicy(defaultPolicy, block('yaml'), skills)
  const shown = settingsOf(skill, policy, '2026-01-01T00:00:00Z') as typeof settings
  assert.deepEqual([commandsOf(shown).length, budgetsOf(shown).length], [3, 2])
  assert.equal(shown.build, 'npm run build')
  const report = readBenchmarks({ path: 'x.json' }, block('json'))
  assert.ok('benchmarks' in report)
  assert.deepEqual(
    report.benchmarks.map(({ unit, better, runs }) => [unit, better, runs]),
    [
      ['seconds', 'lower', [2, 2]],
      ['bytes', 'lower', [1]],
      ['%', 'higher', [1]],
    ],
  )
})

test('a policy that declares nonsense is told what is wrong with it', async () => {
  const collect = (parts: object) =>
    skill.collect(fakeLens({ find: async () => [] }), { ...settings, ...parts })
  await assert.rejects(collect({ budgets: [{ benchmark: 'x' }] }), /budgets\[0\] needs/)
  await assert.rejects(collect({ commands: ['ls'] }), /commands\[0\] needs a name/)
  await assert.rejects(collect({ results: [1] }), /results\[0\] must be a glob/)
})

const SAMPLES = '{"benchmarks":[{"name":"parse","unit":"ms","samples":[1,2,3]}]}'

const file = (path: string, modifiedAt: string, isTracked = false) => ({
  ...{ path, bytes: 1, modifiedAt, isTracked },
})

const source = { path: 'a.ts', oid: '1', language: 'typescript', role: 'source' } as const

function lensWith(found: ReturnType<typeof file>[], text = SAMPLES): Lens {
  return fakeLens({
    files: async () => [source],
    find: async globs =>
      globs[0]?.endsWith('swift}') ? [file('a.ts', '2026-01-02T00:00:00Z')] : found,
    report: async () => ({ ok: true, value: text }),
  })
}

test('results newer than the sources count, older and committed ones do not', async () => {
  const fresh = await skill.collect(
    lensWith([file('bench.json', '2026-01-03T00:00:00Z')]),
    settings,
  )
  assert.ok(!(fresh instanceof NoEvidence))
  assert.deepEqual(
    [fresh.reports, fresh.benchmarks[0]?.samples],
    [['bench.json'], [1e-3, 2e-3, 3e-3]],
  )
  const old = await skill.collect(lensWith([file('bench.json', '2026-01-01T00:00:00Z')]), settings)
  assert.ok(!(old instanceof NoEvidence))
  assert.deepEqual(old.unusable, [{ report: 'bench.json', why: 'bench.json is older than a.ts' }])
  const committed = file('bench.json', '2026-01-03T00:00:00Z', true)
  const none = await skill.collect(lensWith([committed]), settings)
  assert.ok(none instanceof NoEvidence && none.status === 'not-applicable')
})

test('a file that only has the name is no fault, one the project named is', async () => {
  const lens = lensWith([file('bench.json', '2026-01-03T00:00:00Z')], '{"colour":"red"}')
  const silent = await skill.collect(lens, settings)
  assert.ok(silent instanceof NoEvidence && silent.status === 'not-applicable')
  const named = await skill.collect(lens, { ...settings, results: ['bench.json'] })
  assert.ok(!(named instanceof NoEvidence))
  assert.match(named.unusable[0]?.why ?? '', /^bench\.json is JSON, but of no benchmark format/)
})

test('benchmarks that were not run are a gap, not a pass', async () => {
  const lens = fakeLens({
    files: async () => [{ ...source, path: 'src/a.bench.ts' }],
    find: async () => [],
  })
  const said = await skill.collect(lens, settings)
  assert.ok(said instanceof NoEvidence && said.status === 'unavailable')
  assert.match(said.why, /add --bench/)
})
