/** Which assessments must every report tell well? Literals: a good project, a bad one, and every kind of silence. */

import type { CatalogueEntry } from '../../scripts/core/history.mts'
import type { Finding, Outcome, Run, Unit } from '../../scripts/core/model.mts'
import { count, days, density, percent } from '../../scripts/core/scales.mts'
import type { TrendNews } from '../../scripts/core/trends.mts'
import type {
  Assessment,
  Condition,
  DimensionId,
  DimensionScore,
  PartScore,
} from '../../scripts/core/verdict.mts'

export const catalogue: readonly CatalogueEntry[] = [
  {
    skill: 'refactor-assistant',
    scales: {
      'complex-code': percent.fewer('Share of code in functions of cognitive complexity over 15.'),
      'duplicated-lines': percent.fewer('Share of lines that stand in more than one place.'),
      'fault-density': density.fewer('Errors and warnings for every 1,000 lines of code.'),
    },
    rules: {
      'complex-function': {
        level: 'warn',
        fault: 'A function is too complex to follow.',
        advice: 'Move each branch into a function of its own and name it after what it decides.',
        costs: ['complex-code', 'fault-density'],
      },
      'duplicated-code': {
        level: 'warn',
        fault: 'The same code stands in more than one place.',
        advice: 'Keep one of the copies and call it from the other places.',
        costs: ['duplicated-lines', 'fault-density'],
      },
      'import-cycle': {
        level: 'error',
        fault: 'Files import each other in a circle.',
        advice: 'Move what both sides need into a file that imports neither.',
        costs: ['fault-density'],
      },
    },
  },
  {
    skill: 'test-orchestrator',
    scales: { 'line-coverage': percent.more('Share of coverable lines that the tests run.') },
    rules: {
      'untested-file': {
        level: 'warn',
        fault: 'No test runs a line of this file.',
        advice: 'Write one test that calls its main function.',
        costs: ['line-coverage'],
      },
      'failing-test': {
        level: 'error',
        fault: 'A test fails.',
        advice: 'Run it alone, and fix the code or the expectation.',
        costs: [],
      },
    },
  },
  {
    skill: 'dependency-guardian',
    scales: {
      'vulnerable-packages': count.fewer('Packages with a known advisory.'),
      'package-age': days.fewer('Mean age of the packages behind their newest release.'),
    },
    rules: {
      'vulnerable-package': {
        level: 'error',
        fault: 'A package carries a known vulnerability.',
        advice: 'Update to the first fixed version.',
        costs: ['vulnerable-packages'],
      },
    },
  },
  {
    skill: 'doc-generator',
    scales: { 'documented-surface': percent.more('Share of the public surface with a sentence.') },
    rules: {
      'undocumented-symbol': {
        level: 'note',
        fault: 'A public name has no sentence about it.',
        advice: 'Say in one sentence what it gives and when it fails.',
        costs: ['documented-surface'],
      },
    },
  },
  {
    skill: 'performance-profiler',
    scales: { 'kept-budgets': percent.more('Share of the time budgets that were kept.') },
    rules: {},
  },
]

export const curves = {
  'complex-code': { good: 5, poor: 20 },
  'duplicated-lines': { good: 3, poor: 10 },
  'fault-density': { good: 2, poor: 10 },
}

const run: Run = {
  slug: 'github.com/harbour/ferry',
  commit: '3f2a91c04be7d1886b0c5a9f7de2410c9a81b6e5',
  committedAt: '2026-03-14T09:26:53Z',
  tree: '9b1c2d3e4f5061728394a5b6c7d8e9f001122334',
  isDirty: false,
  branch: 'main',
  release: 'v1.4.0',
  forge: { url: 'https://github.com/harbour/ferry', kind: 'github' },
  id: '2026-03-14T10-00-00Z-3f2a91c',
  startedAt: '2026-03-14T10:00:00Z',
  durationMs: 4210,
  machine: 'c0ffee00',
  traceId: null,
  toolVersion: '0.1.0',
  policyHash: 'a1b2c3d4',
}

