/** Does every rule find its fault in real code, that fault alone, and does it move the numbers by what a person predicts? */

import assert from 'node:assert/strict'
import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import type { SkillId } from '../../scripts/core/evidence.mts'
import { settingsOf } from '../../scripts/core/settings.mts'
import { judge } from '../../scripts/core/skill.mts'
import type { TracePattern } from '../../scripts/core/traces/rows.mts'
import { policyRules } from '../../scripts/core/waiver-audit.mts'
import { skills } from '../../scripts/doors/skills.mts'
import { codeLinesIn } from '../../scripts/skills/refactor-assistant/shares.mts'
import { temporaryFolder } from '../support/repo.mts'
import {
  coverableLines,
  findingsIn,
  type Garden,
  type Look,
  lockWith,
  numbersIn,
  openGarden,
  POLICY,
  SOURCES,
  STARTED_AT,
  timed,
  WORKFLOW,
} from './garden.mts'
import { advisory, broken, junit, lcov } from './samples.mts'

/** New values by measure; null for one that can no longer be told. */
type Numbers = Readonly<Record<string, number | null>>

/** A number of the garden before anything was planted. */
type Was = (measure: string) => number

interface Plant {
  readonly rule: string
  readonly plant: (garden: Garden) => void
  /** `path:line` of its finding; '' for one without a place. */
  readonly at: string
  /** What was found before and can no longer be told; else nothing. */
  readonly hides?: readonly string[]
  /** Every number that is another one now. */
  readonly moves: (was: Was, garden: Garden) => Numbers
}

/** Lines of code added: of them in functions, in complex ones, in long ones, copied ones; and faults that weigh. */
interface Added {
  readonly code: number
  readonly functions?: number
  readonly inFunctions?: number
  readonly complex?: number
  readonly long?: number
  readonly copied?: number
  readonly faults?: number
}

const ARGUMENT = 'lib/argument.js'
const ERROR = 'lib/error.js'
const SERVE = 'lib/serve.js'
const REQUIREMENTS = 'docs/requirements.md'

/** Line of a file's end, where what is appended begins. */
const END = { [ARGUMENT]: 148, [ERROR]: 37, [SERVE]: 11 }

/** What lines added to the code do to its numbers: parts and wholes grow, and nothing else. */
const grown =
  (added: Added) =>
  (was: Was): Numbers => {
    const code = was('code-lines')
    const inFunctions = was('lines in functions')
    const share = (name: string, whole: number, part = 0, more = 0) =>
      (100 * ((was(name) * whole) / 100 + part)) / (whole + more)
    const faults = (was('fault-density') * code) / 1000 + (added.faults ?? 0)
    return {
      'code-lines': code + added.code,
      'duplicated-lines': share('duplicated-lines', code, added.copied, added.code),
      'fault-density': (1000 * faults) / (code + added.code),
      ...(added.functions === undefined ? {} : { functions: was('functions') + added.functions }),
      ...(added.inFunctions === undefined
        ? {}
        : {
            'complex-code': share('complex-code', inFunctions, added.complex, added.inFunctions),
            'long-code': share('long-code', inFunctions, added.long, added.inFunctions),
          }),
    }
  }

/** As many commits with these files (one line more in each), a day between each two. */
function commits({ repo, read }: Garden, count: number, paths: readonly string[]): void {
  for (let at = 0; at < count; at++)
    repo.commit(Object.fromEntries(paths.map(path => [path, `${read(path)}// ${at}\n`])))
}

/** One code line each of a condition that holds another: `levels` deep, 2 · levels + 1 lines. */
const nest = (levels: number, variable: string) => [
  ...Array.from({ length: levels }, (_, level) => `if (${variable} > ${level}) {`),
  `${variable} = 0`,
  ...Array<string>(levels).fill('}'),
]

