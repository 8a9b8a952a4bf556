import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { PerformanceEvidence } from '../../scripts/core/benchmark.mts'
import type { EvidenceOf } from '../../scripts/core/evidence.mts'
import { TABLES, type TableName } from '../../scripts/core/history.mts'
import { fileRows } from '../../scripts/core/history-files.mts'
import { type Surroundings, toRows } from '../../scripts/core/history-rows.mts'
import type { Assessment } from '../../scripts/core/verdict.mts'

const finding = (key: string) => ({
  rule: 'complex-function',
  level: 'warn' as const,
  key,
  path: 'src/a.ts',
  line: 3,
  message: `${key} is hard to follow`,
})

const assessment: Assessment = {
  schema: '1.0',
  run: {
    slug: 'github.com/ada/engine',
    commit: 'c'.repeat(40),
    committedAt: '2026-03-01T01:30:00+05:00',
    tree: 't'.repeat(40),
    isDirty: false,
    branch: 'main',
    release: 'v1.0.0',
    forge: { url: 'https://github.com/ada/engine', kind: 'github' },
    id: 'r1',
    startedAt: '2026-03-02T00:00:00.500Z',
    durationMs: 1234.6,
    machine: 'f00d',
    traceId: null,
    toolVersion: '0.1.0',
    policyHash: 'abc',
  },
  score: {
    value: 80.25,
    evidence: 0.75,
    bounds: [60, 85.5],
    security: null,
    unwaived: 79,
    dimensions: [
      {
        id: 'code',
        status: 'judged',
        why: null,
        weight: 25,
        max: 33.33,
        value: 81,
        contribution: 27.1,
        evidence: 1,
        parts: [
          {
            measure: 'complex-code',
            skill: 'refactor-assistant',
            status: 'judged',
            value: 4,
            unit: 'percent',
            score: 81,
            share: 35,
            max: 33.33,
            deduction: 6.23,
            evidence: 1,
          },
        ],
      },
    ],
  },
  gate: {
    enforced: true,
    status: 'pass',
    conditions: [{ id: 'score', actual: 80.25, required: 80, status: 'pass', why: 'high enough' }],
  },
  comparison: {
    baseline: {
      commit: 'b'.repeat(40),
      release: null,
      committedAt: '2026-02-01T00:00:00Z',
      chosen: 'last release',
    },
    score: { before: 80, after: 80.25, delta: 0.25 },
    dimensions: [],
    measuredDifferently: [],
    measures: [],
    newFindings: [{ ...finding('k2'), skill: 'refactor-assistant' }],
    fixedFindings: [{ ...finding('k3'), skill: 'refactor-assistant' }],
    unchangedFindings: 1,
    patchCoverage: null,
  },
  comparisonWhy: null,
  outcomes: [
    {
      skill: 'refactor-assistant',
      status: 'judged',
      why: null,
      durationMs: 1,
      measures: [{ name: 'complex-code', subject: '', value: 4, samples: [4, 5], extent: 0.5 }],
      findings: [{ ...finding('k1'), waived: 'legacy' }, finding('k2')],
      missing: [{ measure: 'clones', why: 'too large' }],
      proposals: [],
    },
    {
      skill: 'test-orchestrator',
      status: 'unavailable',
      why: 'no report was found',
      durationMs: 1,
      measures: [],
      findings: [],
      missing: [],
      proposals: [],
    },
  ],
}

const functions = (path: string, ...rows: [name: string, cognitive: number][]) =>
  rows.map(([name, cognitive]) => ({
    ...{ path, name, line: 1, endLine: 9, lines: 9, cyclomatic: 2, cognitive },
    ...{ parameters: 0, nesting: 1 },
  }))