type PartLiteral = readonly [
  measure: string,
  skill: string,
  value: number,
  unit: Unit,
  score: number,
  share: number,
  max: number,
  deduction: number,
]

const part = (literal: PartLiteral): PartScore => {
  const [measure, skill, value, unit, score, share, max, deduction] = literal
  const status = 'judged'
  return { measure, skill, status, value, unit, score, share, max, deduction, evidence: 1 }
}

const without = (
  measure: string,
  skill: string,
  share: number,
  missing: string,
  status: PartScore['status'] = 'unavailable',
): PartScore => ({
  measure,
  skill,
  status,
  value: null,
  unit: null,
  score: null,
  share,
  max: 0,
  deduction: 0,
  evidence: 0,
  missing,
})

const dimension = (
  id: DimensionId,
  weight: number,
  max: number,
  value: number,
  contribution: number,
  parts: readonly PartScore[],
): DimensionScore => {
  const weighing = parts.filter(({ status }) => status !== 'not-applicable')
  const all = weighing.reduce((sum, { share }) => sum + share, 0)
  const evidence = parts.reduce((sum, each) => sum + each.share * each.evidence, 0) / all
  return { id, status: 'judged', why: null, weight, max, value, contribution, evidence, parts }
}

const silentDimension = (
  id: DimensionId,
  weight: number,
  status: 'not-applicable' | 'unavailable' | 'failed',
  why: string,
  parts: readonly PartScore[] = [],
): DimensionScore => ({
  id,
  status,
  why,
  weight,
  max: 0,
  value: null,
  contribution: 0,
  evidence: 0,
  parts,
})

const condition = (
  id: string,
  status: Condition['status'],
  actual: number | null,
  required: number | null,
  why: string,
): Condition => ({ id, actual, required, status, why })

const outcome = (skill: string, findings: readonly Finding[], more: Partial<Outcome> = {}) => ({
  skill,
  status: 'judged' as const,
  why: null,
  durationMs: 120,
  measures: [],
  findings,
  missing: [],
  proposals: [],
  ...more,
})

const finding = (
  rule: string,
  level: Finding['level'],
  path: string | null,
  line: number | null,
  symbol: string,
  message: string,
): Finding => ({ rule, level, key: `${rule}:${path ?? ''}:${symbol}`, path, line, message })

const passing: readonly Condition[] = [
  condition('score', 'pass', 88.6, 80, 'at least 80'),
  condition('evidence', 'pass', 1, 0.5, 'enough was measured'),
  condition('failing-tests', 'pass', 0, 0, 'no test failed'),
  condition('new-errors', 'pass', 0, 0, 'no new finding of level error'),
  condition(
    'slower-benchmarks',
    'not-applicable',
    null,
    0,
    'no benchmark was measured on both sides',
  ),
  condition('patch-coverage', 'pass', 91.4, 80, '64 of 70 changed lines ran'),
]

const dull: readonly Finding[] = [
  finding(
    'complex-function',
    'warn',
    'src/route/plan.ts',
    88,
    'plan',
    '`plan` has a cognitive complexity of 23 (limit 15).',
  ),
  finding(
    'duplicated-code',
    'warn',
    'src/fare/table.ts',
    14,
    '9fe1',
    '31 lines stand in src/fare/season.ts:9 too.',
  ),
]

