/** Does every rule find its fault in real code, that fault alone, and does it move the numbers by what a person predicts? */

import assert from 'node:assert/strict'
import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import type { SkillId } from '../../scripts/core/evidence.mts'
import { settingsOf } from '../../scripts/core/settings.mts'
import { judge } from '../../scripts/core/skill.mts'
import { policyRules } from '../../scripts/core/waiver-audit.mts'
import { skills } from '../../scripts/doors/skills.mts'
import { codeLinesIn } from '../../scripts/skills/refactor-assistant/shares.mts'
import { temporaryFolder } from '../support/repo.mts'
import {
  coverableLines,
  findingsIn,
  type Garden,
  type Look,
  numbersIn,
  openGarden,
  SOURCES,
  STARTED_AT,
  WORKFLOW,
} from './garden.mts'
import { advisory, broken, junit, npmLock } from './samples.mts'

/** New values by measure; null for one that can no longer be told. */
type Numbers = Readonly<Record<string, number | null>>

/** A number of the garden before anything was planted. */
type Was = (measure: string) => number

interface Plant {
  readonly rule: string
  readonly plant: (garden: Garden) => void
  /** `path:line` of its finding; '' for one without a place. */
  readonly at: string
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

/** Line of a file's end, where what is appended begins. */
const END = { [ARGUMENT]: 148, [ERROR]: 37 }

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

const lockWith = (place: string, entry: object) => {
  const versions = { 'left-pad': '1.3.0', once: '1.4.0', wrappy: '1.0.2' }
  const files = npmLock(versions, { exports: './lib/command.js' })
  const lock = JSON.parse(String(files['package-lock.json']))
  lock.packages[place] = { ...lock.packages[place], ...entry }
  return { 'package-lock.json': JSON.stringify(lock) }
}

const waivers = (expires: string) =>
  `skills: { dependency-guardian: { licences: { deny: [GPL-3.0-only] } } }
waivers:
  - { rule: import-cycle, path: lib/**, reason: old, owner: ada, expires: ${expires} }
`

/** Commits on top of the release, the first on its day; most source files are not in them. The release has 12 files. */
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
    // command → argument, option → error → command, and command → help → argument: all but suggestSimilar.
    rule: 'import-cycle',
    plant: ({ append }) => append(ERROR, "import './command.js'\n"),
    at: 'lib/command.js:9',
    moves: was => ({
      ...grown({ code: 1, faults: 1 })(was),
      'import-cycles': 1,
      'cyclic-modules': (100 * 5) / 6,
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
    moves: was => ({ ...grown({ code: 1 })(was), 'source-files': 7, 'unused-files': 1 }),
  },
  {
    // Its line counts as code of the project; shares are of the code that could be read.
    rule: 'unparsed-file',
    plant: ({ repo }) => repo.write({ 'lib/planted.js': broken }),
    at: 'lib/planted.js:1',
    moves: was => ({
      'code-lines': was('code-lines') + 1,
      'fault-density': was('fault-density') + 1000 / was('code-lines'),
      ...{ 'source-files': 7, 'unparsed-files': 1 },
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
      ...history(1, (12 + 1) / 2, (was('commit-lines') + 1) / 2),
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
    rule: 'untested-file',
    plant: ({ cover }) => cover(ERROR),
    at: ERROR,
    moves: (was, { read }) => {
      const lines = SOURCES.map(path => coverableLines(read(path)))
      const total = lines.flatMap(({ hit, missed }) => [...hit, ...missed]).length
      const lost = coverableLines(read(ERROR)).hit.length
      return { 'line-coverage': was('line-coverage') - (100 * lost) / total }
    },
  },
  {
    rule: 'no-tests',
    plant: ({ repo: { dir } }) => {
      for (const path of ['test', 'lcov.info', 'junit.xml'])
        rmSync(join(dir, path), { recursive: true })
    },
    at: '',
    moves: () => ({
      ...{ 'line-coverage': 0, 'test-files': 0, 'test-code-lines': 0 },
      ...{ 'failing-tests': null, 'passing-tests': null },
      ...{ 'skipped-tests': null, 'test-seconds': null },
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

/** What only a network or a busy machine would show is planted into what the skill saw. */
const seen: readonly {
  readonly rule: string
  readonly skill: SkillId
  readonly evidence: object
  readonly moves: Numbers
}[] = [
  {
    rule: 'busy-machine',
    skill: 'environment-profiler',
    evidence: { loadAverage: 1000 },
    moves: {},
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

test('every rule of every skill is planted somewhere', () => {
  const rules = [...skills.flatMap(({ rules }) => Object.keys(rules)), ...Object.keys(policyRules)]
  assert.deepEqual([...plants, ...seen].map(({ rule }) => rule).sort(), rules.sort())
})

test('in the sources of commander', async t => {
  process.env.SHIPWORTHY_CACHE = temporaryFolder(t)
  const garden = openGarden(t)
  const calm = await garden.look()
  const numbers = numbersIn(calm)
  assert.ok(calm.outcomes.every(({ status }) => status === 'judged'))
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

  for (const { rule, plant, at, moves } of plants)
    await t.test(`${rule} alone is found, moves what was predicted, and goes again`, async () => {
      plant(garden)
      const now = await garden.look()
      const [before, during] = [calm, now].map(placesIn) as [string[], string[]]
      try {
        assert.deepEqual(more(before, during), [`${rule} ${at}`.trim()])
        assert.deepEqual(more(during, before), [])
        assert.deepEqual(moved(numbers, numbersIn(now)), predicted(moves(was, garden)))
      } finally {
        garden.restore()
      }
      const after = await garden.look()
      assert.deepEqual(findingsIn(after), findingsIn(calm))
      assert.deepEqual(numbersIn(after), numbers)
    })

  for (const { rule, skill: id, evidence, moves } of seen)
    await t.test(`${rule} alone is found in what the skill saw`, () => {
      const skill = skills.find(each => each.id === id) ?? assert.fail()
      const settings = settingsOf(skill, calm.policy, STARTED_AT)
      const judged = (more: object) => {
        const saw = { ...(calm.evidence[id] as object), ...more }
        return { outcomes: [judge(skill, saw, settings, calm.evidence, 0)] }
      }
      const [quiet, loud] = [judged(QUIET), judged({ ...QUIET, ...evidence })]
      const rules = ({ outcomes }: typeof quiet) =>
        outcomes.flatMap(({ findings }) => findings.map(each => each.rule))
      assert.deepEqual(more(rules(quiet), rules(loud)), [rule])
      assert.deepEqual(moved(numbersIn(quiet), numbersIn(loud)), rounded(moves))
    })
})

const QUIET = { loadAverage: 0 }