const code = (path: string, parsed = true) => ({
  ...{ path, language: 'typescript' as const, role: 'source' as const, lines: 10, code: 8 },
  ...{ comments: 1, parsed, fault: parsed ? null : 'line 2: unexpected token' },
})
const changed = (path: string) => ({
  ...{ path, revisions: 3, authors: 2, ownership: 2 / 3, owner: 'ada1', added: 9, deleted: 1 },
  changedAt: '2026-04-02T08:30:00.000Z',
  ageDays: 12.7,
})

const evidence = {
  'refactor-assistant': {
    dialect: 'shipworthy-1',
    files: [code('src/b.ts'), code('src/a.ts'), code('src/flat.ts'), code('src/broken.ts', false)],
    functions: [
      ...functions('src/a.ts', ['load', 9], ['load.<anonymous>', 4], ['Box.<anonymous>', 2]),
      ...functions('src/flat.ts', ['get', 0]),
    ],
    imports: [],
    modules: { cycles: null, usage: null },
    clones: [],
    duplicatedLines: 0,
    excluded: [],
  },
  'git-workflow-assistant': {
    files: [changed('src/b.ts'), changed('README.md')],
    coupling: [],
    commits: [],
    sinceDays: 180,
    unread: null,
    codeAgeDays: null,
    branchDays: null,
    secrets: [],
    committed: [],
  },
} satisfies Partial<EvidenceOf>

const more: Surroundings = {
  policyText: '{}',
  catalogue: [
    {
      skill: 'test-orchestrator',
      scales: {
        'line-coverage': {
          unit: 'percent',
          better: 'higher',
          noise: 'exact',
          meaning: 'Lines run.',
        },
      },
      rules: {
        'failing-test': {
          level: 'error',
          fault: 'A test fails',
          advice: 'Mend it',
          costs: ['line-coverage'],
        },
      },
    },
  ],
  evidence,
}

test('every row has known columns only, and the id of the run', () => {
  for (const [table, rows] of Object.entries(toRows(assessment, more)))
    for (const row of rows) {
      const known = new Set(Object.keys(TABLES[table as TableName]))
      assert.deepEqual(
        Object.keys(row).filter(column => !known.has(column)),
        [],
        table,
      )
      assert.equal(row.run, 'r1')
    }
})

test('tables without rows are left out', () => {
  const tables = Object.keys(toRows(assessment, { ...more, evidence: {} }))
  for (const table of ['files', 'environment', 'benchmarks', 'traces'])
    assert.equal(tables.includes(table), false, table)
})

test('what a container costs lies beside samples that stay as they were taken', () => {
  const sure = { estimate: 2, low: 1, high: 3 }
  const known = { measuredAt: '2026-01-02', engine: 'docker 28', image: 'node', pairs: 10 }
  const value = { ...known, cpu: sure, memory: sure, disk: null }
  const profiled = (container: PerformanceEvidence['container']): Partial<EvidenceOf> => ({
    'performance-profiler': {
      ...{ benchmarks: [], operations: [], reports: [], unusable: [], broken: [], gate: null },
      ...{ why: null, isBenchmarked: true, traces: null, container },
    } as PerformanceEvidence,
  })
  const facts = (container: PerformanceEvidence['container']) =>
    toRows(assessment, { ...more, evidence: profiled(container) }).environment?.map(
      ({ name, value }) => [name, value],
    )
  assert.deepEqual(facts({ ok: true, value }), [
    ['container_overhead', 'docker 28, node, 10 pairs, 2026-01-02'],
    ...['cpu', 'memory'].flatMap(part => [
      [`container_overhead_${part}`, '2'],
      [`container_overhead_${part}_low`, '1'],
      [`container_overhead_${part}_high`, '3'],
    ]),
    ['container_overhead_disk', 'missing'],
  ])
  assert.deepEqual(facts({ ok: false, why: 'never measured' }), [
    ['container_overhead', 'missing: never measured'],
  ])
})

test('a clock that nothing tells of is missing, not 0', () => {
  const machine = {
    cpu: { ghz: 0 },
    os: {},
    runtimes: [],
  } as unknown as EvidenceOf['environment-profiler']
  const { environment } = toRows(assessment, {
    ...more,
    evidence: { 'environment-profiler': machine },
  })
  assert.equal(environment?.find(({ name }) => name === 'ghz')?.value, 'missing')
})