export const good: Assessment = {
  schema: '1.0',
  run,
  score: {
    value: 88.6,
    evidence: 1,
    bounds: [88.6, 88.6],
    security: 95,
    unwaived: 88.6,
    dimensions: [
      dimension('code', 25, 25, 90, 22.5, [
        part(['complex-code', 'refactor-assistant', 6.1, 'percent', 85.2, 35, 8.75, 1.3]),
        part(['duplicated-lines', 'refactor-assistant', 3.4, 'percent', 86.4, 25, 6.25, 0.85]),
        part(['fault-density', 'refactor-assistant', 2.4, 'per 1,000 lines', 96.5, 40, 10, 0.35]),
      ]),
      dimension('tests', 20, 20, 85, 17, [
        part(['line-coverage', 'test-orchestrator', 85, 'percent', 85, 100, 20, 3]),
      ]),
      dimension('dependencies', 20, 20, 95, 19, [
        part(['vulnerable-packages', 'dependency-guardian', 0, 'count', 100, 60, 12, 0]),
        part(['package-age', 'dependency-guardian', 210, 'days', 87.5, 40, 8, 1]),
      ]),
      dimension('docs', 15, 15, 78, 11.7, [
        part(['documented-surface', 'doc-generator', 78, 'percent', 78, 100, 15, 3.3]),
      ]),
      dimension('performance', 20, 20, 92, 18.4, [
        part(['kept-budgets', 'performance-profiler', 92, 'percent', 92, 100, 20, 1.6]),
        without(
          'satisfied-users',
          'performance-profiler',
          50,
          'no server was traced',
          'not-applicable',
        ),
      ]),
    ],
  },
  gate: { enforced: true, status: 'pass', conditions: passing },
  comparison: {
    baseline: {
      commit: 'b04dd7a3c19e82f65510aa47e0a1f9c2d3b4e5f6',
      release: 'v1.3.0',
      committedAt: '2026-01-02T12:00:00Z',
      chosen: 'last release',
    },
    score: { before: 85.4, after: 88.6, delta: 3.2 },
    dimensions: [
      { id: 'code', before: 86, after: 90, delta: 4 },
      { id: 'tests', before: 80.5, after: 85, delta: 4.5 },
      { id: 'dependencies', before: 95, after: 95, delta: 0 },
      { id: 'docs', before: 79.5, after: 78, delta: -1.5 },
      { id: 'performance', before: 85.25, after: 92, delta: 6.75 },
    ],
    measuredDifferently: [],
    measures: [],
    newFindings: [],
    fixedFindings: [
      {
        ...finding(
          'import-cycle',
          'error',
          'src/a.ts',
          1,
          'a',
          'src/a.ts and src/b.ts import each other.',
        ),
        skill: 'refactor-assistant',
      },
    ],
    unchangedFindings: 2,
    patchCoverage: { covered: 64, total: 70, changedLines: 132 },
  },
  comparisonWhy: null,
  outcomes: [
    outcome('refactor-assistant', dull),
    outcome('test-orchestrator', []),
    outcome('dependency-guardian', []),
    outcome('doc-generator', [
      finding(
        'undocumented-symbol',
        'note',
        'src/fare/index.ts',
        40,
        'Fare.round',
        '`Fare.round` has no sentence.',
      ),
    ]),
    outcome('performance-profiler', []),
  ],
}

const fresh: readonly Finding[] = [
  finding(
    'vulnerable-package',
    'error',
    'package-lock.json',
    null,
    'npm:tar-stream@2.0.1',
    'tar-stream 2.0.1 has GHSA-7v5v-9h63-cj86 (high), fixed in 2.2.0.',
  ),
  finding(
    'import-cycle',
    'error',
    'src/fare/season.ts',
    3,
    'fare',
    'src/fare/season.ts and src/fare/table.ts import each other.',
  ),
  finding(
    'complex-function',
    'warn',
    'src/booking/checkout.ts',
    120,
    'checkout',
    '`checkout` has a cognitive complexity of 41 (limit 15).',
  ),
  finding(
    'untested-file',
    'warn',
    'src/booking/refund.ts',
    null,
    'refund',
    'No test runs any of its 64 coverable lines.',
  ),
]