const fn = (body: readonly string[], parameters = 'a, b') =>
  `${[`function planted(${parameters}) {`, ...body, '}'].join('\n')}\n`

const DIGITS = 'aZ3kQ9xW7mB1pR5tYv8Lc2Hd6Jf4Ng0SqUeIo'
const random = (length: number) =>
  Array.from({ length }, (_, at) => DIGITS[(at * 7 + 3) % DIGITS.length]).join('')

/** Made here, so that no scanner takes this file for a leak. */
const secrets = {
  verified: `SG.${random(22)}.${random(43)}`,
  likely: `glpat-${random(20)}`,
  possible: random(24),
}

const waivers = (expires: string) =>
  `${POLICY}waivers:
  - { rule: import-cycle, path: lib/**, reason: old, owner: ada, expires: ${expires} }
`

const SECOND_REQUIREMENT = '- REQ-2: Whoever asks for the options is told all of them.\n'

/** Lines of the report of coverage. */
const coverable = (read: Garden['read']) =>
  SOURCES.map(path => coverableLines(read(path))).flatMap(({ hit, missed }) => [...hit, ...missed])
    .length

/** Commits on top of the release, the first on its day; most source files are not in them. The release has 16 files. */
const history = (count: number, files: number, lines: number) => ({
  ...{ commits: 1 + count, 'commit-files': files, 'commit-lines': lines },
  ...{ 'code-age': count - 1, 'unreleased-commits': count, 'days-since-release': count - 1 },
})

const plants: readonly Plant[] = [
  {
    // 4 levels: 1 + 2 + 3 + 4; 3 levels: 1 + 2 + 3. Together 16, one over the limit.
    rule: 'complex-function',
    plant: ({ append }) => append(ARGUMENT, fn([...nest(4, 'a'), ...nest(3, 'b')])),
    at: `${ARGUMENT}:${END[ARGUMENT]}`,
    moves: grown({ code: 18, functions: 1, inFunctions: 18, complex: 18, faults: 1 }),
  },
  {
    rule: 'long-function',
    plant: ({ append }) =>
      append(ARGUMENT, fn(Array.from({ length: 59 }, (_, n) => `a.step${n}(b.part${n}, ${n})`))),
    at: `${ARGUMENT}:${END[ARGUMENT]}`,
    moves: grown({ code: 61, functions: 1, inFunctions: 61, long: 61 }),
  },
  {
    // 1 + 2 + 3 + 4 + 5 = 15: not yet too complex.
    rule: 'deep-nesting',
    plant: ({ append }) => append(ARGUMENT, fn(nest(5, 'a'))),
    at: `${ARGUMENT}:${END[ARGUMENT]}`,
    moves: grown({ code: 13, functions: 1, inFunctions: 13, faults: 1 }),
  },
  {
    rule: 'long-parameter-list',
    plant: ({ append }) => append(ARGUMENT, fn(['return a'], 'a, b, c, d, e, f, g, h')),
    at: `${ARGUMENT}:${END[ARGUMENT]}`,
    moves: grown({ code: 3, functions: 1, inFunctions: 3 }),
  },
  {
    // Eight methods of 25 lines with six conditions each: 8 · 7 = 56; the first four share nothing with the others.
    rule: 'brain-class',
    plant: ({ append }) => {
      const method = (at: number) => {
        const [one, other] = at < 4 ? ['left', 'up'] : ['right', 'down']
        const conditions = Array.from(
          { length: 6 },
          (_, n) => `if (a > ${at}.${n}) this.${one} = a`,
        )
        const steps = Array.from({ length: 17 }, (_, n) => `this.${other}.step${at}${n}(a, ${n})`)
        return [`method${at}(a) {`, ...conditions, ...steps, '}']
      }
      const methods = Array.from({ length: 8 }, (_, at) => method(at)).flat()
      append(ARGUMENT, `${['class Planted {', ...methods, '}'].join('\n')}\n`)
    },
    at: `${ARGUMENT}:${END[ARGUMENT]}`,
    moves: grown({ code: 202, functions: 8, inFunctions: 200 }),
  },
  {
    // Twelve lines of five tokens and more, twice.
    rule: 'duplicated-code',
    plant: ({ append }) => {
      const lines = Array.from({ length: 12 }, (_, n) => `first.call${n}(second, ${n})\n`)
      append(ARGUMENT, lines.join(''))
      append(ERROR, `planted()\n${lines.join('')}`)
    },
    at: `${ARGUMENT}:${END[ARGUMENT]}`,
    moves: grown({ code: 25, copied: 24, faults: 1 }),
  },
  {
    // command → argument, option → error → command, and command → help → argument: all but suggestSimilar and serve.
    rule: 'import-cycle',
    plant: ({ append }) => append(ERROR, "import './command.js'\n"),
    at: 'lib/command.js:9',
    moves: was => ({
      ...grown({ code: 1, faults: 1 })(was),
      'import-cycles': 1,
      'cyclic-modules': (100 * 5) / 7,
    }),
  },
  {
    rule: 'unused-export',
    plant: ({ append }) => append(ERROR, 'export const planted = 1\n'),
    at: `${ERROR}:${END[ERROR]}`,
    moves: was => ({ ...grown({ code: 1 })(was), 'unused-exports': 100 / (was('internal') + 1) }),
  },
  {
    rule: 'unused-file',
    plant: ({ repo }) => repo.write({ 'lib/planted.js': 'console.log(1)\n' }),
    at: 'lib/planted.js:1',
    moves: was => ({ ...grown({ code: 1 })(was), 'source-files': 8, 'unused-files': 1 }),
  },
  {
    // Its line counts as code of the project; shares are of the code that could be read. It may hold functions, and no test imports it.
    rule: 'unparsed-file',
    plant: ({ repo }) => repo.write({ 'lib/planted.js': broken }),
    at: 'lib/planted.js:1',
    moves: was => ({
      'code-lines': was('code-lines') + 1,
      'fault-density': was('fault-density') + 1000 / was('code-lines'),
      ...{ 'source-files': 8, 'unparsed-files': 1, 'unreached-files': 1 },
    }),
  },
  {
    rule: 'undocumented-symbol',
    plant: ({ repo, read }) => {
      const path = 'lib/command.js'
      repo.write({ [path]: read(path).replace(/\/\*\*(?=\s+\* Define a command\.)/, '/*') })
    },
    at: 'lib/command.js:156',
    moves: was => ({
      'undocumented-symbols': was('undocumented-symbols') + 1,
      'documented-surface': was('documented-surface') - 100 / was('public-symbols'),
    }),
  },
  {
    // The constructor of its first class takes an exitCode.
    rule: 'stale-parameter',
    plant: ({ repo, read }) =>
      repo.write({ [ERROR]: read(ERROR).replace('{number} exitCode', '{number} status') }),
    at: `${ERROR}:7`,
    moves: () => ({ 'stale-parameters': 1 }),
  },
  {
    rule: 'broken-link',
    plant: ({ append }) => append('README.md', '\n[How options are read](lib/options.js)\n'),
    at: 'README.md:17',
    moves: () => ({ 'broken-links': 1 }),
  },
  {
    // One of four questions.
    rule: 'readme-gap',
    plant: ({ repo, read }) =>
      repo.write({ 'README.md': read('README.md').replace('## Licence\n\nMIT\n', '') }),
    at: 'README.md',
    moves: () => ({ 'readme-essentials': 75 }),
  },
  {
    rule: 'untraced-requirement',
    plant: ({ append }) => append(REQUIREMENTS, SECOND_REQUIREMENT),
    at: `${REQUIREMENTS}:4`,
    moves: () => ({ requirements: 2, 'traced-requirements': 50, 'tested-requirements': 50 }),
  },
  {
    rule: 'untested-requirement',
    plant: ({ append }) => {
      append(REQUIREMENTS, SECOND_REQUIREMENT)
      append(SERVE, '// REQ-2\n')
    },
    at: `${REQUIREMENTS}:4`,
    moves: () => ({ requirements: 2, 'tested-requirements': 50 }),
  },
  {
    rule: 'missing-route',
    plant: ({ append }) =>
      append(
        'openapi.yaml',
        "  /options:\n    get: { responses: { '200': { description: All } } }\n",
      ),
    at: 'openapi.yaml:7',
    moves: () => ({ 'api-operations': 2, 'missing-routes': 1 }),
  },
  {
    rule: 'undocumented-route',
    plant: ({ append }) => append(SERVE, "app.get('/options', commands)\n"),
    at: `${SERVE}:${END[SERVE]}`,
    moves: was => ({
      ...grown({ code: 1 })(was),
      routes: 2,
      endpoints: 2,
      'undocumented-routes': 1,
    }),
  },
  {
    rule: 'unreadable-specification',
    plant: ({ repo }) => repo.write({ 'more/openapi.yaml': 'openapi: 3.1.0\npaths: {\n' }),
    at: 'more/openapi.yaml',
    moves: () => ({}),
  },
  {
    rule: 'broken-budget',
    plant: ({ repo }) => repo.write({ 'bench.json': timed(0.03) }),
    at: '',
    moves: () => ({ 'budgets-kept': 0 }),
  },
  {
    rule: 'leaked-secret',
    plant: ({ repo }) =>
      repo.write({ 'config/mail.json': `{\n"mail": "${secrets.verified}"\n}\n` }),
    at: 'config/mail.json:2',
    moves: () => ({ 'leaked-secrets': 1 }),
  },
  {
    rule: 'likely-secret',
    plant: ({ repo }) => repo.write({ 'config/forge.json': `{ "forge": "${secrets.likely}" }\n` }),
    at: 'config/forge.json:1',
    moves: () => ({ 'suspected-secrets': 1 }),
  },
  {
    rule: 'possible-secret',
    plant: ({ repo }) =>
      repo.write({ 'config/base.json': `{ "password": "${secrets.possible}" }\n` }),
    at: 'config/base.json:1',
    moves: () => ({ 'suspected-secrets': 1 }),
  },
  {
    rule: 'committed-secret',
    plant: ({ repo }) => {
      repo.commit({ 'config/mail.json': `{ "mail": "${secrets.verified}" }\n` })
      repo.commit({ 'config/mail.json': '{}\n' })
    },
    at: 'config/mail.json',
    // One line came, then one went and one came.
    moves: () => ({ ...history(2, 1, 2), 'committed-secrets': 1 }),
  },
  {
    rule: 'hotspot',
    plant: garden => commits(garden, 5, ['lib/command.js']),
    at: 'lib/command.js',
    moves: () => ({ ...history(5, 1, 1), hotspots: 1, 'single-owner-files': 1 }),
  },
  {
    rule: 'change-coupling',
    plant: garden => commits(garden, 4, [ARGUMENT, ERROR]),
    at: ARGUMENT,
    moves: () => ({ ...history(4, 2, 2), 'coupled-pairs': 1, 'single-owner-files': 2 }),
  },
  {
    rule: 'unreleased-breaking-change',
    plant: ({ repo }) => void repo.commit({ 'NOTES.txt': 'a\n' }, 'feat!: another way in'),
    at: '',
    moves: was => ({
      ...history(1, (16 + 1) / 2, (was('commit-lines') + 1) / 2),
      'conventional-commits': 50,
      'unreleased-breaking-changes': 1,
    }),
  },
  {
    rule: 'failing-test',
    plant: ({ repo }) => repo.write({ 'junit.xml': junit(3, 1) }),
    at: '',
    moves: () => ({ 'failing-tests': 1 }),
  },
  {
    rule: 'flaky-test',
    plant: ({ repo, read }) =>
      repo.write({ 'junit.xml': read('junit.xml').replace('/>', '><flakyFailure/></testcase>') }),
    at: '',
    moves: () => ({ 'flaky-tests': 1 }),
  },
  {
    rule: 'slow-test',
    plant: ({ repo, read }) =>
      repo.write({ 'junit.xml': read('junit.xml').replace('/>', ' time="6"/>') }),
    at: '',
    moves: () => ({ 'slowest-test': 6, 'test-seconds': 6 }),
  },
  {
    // Five decisions, and nothing of it ran: 6² + 6 is 42, and 30 is allowed.
    rule: 'risky-function',
    plant: ({ append }) => {
      append(ARGUMENT, fn(['return a && b && a.c && b.d && a.e && b.f']))
      append('lcov.info', lcov({ [ARGUMENT]: { missed: [END[ARGUMENT] + 1] } }))
    },
    at: `${ARGUMENT}:${END[ARGUMENT]}`,
    moves: (was, { read }) => {
      const lines = coverable(read)
      return {
        ...grown({ code: 3, functions: 1, inFunctions: 3 })(was),
        'risky-functions': was('risky-functions') + 1,
        'line-coverage': (was('line-coverage') * lines) / (lines + 1),
      }
    },
  },
  {
    rule: 'untested-file',
    plant: ({ cover }) => cover(ERROR),
    at: ERROR,
    moves: (was, { read }) => {
      const lost = coverableLines(read(ERROR)).hit.length
      return { 'line-coverage': was('line-coverage') - (100 * lost) / coverable(read) }
    },
  },
  {
    // The requirement goes too: without tests it would be an untested one. Of the riskiest function (complexity 42)
    // nobody knows any more how much of it ran.
    rule: 'no-tests',
    plant: ({ repo: { dir } }) => {
      for (const path of ['test', REQUIREMENTS, 'lcov.info', 'junit.xml'])
        rmSync(join(dir, path), { recursive: true })
    },
    at: '',
    hides: ['risky-function lib/command.js:1760'],
    moves: () => ({
      ...{ 'line-coverage': 0, 'test-files': 0, 'test-code-lines': 0 },
      ...{ 'failing-tests': null, 'flaky-tests': null, 'passing-tests': null },
      ...{ 'skipped-tests': null, 'test-seconds': null },
      ...{ 'risky-functions': null, 'unreached-files': null },
      ...{ requirements: 0, 'traced-requirements': null, 'tested-requirements': null },
    }),
  },
  {
    rule: 'unusable-report',
    plant: ({ repo }) => repo.write({ 'coverage.xml': '<coverage><packages>' }),
    at: '',
    moves: () => ({}),
  },
  {
    rule: 'vulnerable-package',
    plant: ({ advisories }) =>
      writeFileSync(join(advisories, 'once.json'), advisory('once', 'HIGH')),
    at: 'package-lock.json',
    // 7 points, 3 packages, and no import of it.
    moves: () => ({ 'vulnerable-packages': 1, 'vulnerability-weight': 700 / 3 }),
  },
  {
    rule: 'weakly-vulnerable-package',
    plant: ({ advisories }) =>
      writeFileSync(join(advisories, 'once.json'), advisory('once', 'LOW')),
    at: 'package-lock.json',
    moves: () => ({ 'vulnerable-packages': 1, 'vulnerability-weight': 100 / 3 }),
  },
  {
    rule: 'unlocked-manifest',
    plant: ({ repo }) =>
      repo.write({
        'tool/package.json': '{ "private": true, "dependencies": { "ms": "^2.0.0" } }',
      }),
    at: 'tool/package.json',
    moves: () => ({
      ...{ packages: 4, 'direct-packages': 4, 'unknown-licences': 4 },
      ...{ 'unlocked-manifests': 1, 'dependency-hygiene': 75 },
    }),
  },
  {
    rule: 'unreadable-lockfile',
    plant: ({ repo }) => repo.write({ 'tool/package-lock.json': '{' }),
    at: 'tool/package-lock.json',
    moves: () => ({}),
  },
  {
    rule: 'duplicate-version',
    plant: ({ repo }) =>
      repo.write(lockWith('node_modules/once/node_modules/wrappy', { version: '1.0.1' })),
    at: 'package-lock.json',
    moves: () => ({
      ...{ packages: 4, 'unknown-licences': 4 },
      ...{ 'duplicate-versions': 100 / 3, 'dependency-hygiene': 200 / 3 },
    }),
  },
  {
    rule: 'denied-licence',
    plant: ({ repo }) => repo.write(lockWith('node_modules/once', { license: 'GPL-3.0-only' })),
    at: 'package-lock.json',
    moves: () => ({
      ...{ 'unknown-licences': 2, 'denied-licences': 1, 'dependency-hygiene': 200 / 3 },
    }),
  },
  {
    rule: 'floating-reference',
    plant: ({ repo }) =>
      repo.write({ '.github/workflows/test.yml': `${WORKFLOW}      - uses: actions/cache@main\n` }),
    at: '.github/workflows/test.yml:7',
    moves: () => ({ 'pinned-references': 50 }),
  },
  {
    rule: 'unpinned-reference',
    plant: ({ repo }) =>
      repo.write({ '.github/workflows/test.yml': `${WORKFLOW}      - uses: actions/cache@v4\n` }),
    at: '.github/workflows/test.yml:7',
    moves: () => ({ 'pinned-references': 50 }),
  },
  {
    rule: 'expired-waiver',
    plant: ({ repo }) => repo.write({ 'shipworthy.yml': waivers('2026-01-31') }),
    at: 'shipworthy.yml',
    moves: () => ({}),
  },
  {
    rule: 'stale-waiver',
    plant: ({ repo }) => repo.write({ 'shipworthy.yml': waivers('2026-02-01') }),
    at: 'shipworthy.yml',
    moves: () => ({}),
  },
]

/** Ten pairs of runs: the least that can decide. */
const BASE = Array.from({ length: 10 }, (_, run) => 1 + run / 100)

const gate = (base: readonly number[], worse: number) => ({
  pairs: [{ title: 'parse', better: 'lower', base, head: base.map(each => each * worse) }],
  ...{ notComparable: [], notes: [], operations: [] },
})

/** One operation of which all ten requests were fast. */
const OPERATION = {
  ...{ service: 'shop', operation: 'GET /sails', release: null, count: 10, queries: 1 },
  ...{ p50: 10, p95: 20, p99: 30, errorRate: 0, apdex: 1, perSecond: 1, selfMs: 1, queriesMs: 1 },
  ...{ steps: [], exampleTraceIds: [] },
}

/** A pattern in every request of it, no more than is just enough for a suggestion. */
const traced = (rule: string, pattern: Pick<TracePattern, 'kind'> & Partial<TracePattern>) => ({
  rule,
  skill: 'performance-profiler' as const,
  evidence: {
    traces: {
      ...NO_PATTERN,
      patterns: [
        {
          ...{ service: 'shop', operation: 'GET /sails', release: null, requests: 10, of: 10 },
          ...{ subject: 'SELECT a FROM sails WHERE b = ?', calls: 1, ms: 1, rows: null },
          ...{ traceId: 'c0ffee', spanIds: [], code: null },
          ...pattern,
        },
      ],
    },
  },
  moves: { suggestions: 1 },
})

const NO_PATTERN = { traces: [], patterns: [], received: {}, omittedOperations: 0 }

/** A change without a file: what there was before it is what there is. */
const NO_CHANGE = {
  ...{ since: { commit: 'c0ffee', release: null }, files: [], changelog: null },
  ...{ api: { names: 66, breaks: [], added: [] }, documentsTouched: 0, authors: [], unread: null },
}

/** What the skills would have seen of a garden with an idle machine, traces and a change. */
const QUIET: Partial<Record<SkillId, object>> = {
  'code-instrumenter': { services: [] },
  'doc-generator': { examples: { status: 'ran', rows: [] } },
  'environment-profiler': { loadAverage: 0 },
  'performance-profiler': { operations: [OPERATION], traces: NO_PATTERN },
  'pr-review-assistant': NO_CHANGE,
}

/** What only a network, a busy machine, timed runs, traces or a change would show is planted into what the skill saw. */
const seen: readonly {
  readonly rule: string
  readonly skill: SkillId
  readonly evidence: object
  /** What another skill saw instead, before and after. */
  readonly needed?: object
  readonly moves: Numbers
}[] = [
  {
    rule: 'busy-machine',
    skill: 'environment-profiler',
    evidence: { loadAverage: 1000 },
    moves: {},
  },
  {
    // Of two TODOs one was there before the window.
    rule: 'old-todo',
    skill: 'git-workflow-assistant',
    evidence: {
      todos: [true, false].map((isOld, at) => ({
        ...{ path: ERROR, line: at + 1, word: 'TODO', key: `${at}`, isOld },
      })),
    },
    moves: { todos: 2, 'old-todos': 1 },
  },
  {
    // Two years and a day; asked of three, answered for one.
    rule: 'outdated-package',
    skill: 'dependency-guardian',
    evidence: {
      publications: {
        status: 'answered',
        rows: [
          {
            ...{ ecosystem: 'npm', name: 'once', version: '1.4.0', newest: '2.0.0' },
            ...{ publishedAt: '2023-01-01T00:00:00Z', newestAt: '2025-01-01T00:00:00Z' },
          },
        ],
      },
    },
    moves: { 'age-behind': 731, libyears: 731 / 365.25 },
  },
  {
    rule: 'no-pipeline',
    skill: 'cicd-generator',
    evidence: { pipelines: [] },
    moves: { pipelines: 0 },
  },
  {
    rule: 'dark-application',
    skill: 'code-instrumenter',
    evidence: {
      services: [
        {
          ...{ name: 'shop', foreign: null, edits: [], notes: [], clients: [] },
          applications: [
            { framework: 'flask', status: 'open', path: 'app.py', line: 3, why: null, paste: null },
          ],
          endpoints: [{}],
        },
      ],
    },
    moves: { applications: 1, endpoints: 1, 'traced-endpoints': 0 },
  },
  {
    // The one decided benchmark is slower.
    rule: 'slower-benchmark',
    skill: 'performance-profiler',
    evidence: { gate: gate(BASE, 1.2) },
    moves: { 'benchmark-change parse': 20, 'slower-benchmarks': 1, 'steady-benchmarks': 0 },
  },
  {
    // Two pairs decide nothing: of none it can be said that it is steady.
    rule: 'inconclusive-benchmark',
    skill: 'performance-profiler',
    evidence: { gate: gate(BASE.slice(0, 2), 1.2) },
    moves: { 'benchmark-change parse': 20, 'slower-benchmarks': 0 },
  },
  {
    rule: 'broken-example',
    skill: 'doc-generator',
    evidence: {
      examples: {
        status: 'ran',
        rows: [
          {
            ...{ path: 'README.md', line: 13, language: 'js', verdict: 'broken' },
            why: 'commander does not export Commando',
          },
        ],
      },
    },
    moves: { 'broken-examples': 1 },
  },
  {
    rule: 'incomparable-benchmark',
    skill: 'performance-profiler',
    evidence: {
      gate: {
        pairs: [],
        notComparable: [{ title: 'parse', why: 'it is new' }],
        notes: [],
        operations: [],
      },
    },
    moves: {},
  },
  {
    rule: 'benchmark-conditions',
    skill: 'performance-profiler',
    evidence: {
      gate: {
        ...{ pairs: [], notComparable: [], operations: [] },
        notes: ['Time ran out after 3 rounds of benchmarks: raise --timeout.'],
      },
    },
    moves: {},
  },
  {
    rule: 'broken-threshold',
    skill: 'performance-profiler',
    evidence: { broken: ['p(95)<200'] },
    moves: {},
  },
  {
    rule: 'unusable-result',
    skill: 'performance-profiler',
    evidence: { unusable: [{ report: 'old.json', why: 'it is older than lib/error.js' }] },
    moves: {},
  },
  traced('query-per-row', { kind: 'repeated-query', calls: 5 }),
  traced('identical-query', { kind: 'identical-query', calls: 3 }),
  traced('slow-query', { kind: 'slow-query', ms: 100 }),
  traced('missing-index', { kind: 'slow-query', ms: 100, rows: 1 }),
  traced('sequential-calls', { kind: 'sequential-calls', calls: 2, ms: 50 }),
  traced('chatty-host', { kind: 'repeated-call', calls: 5 }),
  {
    rule: 'api-break',
    skill: 'pr-review-assistant',
    evidence: {
      api: {
        ...NO_CHANGE.api,
        breaks: [
          {
            ...{ path: ERROR, line: 4, name: 'CommanderError', kind: 'removed', isSure: true },
            message: 'the public class CommanderError is gone',
          },
        ],
      },
    },
    moves: { 'api-breaks': 1 },
  },
  {
    // Three revisions are the least that tells a change log that people keep.
    rule: 'missing-changelog',
    skill: 'pr-review-assistant',
    evidence: {
      api: { ...NO_CHANGE.api, added: [{ path: ERROR, line: 4, name: 'CommanderError' }] },
      changelog: { path: 'CHANGELOG.md', isTouched: false },
    },
    needed: {
      'git-workflow-assistant': {
        ...{ files: [{ path: 'CHANGELOG.md', revisions: 3 }], commits: [], unread: null },
      },
    },
    moves: { 'api-additions': 1 },
  },
  {
    // A line of a function without a decision, in a file of one commit: size 1/200, complexity 0, churn 1/20, and all
    // of it untested. Four parts are known.
    rule: 'untested-change',
    skill: 'pr-review-assistant',
    evidence: {
      files: [
        {
          ...{ path: ARGUMENT, from: null, role: 'source', kind: 'edited', owners: [] },
          ...{ added: 1, deleted: 0, ranges: [[120, 120]] },
        },
      ],
    },
    moves: {
      ...{ 'changed-files': 1, 'added-source-lines': 1, 'untested-lines': 1 },
      'change-risk': (100 * ((1 + 1 / 200) * (1 + 1 / 20) * 2 - 1)) / (2 ** 4 - 1),
    },
  },
]

const round = (value: number | null) => (value === null ? null : Number(value.toFixed(6)))

const rounded = (numbers: Numbers) =>
  Object.fromEntries(
    Object.entries(numbers)
      .map(([name, value]) => [name, round(value)] as const)
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  )

function moved(from: ReadonlyMap<string, number>, to: ReadonlyMap<string, number>): Numbers {
  const names = [...new Set([...from.keys(), ...to.keys()])]
  return rounded(
    Object.fromEntries(
      names
        .filter(name => round(from.get(name) ?? null) !== round(to.get(name) ?? null))
        .map(name => [name, to.get(name) ?? null]),
    ),
  )
}

const placesIn = (look: Look) =>
  findingsIn(look).map(({ rule, path, line }) =>
    `${rule} ${path ?? ''}${line === null ? '' : `:${line}`}`.trim(),
  )

/** Findings of `b` that `a` lacks. */
function more(a: readonly string[], b: readonly string[]): string[] {
  const left = [...a]
  return b.filter(each => {
    const at = left.indexOf(each)
    if (at >= 0) left.splice(at, 1)
    return at < 0
  })
}

/** Without a change there is nothing to ask. */
const UNASKED = ['code-search', 'pr-review-assistant']

test('every rule of every skill is planted somewhere', () => {
  const rules = [...skills.flatMap(({ rules }) => Object.keys(rules)), ...Object.keys(policyRules)]
  assert.deepEqual([...plants, ...seen].map(({ rule }) => rule).sort(), rules.sort())
})

test('in the sources of commander', async t => {
  process.env.SHIPWORTHY_CACHE = temporaryFolder(t)
  const garden = openGarden(t)
  const calm = await garden.look()
  const numbers = numbersIn(calm)
  const silent = calm.outcomes.filter(({ status }) => status !== 'judged')
  assert.deepEqual(
    silent.map(({ skill, status }) => `${skill} ${status}`),
    UNASKED.map(skill => `${skill} not-applicable`),
  )
  const was: Was = name => {
    const { functions, modules } = calm.evidence['refactor-assistant'] ?? assert.fail()
    if (name === 'lines in functions') return codeLinesIn(functions)
    if (name === 'internal') return modules.usage?.internal ?? assert.fail()
    return numbers.get(name) ?? assert.fail(`nothing says ${name}`)
  }
  /** What is predicted to stay what it was is no move. */
  const predicted = (moves: Numbers) =>
    rounded(
      Object.fromEntries(
        Object.entries(moves).filter(
          ([name, value]) => round(value) !== round(numbers.get(name) ?? null),
        ),
      ),
    )

  for (const { rule, plant, at, hides = [], moves } of plants)
    await t.test(`${rule} alone is found, moves what was predicted, and goes again`, async () => {
      plant(garden)
      const now = await garden.look()
      const [before, during] = [calm, now].map(placesIn) as [string[], string[]]
      try {
        assert.deepEqual(more(before, during), [`${rule} ${at}`.trim()])
        assert.deepEqual(more(during, before), hides)
        assert.deepEqual(moved(numbers, numbersIn(now)), predicted(moves(was, garden)))
      } finally {
        garden.restore()
      }
      const after = await garden.look()
      assert.deepEqual(findingsIn(after), findingsIn(calm))
      assert.deepEqual(numbersIn(after), numbers)
    })

  for (const { rule, skill: id, evidence, needed, moves } of seen)
    await t.test(`${rule} alone is found in what the skill saw`, () => {
      const skill = skills.find(each => each.id === id) ?? assert.fail()
      const settings = settingsOf(skill, calm.policy, STARTED_AT)
      const judged = (more: object) => {
        const saw = { ...calm.evidence[id], ...QUIET[id], ...more }
        return { outcomes: [judge(skill, saw, settings, { ...calm.evidence, ...needed }, 0)] }
      }
      const [quiet, loud] = [judged({}), judged(evidence)]
      const rules = ({ outcomes }: typeof quiet) =>
        outcomes.flatMap(({ findings }) => findings.map(each => each.rule))
      assert.deepEqual(more(rules(quiet), rules(loud)), [rule])
      assert.deepEqual(moved(numbersIn(quiet), numbersIn(loud)), rounded(moves))
    })
})