test('times are in UTC, whatever zone they came in', () => {
  const [run] = toRows(assessment, more).runs ?? []
  assert.equal(run?.committed_at, '2026-02-28T20:30:00.000Z')
  assert.equal(run?.duration_ms, 1235)
  assert.deepEqual([run?.low, run?.high, run?.delta], [60, 85.5, 0.25])
  assert.equal(run?.baseline, 'b'.repeat(40))
})

test('a dimension and its parts stand apart, in exact hundredths', () => {
  const [whole, part] = toRows(assessment, more).scores ?? []
  assert.deepEqual([whole?.measure, whole?.contribution, whole?.deduction], [null, 27.1, 6.23])
  assert.deepEqual([part?.measure, part?.contribution, part?.weight], ['complex-code', 27.1, null])
})

test('what was not measured is a row without a value, with the reason', () => {
  const rows = toRows(assessment, more).measures ?? []
  assert.deepEqual(
    rows.map(({ name, value, status, why, extent }) => [name, value, status, why, extent]),
    [
      ['complex-code', 4, 'judged', null, 0.5],
      ['clones', null, 'unavailable', 'too large', 0],
      ['line-coverage', null, 'unavailable', 'no report was found', 0],
    ],
  )
})

test('findings are new or open against the baseline; fixed ones are named too', () => {
  const rows = toRows(assessment, more).findings ?? []
  assert.deepEqual(
    rows.map(({ key, state, waived }) => [key, state, waived]),
    [
      ['k1', 'open', 'legacy'],
      ['k2', 'new', null],
      ['k3', 'fixed', null],
    ],
  )
})

test('a file is one row of code, git and coverage; one that says nothing is left out', () => {
  const rows = fileRows('r1', {
    ...evidence,
    'test-orchestrator': {
      ...{
        map: { rows: [], unreached: [], followed: 0 },
        unusable: [],
        tests: null,
        sourceFiles: 2,
        reportedFiles: 1,
        testFiles: 0,
        functions: 1,
      },
      ran: null,
      coverage: {
        ...{ lines: { covered: 1, total: 4 }, branches: null, functions: null, reports: [] },
        files: [{ path: 'src/a.ts', lines: { covered: 1, total: 4 }, missed: [1], hit: [2] }],
      },
    },
  })
  assert.deepEqual(
    rows.map(({ path }) => path),
    ['src/a.ts', 'src/b.ts', 'src/broken.ts'],
  )
  const [a, b, broken] = rows
  assert.deepEqual([a?.functions, a?.cyclomatic, a?.covered, a?.coverable], [3, 6, 1, 4])
  assert.deepEqual(
    [b?.revisions, b?.changed_at, b?.ownership, b?.covered],
    [3, '2026-04-02T08:30:00.000Z', 0.67, undefined],
  )
  assert.deepEqual([broken?.parsed, broken?.cognitive], [false, null])
})

test('an anonymous function counts once in the cognitive sum: in the function around it', () => {
  const [a] = fileRows('r1', evidence)
  assert.equal(a?.cognitive, 9 + 2)
})

test('the catalogue says which measures a rule costs, and nothing of the kind of a measure', () => {
  const rows = toRows(assessment, more).catalogue ?? []
  assert.deepEqual(
    rows.map(({ kind, name, costs }) => [kind, name, costs]),
    [
      ['measure', 'line-coverage', null],
      ['rule', 'failing-test', ['line-coverage']],
    ],
  )
})

test('without code evidence the files are those git knows', () => {
  const { 'git-workflow-assistant': git } = evidence
  const paths = fileRows('r1', { 'git-workflow-assistant': git }).map(({ path }) => path)
  assert.deepEqual(paths, ['README.md', 'src/b.ts'])
})