/** A pull request that makes an old project worse. */
export const bad: Assessment = {
  ...good,
  run: {
    ...run,
    release: null,
    branch: 'season-tickets',
    commit: 'd41f8cd98f00b204e9800998ecf8427e5a6b7c8d',
  },
  score: {
    value: 62.78,
    evidence: 0.72,
    bounds: [45.2, 73.21],
    security: 40.25,
    unwaived: 62.78,
    dimensions: [
      dimension('code', 25, 34.72, 61.76, 21.45, [
        part(['complex-code', 'refactor-assistant', 14.7, 'percent', 60.29, 35, 12.15, 4.82]),
        part(['duplicated-lines', 'refactor-assistant', 6.2, 'percent', 70.88, 25, 8.68, 2.53]),
        part([
          'fault-density',
          'refactor-assistant',
          8.9,
          'per 1,000 lines',
          57.35,
          40,
          13.89,
          5.92,
        ]),
      ]),
      dimension('tests', 20, 27.78, 62.1, 17.25, [
        part(['line-coverage', 'test-orchestrator', 62.1, 'percent', 62.1, 100, 27.78, 10.53]),
      ]),
      dimension('dependencies', 20, 16.67, 40.25, 6.71, [
        part(['vulnerable-packages', 'dependency-guardian', 1, 'count', 40.25, 60, 16.67, 9.96]),
        without(
          'package-age',
          'dependency-guardian',
          40,
          'the release dates of 12 packages are not in the advisory folder',
        ),
      ]),
      dimension('docs', 15, 20.83, 83.4, 17.37, [
        part(['documented-surface', 'doc-generator', 83.4, 'percent', 83.4, 100, 20.83, 3.46]),
      ]),
      silentDimension(
        'performance',
        20,
        'unavailable',
        'no benchmark was run; add --bench, or import one with --traces FILE',
      ),
    ],
  },
  gate: {
    enforced: true,
    status: 'fail',
    conditions: [
      condition('score', 'fail', 62.78, 80, 'below 80 and 4.25 lower than the baseline'),
      condition('evidence', 'pass', 0.72, 0.5, 'enough was measured'),
      condition('failing-tests', 'pass', 0, 0, 'no test failed'),
      condition(
        'new-errors',
        'fail',
        2,
        0,
        'tar-stream 2.0.1 has GHSA-7v5v-9h63-cj86 (high), fixed in 2.2.0.; src/fare/season.ts and src/fare/table.ts import each other.',
      ),
      condition(
        'slower-benchmarks',
        'not-applicable',
        null,
        null,
        'no benchmark was measured on both sides',
      ),
      condition('patch-coverage', 'fail', 41.17, 80, '35 of 85 changed lines ran'),
    ],
  },
  comparison: {
    baseline: {
      commit: 'b04dd7a3c19e82f65510aa47e0a1f9c2d3b4e5f6',
      release: null,
      committedAt: '2026-03-10T12:00:00Z',
      chosen: 'merge-base with origin/main',
    },
    score: { before: 67.03, after: 62.78, delta: -4.25 },
    dimensions: [
      { id: 'code', before: 64.26, after: 61.76, delta: -2.5 },
      { id: 'tests', before: 65.1, after: 62.1, delta: -3 },
      { id: 'dependencies', before: 51, after: 40.25, delta: -10.75 },
      { id: 'docs', before: 83.4, after: 83.4, delta: 0 },
    ],
    measuredDifferently: [
      {
        measure: 'package-age',
        why: 'measured on the baseline, missing now: the release dates of 12 packages are not in the advisory folder',
      },
    ],
    measures: [],
    newFindings: fresh.map((each, at) => ({
      ...each,
      skill:
        ['dependency-guardian', 'refactor-assistant', 'refactor-assistant', 'test-orchestrator'][
          at
        ] ?? '',
    })),
    fixedFindings: [],
    unchangedFindings: 38,
    patchCoverage: { covered: 35, total: 85, changedLines: 190 },
  },
  outcomes: [
    outcome('refactor-assistant', [...fresh.slice(1, 3), ...dull]),
    outcome('test-orchestrator', fresh.slice(3)),
    outcome('dependency-guardian', fresh.slice(0, 1)),
    outcome('doc-generator', []),
    outcome('performance-profiler', [], {
      status: 'unavailable',
      why: 'no benchmark was run; add --bench, or import one with --traces FILE',
    }),
  ],
}

/** An old project whose gate asks only that it does not get worse. */
export const held: Assessment = {
  ...bad,
  run: { ...run, release: 'v0.9.2' },
  gate: {
    enforced: true,
    status: 'pass',
    conditions: [
      condition('score', 'pass', 62.78, 80, 'holds the line at 60 (target 80)'),
      condition('evidence', 'pass', 0.72, 0.5, 'enough was measured'),
    ],
  },
  comparison: null,
  comparisonWhy: 'this is the first commit',
}

/** A change that touches nothing that is measured. */
export const quiet: Assessment = {
  ...good,
  comparison: good.comparison && {
    ...good.comparison,
    score: { before: 88.6, after: 88.6, delta: 0 },
    dimensions: good.comparison.dimensions.map(each => ({ ...each, before: each.after, delta: 0 })),
    fixedFindings: [],
    patchCoverage: { covered: 0, total: 0, changedLines: 4 },
  },
}

export const insufficient: Assessment = {
  ...good,
  run: { ...run, release: null, isDirty: true },
  score: {
    value: 80.5,
    evidence: 0.4,
    bounds: [32.2, 92.2],
    security: null,
    unwaived: 80.5,
    dimensions: [
      dimension('code', 25, 62.5, 82, 51.25, [
        part(['complex-code', 'refactor-assistant', 7, 'percent', 82, 100, 62.5, 11.25]),
      ]),
      silentDimension(
        'tests',
        20,
        'unavailable',
        'no coverage report was found; run the tests with coverage, or use --run-tests',
        [without('line-coverage', 'test-orchestrator', 100, 'no coverage report was found')],
      ),
      silentDimension(
        'dependencies',
        20,
        'unavailable',
        'the advisory service did not answer; use --advisories DIR',
      ),
      dimension('docs', 15, 37.5, 78, 29.25, [
        part(['documented-surface', 'doc-generator', 78, 'percent', 78, 100, 37.5, 8.25]),
      ]),
      silentDimension('performance', 20, 'failed', 'the trace file ended early'),
    ],
  },
  gate: {
    enforced: true,
    status: 'insufficient',
    conditions: [
      condition(
        'evidence',
        'insufficient',
        0.4,
        0.5,
        'little or nothing was measured for tests, dependencies, performance',
      ),
      condition('score', 'pass', 80.5, 80, 'at least 80'),
    ],
  },
  comparison: null,
  comparisonWhy: 'the clone is shallow; run git fetch --unshallow',
  outcomes: [
    outcome('refactor-assistant', dull),
    outcome('test-orchestrator', [], {
      missing: [{ measure: 'line-coverage', why: 'no coverage report was found' }],
      proposals: [
        { why: 'Coverage is a fifth of the score.', command: './scripts/assess.mts --run-tests' },
      ],
    }),
    outcome('performance-profiler', [], { status: 'failed', why: 'the trace file ended early' }),
  ],
}

export const noScore: Assessment = {
  ...insufficient,
  score: {
    value: null,
    evidence: 0.15,
    bounds: [11.7, 96.7],
    security: null,
    unwaived: null,
    dimensions: [
      ...(['code', 'tests', 'dependencies'] as const).map((id, at) =>
        silentDimension(id, [25, 20, 20][at] ?? 0, 'unavailable', 'no source file could be read'),
      ),
      dimension('docs', 15, 100, 78, 78, [
        part(['documented-surface', 'doc-generator', 78, 'percent', 78, 100, 100, 22]),
      ]),
      silentDimension('performance', 20, 'unavailable', 'no benchmark was found'),
    ],
  },
  gate: {
    enforced: false,
    status: 'insufficient',
    conditions: [
      condition(
        'evidence',
        'insufficient',
        0.15,
        0.5,
        'little or nothing was measured for tests, dependencies, performance',
      ),
    ],
  },
  outcomes: [],
}

export const nothing: Assessment = {
  ...good,
  run: { ...run, commit: null, release: null, forge: null, branch: null },
  score: {
    value: null,
    evidence: 0,
    bounds: [0, 100],
    security: null,
    unwaived: null,
    dimensions: [
      silentDimension(
        'code',
        25,
        'not-applicable',
        'There is no source file in a language Shipworthy reads.',
      ),
      silentDimension('tests', 20, 'not-applicable', 'There is no function to test.'),
      silentDimension('dependencies', 20, 'not-applicable', 'There is no dependency manifest.'),
      silentDimension('docs', 15, 'not-applicable', 'There is no public symbol.'),
      silentDimension(
        'performance',
        20,
        'not-applicable',
        'There is neither a benchmark nor a server.',
      ),
    ],
  },
  gate: {
    enforced: false,
    status: 'pass',
    conditions: [
      condition('score', 'not-applicable', null, 80, 'too little was measured for a score'),
    ],
  },
  comparison: null,
  comparisonWhy: 'the folder is no git repository',
  outcomes: [],
}

const HOSTILE = [
  'src/evil\n::error::pwned\u001b[31m.ts',
  'src/](javascript:alert(1))|x|`rm -rf`.ts',
  'src/\u202egnp.exe\u2066.ts',
  '../../etc/@admin #1 <img src=x onerror=alert(1)>.ts',
]

/** Names as an attacker would choose them: every report must show them and none may obey them. */
export const hostile: Assessment = {
  ...bad,
  run: {
    ...bad.run,
    slug: 'evil/\u001b]0;owned\u0007@everyone',
    release: 'v1|<script>alert(1)</script>',
    forge: { url: 'https://github.com/harbour/ferry', kind: 'github' },
  },
  gate: {
    ...bad.gate,
    conditions: [
      condition(
        'score',
        'fail',
        79.996,
        80,
        'Because @admin closed #12, see https://evil.example | ]]> <b>now</b>\n\n# Heading',
      ),
    ],
  },
  comparison: bad.comparison && {
    ...bad.comparison,
    newFindings: HOSTILE.map((path, at) => ({
      ...finding(
        'complex-function',
        'error',
        path,
        at + 1,
        `f${at}`,
        `\`${path}\` | [click](javascript:alert(1)) ![x](http://evil.example/x.png) @org/team closes #7 &amp; ***`,
      ),
      skill: 'refactor-assistant',
    })),
  },
  outcomes: [
    outcome(
      'refactor-assistant',
      HOSTILE.map((path, at) =>
        finding(
          'complex-function',
          'error',
          path,
          at + 1,
          `f${at}`,
          `\`${path}\` | [click](javascript:alert(1)) @org/team closes #7`,
        ),
      ),
    ),
  ],
}

export const waived: Assessment = {
  ...good,
  score: { ...good.score, unwaived: 84.12 },
  outcomes: [
    outcome(
      'refactor-assistant',
      dull.map(each => ({
        ...each,
        waived: 'The planner is replaced in v2 (owner: routes team).',
      })),
    ),
    ...good.outcomes.slice(1),
    outcome('policy', [
      finding(
        'expired-waiver',
        'warn',
        'shipworthy.yml',
        null,
        'old-todo:every path',
        'the waiver of old-todo for every path expired on 2026-02-28; mira owns it',
      ),
    ]),
  ],
}

const undocumented = ['Fare.round', 'Fare.split', 'Fare.total'].map((name, at) =>
  finding('undocumented-symbol', 'note', 'src/fare/index.ts', 40 + at, name, `\`${name}\` is mute`),
)

/** New notes beside new warnings, and two things that must be known before the rest. */
export const noted: Assessment = {
  ...good,
  comparison: good.comparison && {
    ...good.comparison,
    newFindings: [
      ...undocumented.map(each => ({ ...each, skill: 'doc-generator' })),
      ...fresh.slice(2, 3).map(each => ({ ...each, skill: 'refactor-assistant' })),
      ...fresh.slice(3).map(each => ({ ...each, skill: 'test-orchestrator' })),
    ],
  },
  outcomes: [
    outcome('refactor-assistant', [...dull, ...fresh.slice(2, 3)]),
    outcome('test-orchestrator', fresh.slice(3)),
    outcome('doc-generator', undocumented),
  ],
  notes: [
    'This change edits shipworthy.yml: it is judged by the policy it started from (a1b2c3d4), and by its own only after it is merged.',
    'The history of @harbour was cut',
  ],
}

/** Ten thousand findings, all of them new: a report stays a report. */
const flood: readonly Finding[] = Array.from({ length: 10_000 }, (_, at) =>
  finding(
    'complex-function',
    at % 10 === 0 ? 'error' : 'warn',
    `src/module${at % 97}/file${at}.ts`,
    at + 1,
    `run${at}`,
    `\`run${at}\` has a cognitive complexity of ${16 + (at % 40)} (limit 15).`,
  ),
)

export const many: Assessment = {
  ...bad,
  comparison: bad.comparison && {
    ...bad.comparison,
    newFindings: flood.map(each => ({ ...each, skill: 'refactor-assistant' })),
  },
  outcomes: [outcome('refactor-assistant', flood)],
}

const slow = (name: string, percent: number): Finding =>
  finding(
    'slower-benchmark',
    'warn',
    null,
    null,
    name,
    `${name} is ${percent} % slower than the baseline (${percent - 4} to ${percent + 5} %, 20 pairs of runs)`,
  )

const level = (name: string, isConfirmed: boolean): TrendNews['changes'][number] => ({
  ...{ kind: 'benchmark', name, unit: 'seconds', before: 0.012, after: 0.0151, percent: 25.8 },
  ...{ isConfirmed, triage: null },
  suspects: { after: 'a'.repeat(40), upTo: 'b'.repeat(40), also: ['kernel'] },
})

/** Four benchmarks slower side by side, five levels that changed, one of them in doubt, and a drift. */
const slowed = [31, 17, 12, 9].map((percent, nth) => slow(`GET /ferry/${nth}`, percent))
export const slower: Assessment = {
  ...good,
  comparison: good.comparison && {
    ...good.comparison,
    newFindings: [
      ...good.comparison.newFindings,
      ...slowed.map(each => ({ ...each, skill: 'performance-profiler' })),
    ],
  },
  outcomes: [...good.outcomes, outcome('performance-profiler', slowed)],
  trend: {
    branch: good.run.branch,
    changes: [
      ...['parse', 'render', 'dock', 'undock'].map(name => level(name, true)),
      level('load <b>@crew</b>', false),
    ],
    drifts: [
      {
        ...{ kind: 'benchmark', name: 'render', unit: 'seconds', since: 'v1.2.0' },
        ...{ before: 1, after: 1.07, percent: 7, direction: 'worse' },
      },
    ],
    notComparable: [
      {
        kind: 'benchmark',
        name: 'start',
        unit: 'seconds',
        why: 'the processor changed from A to B',
      },
    ],
    measured: ['parse', 'render', 'dock', 'undock', 'start'],
    series: 6,
    points: 40,
  },
}

/** Benchmarks that ran in a container whose overhead is known, one of them with a hostile name. */
const inContainer: Assessment = {
  ...good,
  timedPlace: {
    on: 'container',
    overhead: {
      ...{
        measuredAt: '2026-03-10T08:00:00.000Z',
        engine: 'docker 28.2.2',
        image: 'node',
        pairs: 10,
      },
      cpu: { estimate: 1.24, low: 0.91, high: 1.62 },
      memory: { estimate: 0.31, low: -0.12, high: 0.84 },
      disk: { estimate: 7.05, low: 3.1, high: 12.4 },
    },
    why: null,
    benchmarks: ['parse', 'render <b>@crew</b>', 'dock', 'undock'].map((title, nth) => ({
      ...{ title, unit: 'seconds', raw: 0.01204 * (nth + 1) },
      ...{ estimate: 0.01189 * (nth + 1), low: 0.01071 * (nth + 1), high: 0.01205 * (nth + 1) },
    })),
  },
}

export const all = {
  ...{ good, bad, held, quiet, insufficient, noScore, nothing },
  ...{ hostile, waived, noted, many, slower, inContainer },
}
