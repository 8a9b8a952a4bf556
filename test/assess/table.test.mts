/** Does every kind of project get the score, the evidence, the gate and the exit code that docs/score.md gives it? */

import assert from 'node:assert/strict'
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, type TestContext, test } from 'node:test'
import { type Door, openDoor, type Said } from '../support/door.mts'
import { type TestRepo, temporaryFolder, testRepo } from '../support/repo.mts'
import {
  advisory,
  broken,
  type Files,
  junit,
  lcov,
  leave,
  npmLock,
  sound,
  tangled,
  unexplained,
} from './samples.mts'

interface Built {
  readonly project: string
  readonly args?: readonly string[]
  readonly variables?: Readonly<Record<string, string>>
}

interface Row {
  readonly name: string
  readonly build: (t: TestContext, door: Door) => Built | Promise<Built>
  readonly score: number | null
  readonly evidence: number
  readonly gate: 'pass' | 'fail' | 'insufficient'
  readonly code: number
  readonly also?: (said: Said, door: Door, built: Built) => void | Promise<void>
}

/** Weights that apply to most rows, without a lock file: code 25 + tests 20 + docs 15 = 60. */
const ONE: Files = { 'src/a.ts': sound('a') }
const COVERED = lcov({ 'src/a.ts': { hit: [2, 3] } })
const TEST: Files = { 'test/a.test.ts': "import '../src/a.ts'\n" }

function repoOf(t: TestContext, files: Files): TestRepo {
  const repo = testRepo(t)
  repo.commit(files)
  return repo
}

/** One sound function and a test; a report says which of its lines ran. */
function reported(t: TestContext, report: string, secondsOld = 0, files: Files = {}): TestRepo {
  const repo = repoOf(t, { ...ONE, ...TEST, ...files })
  leave(repo.dir, 'lcov.info', report, secondsOld)
  return repo
}

const gated = ({ dir }: TestRepo): Built => ({ project: dir, args: ['--gate'] })

const many = (count: number, text: (name: string) => string): Files =>
  Object.fromEntries(
    Array.from({ length: count }, (_, i) => [`src/f${i}.ts`, text(`f${i}`)] as const),
  )

/** On a branch whose main has `before`, the files of `after`. */
function branched(t: TestContext, before: Files, after: Files): TestRepo {
  const repo = repoOf(t, before)
  repo.git('checkout', '--quiet', '-b', 'topic')
  repo.commit(after)
  return repo
}

const ruleOf = ({ rule }: { readonly rule: string }) => rule

/** Says something of the project, not of how busy the machine is. */
const ofProject = (rule: string) => rule !== 'busy-machine'

const part = ({ json }: Said, name: string) =>
  json.score.dimensions.flatMap(({ parts }) => parts).find(({ measure }) => measure === name)

const condition = ({ json }: Said, id: string) => json.gate.conditions.find(each => each.id === id)

const rows: readonly Row[] = [
  {
    // Nothing to deduct, everything answered.
    name: 'a sound project whose lines all ran',
    build: t => gated(reported(t, COVERED)),
    ...{ score: 100, evidence: 1, gate: 'pass', code: 0 },
  },
  {
    // 10,000 hundredths by 25:20:15 are 41.67, 33.33, 25.00; without a test the 33.33 are gone.
    name: 'no tests at all',
    build: t => ({ project: repoOf(t, ONE).dir }),
    ...{ score: 66.67, evidence: 1, gate: 'fail', code: 0 },
    also: said =>
      assert.deepEqual(
        said.json.outcomes.flatMap(({ findings }) => findings.map(ruleOf)).filter(ofProject),
        ['no-tests'],
      ),
  },
  {
    // Half the surface is explained: 25.00 − 12.50.
    name: 'one of two functions documented',
    build: t =>
      gated(
        reported(t, lcov({ 'src/a.ts': { hit: [3, 6] } }), 0, {
          'src/a.ts': sound('a') + unexplained('b'),
        }),
      ),
    ...{ score: 87.5, evidence: 1, gate: 'pass', code: 0 },
  },
  {
    // 16 of 64 lines in functions are tangled: 25 % is `poor` and scores 50. Without a package.json
    // unused exports do not apply, so the part has 35 of 95; its findings are off and cost nothing.
    name: 'a quarter of the code is tangled',
    build: t =>
      gated(
        reported(t, lcov({ 'src/a.ts': { hit: [3] } }), 0, {
          'src/a.ts': tangled('a'),
          ...many(16, sound),
          'shipworthy.yml':
            'levels: { complex-function: off, deep-nesting: off }\nskills: { test-orchestrator: { reports: [lcov.info] } }\n',
        }),
      ),
    // The report mentions 1 of 17 files: (25 + 20/17 + 15) / 60. 10,000 by 25 : 1.176 : 15 are 60.71, 2.86, 36.43;
    // 35/95 of 60.71 are 22.37 (largest remainders); 25 % scores 65.65 between 12 (90) and 35 (50), so 7.68 are lost.
    ...{ score: 92.32, evidence: 0.686275, gate: 'pass', code: 0 },
  },
  {
    // Two of 100 packages are critical (10 each): 20 per 100 is `poor` and scores 50. The package.json names no module
    // that is entered: an application, whose documents are not asked for, and 5 of 100 are missing in code: 23.75+20+20 = 63.75
    // of 65 answered. Dependencies have 20/63.75 of the points, 31.37, three quarters of it for vulnerabilities: 23.53, half of which is 11.76.
    name: 'two critical packages of a hundred',
    build: t => {
      const names = Array.from({ length: 100 }, (_, i) => [`pkg-${i}`, '1.0.0'] as const)
      const repo = reported(t, COVERED, 0, npmLock(Object.fromEntries(names)))
      const advisories = temporaryFolder(t)
      for (const name of ['pkg-7', 'pkg-8'])
        writeFileSync(join(advisories, `${name}.json`), advisory(name))
      return { project: repo.dir, args: ['--advisories', advisories, '--gate'] }
    },
    ...{ score: 88.23, evidence: 0.980769, gate: 'pass', code: 0 },
    also: said => assert.equal(said.json.score.security, 50),
  },
  {
    // The same lock without an answer: 60/80 of 20 is missing, and of nothing comes no 100. (23.75+20+5)/65.
    name: 'a lock file nobody could be asked about',
    build: t => gated(reported(t, COVERED, 0, npmLock({ 'pkg-1': '1.0.0' }))),
    ...{ score: 100, evidence: 0.75, gate: 'pass', code: 0 },
    also: said => {
      assert.deepEqual(said.json.score.bounds, [75, 100])
      assert.match(part(said, 'vulnerability-weight')?.missing ?? '', /offline/i)
    },
  },
  {
    // Code and docs answer for a thousandth, a test exists and no report: (0.025 + 0 + 0.015) / 60 < 25 %.
    name: '1 of 1,000 files parsed, tests not reported',
    build: t => gated(repoOf(t, { ...ONE, ...many(999, () => broken), ...TEST })),
    ...{ score: null, evidence: 0.000667, gate: 'insufficient', code: 4 },
  },
  {
    // As above; the report speaks of 1 file of the 1,000, so its 100 % has the extent of a thousandth, too.
    name: '1 of 1,000 files parsed, and that one fully covered',
    build: t => {
      const repo = repoOf(t, { ...ONE, ...many(999, () => broken), ...TEST })
      leave(repo.dir, 'lcov.info', COVERED)
      return gated(repo)
    },
    ...{ score: null, evidence: 0.001, gate: 'insufficient', code: 4 },
  },
  {
    // Extent 3/500: (25 + 20 × 0.006 + 15) / 60. The 100 points fall 62.31 : 0.30 : 37.39; half of 0.30 is lost.
    name: 'a coverage report that mentions 3 of 500 files',
    build: t => {
      const repo = repoOf(t, { ...many(500, sound), ...TEST })
      const half = { hit: [2], missed: [3] }
      leave(
        repo.dir,
        'lcov.info',
        lcov({ 'src/f0.ts': half, 'src/f1.ts': half, 'src/f2.ts': half }),
      )
      return gated(repo)
    },
    ...{ score: 99.85, evidence: 0.668667, gate: 'pass', code: 0 },
    also: said => assert.equal(part(said, 'line-coverage')?.evidence, 0.006),
  },
  ...(
    [
      ['of another commit', `# commit: ${'ab'.repeat(20)}\n${COVERED}`, 0, /made at commit abab/],
      ['older than the sources', COVERED, 3600, /older than src\/a\.ts/],
      [
        'about lines that do not exist',
        lcov({ 'src/a.ts': { hit: [2, 3, 90] } }),
        0,
        /line 90 of src\/a\.ts, which has 4/,
      ],
    ] as const
  ).map(
    ([what, report, age, why]): Row => ({
      // No number at all: (25 + 15) / 60, and what is known is sound.
      name: `a coverage report ${what}`,
      build: t => gated(reported(t, report, age)),
      ...{ score: 100, evidence: 0.666667, gate: 'pass', code: 0 },
      also: said => {
        assert.match(part(said, 'line-coverage')?.missing ?? '', why)
        assert.deepEqual(said.json.score.bounds, [66.66, 100])
      },
    }),
  ),
  {
    // The score is 100 and stays it; a failing test fails the gate by itself.
    name: 'a failing test',
    build: t => {
      const repo = reported(t, COVERED)
      leave(repo.dir, 'junit.xml', junit(9, 1))
      return gated(repo)
    },
    ...{ score: 100, evidence: 1, gate: 'fail', code: 1 },
    also: said => assert.deepEqual([condition(said, 'failing-tests')?.status], ['fail']),
  },
  {
    // main: 100 with its report. Without test and report the tests' 33.33 are lost, and the loss is new.
    name: 'tests deleted on a branch',
    build: async (t, door) => {
      const repo = reported(t, COVERED)
      assert.equal((await door.assess(repo.dir)).json.score.value, 100)
      repo.git('checkout', '--quiet', '-b', 'topic')
      rmSync(join(repo.dir, 'test'), { recursive: true })
      rmSync(join(repo.dir, 'lcov.info'))
      repo.commit({})
      return gated(repo)
    },
    ...{ score: 66.67, evidence: 1, gate: 'fail', code: 1 },
    also: ({ json }) => {
      assert.deepEqual(json.comparison?.score, { before: 100, after: 66.67, delta: -33.33 })
      assert.deepEqual(json.comparison?.newFindings.map(ruleOf).filter(ofProject), ['no-tests'])
    },
  },
  {
    // Only the report is gone: (25 + 15) / 60 answered, said as lost evidence and not as a change of score.
    name: 'a report lost on a branch',
    build: async (t, door) => {
      const repo = reported(t, COVERED)
      await door.assess(repo.dir)
      repo.git('checkout', '--quiet', '-b', 'topic')
      rmSync(join(repo.dir, 'lcov.info'))
      repo.commit({ 'src/b.ts': sound('b') })
      return gated(repo)
    },
    ...{ score: 100, evidence: 0.666667, gate: 'pass', code: 0 },
    also: ({ json }) => {
      assert.equal(json.comparison?.score?.delta, 0)
      const [lost] = json.comparison?.measuredDifferently ?? []
      assert.equal(lost?.measure, 'line-coverage')
      assert.match(lost?.why ?? '', /measured on the baseline, missing now/)
    },
  },
  {
    // A file that no test runs was untested on main already: the branch did not bring it.
    name: 'an untested file of main on a branch',
    build: async (t, door) => {
      const untested = lcov({ 'src/a.ts': { hit: [2, 3] }, 'src/b.ts': { missed: [2, 3] } })
      const repo = reported(t, untested, 0, { 'src/b.ts': sound('b') })
      await door.assess(repo.dir)
      repo.git('checkout', '--quiet', '-b', 'topic')
      repo.commit({ 'notes.md': 'more' })
      return gated(repo)
    },
    // Half of the lines ran: 33.33 − 16.67 (16.665 rounds up); below 80 is no matter, 83.33 is above.
    ...{ score: 83.33, evidence: 1, gate: 'pass', code: 0 },
    also: ({ json }) => {
      const [added, gone] = [json.comparison?.newFindings, json.comparison?.fixedFindings]
      assert.deepEqual(
        [added, gone].map(each => each?.map(ruleOf).filter(ofProject)),
        [[], []],
      )
    },
  },
  {
    // One of two functions tangled: 16 of 19 lines, findings complex-function and deep-nesting; moved, not changed.
    name: 'a renamed tree on a branch',
    build: t => {
      const repo = repoOf(t, { ...ONE, 'src/b.ts': tangled('b') })
      repo.git('checkout', '--quiet', '-b', 'topic')
      repo.git('mv', 'src', 'lib')
      repo.commit({})
      return gated(repo)
    },
    // 41.67 for code by 35:25:15:15:5. Complex 84.21 % scores 14.66 and costs 13.10 of 15.35; 105.26 findings per 1,000
    // lines score 0.04 and cost all 6.58; no tests 33.33.
    ...{ score: 46.99, evidence: 1, gate: 'pass', code: 0 },
    also: ({ json }) => {
      assert.equal(json.comparison?.score?.delta, 0)
      assert.deepEqual(json.comparison?.newFindings, [])
      assert.deepEqual(json.comparison?.fixedFindings, [])
      assert.equal(json.comparison?.unchangedFindings, 2)
      const moved = json.comparison?.measures.map(({ name }) => name)
      const expected = ['commits', 'commit-lines', 'code-age']
      assert.deepEqual(moved, expected, 'the commit itself is one more, and the latest')
    },
  },
  {
    // Assessed as it lies there: the edit takes the comment away, 25.00 of docs are lost.
    name: 'a dirty tree',
    build: t => {
      const repo = reported(t, COVERED)
      repo.write({ 'src/a.ts': unexplained('a') })
      leave(repo.dir, 'lcov.info', lcov({ 'src/a.ts': { hit: [1, 2] } }))
      return { project: repo.dir, args: ['--branch', 'quality'] }
    },
    ...{ score: 75, evidence: 1, gate: 'fail', code: 0 },
    also: (said, _, { project }) => {
      assert.equal(said.json.run.isDirty, true)
      assert.match(said.stderr, /^Not remembered: the work tree has changes/)
      assert.equal(said.stderr.trim().split('\n').length, 1)
      const heads = join(project, '.git/refs/heads/quality')
      assert.throws(() => rmSync(heads), /ENOENT/)
    },
  },
  {
    name: 'main below 80',
    build: t => gated(repoOf(t, ONE)),
    ...{ score: 66.67, evidence: 1, gate: 'fail', code: 1 },
  },
  {
    name: 'a branch below 80 that does not lower it',
    build: t => gated(branched(t, ONE, { 'src/b.ts': sound('b') })),
    ...{ score: 66.67, evidence: 1, gate: 'pass', code: 0 },
  },
  {
    name: 'a branch under a floor the user named, though not lower',
    build: t => ({
      project: branched(t, ONE, { 'src/b.ts': sound('b') }).dir,
      args: ['--fail-under', '70'],
    }),
    ...{ score: 66.67, evidence: 1, gate: 'fail', code: 1 },
  },
  {
    // 25.00 − 12.50 for docs.
    name: 'a branch below 80 that lowers it',
    build: t => gated(branched(t, ONE, { 'src/b.ts': unexplained('b') })),
    ...{ score: 54.17, evidence: 1, gate: 'fail', code: 1 },
  },
  {
    name: 'an empty folder',
    build: t => ({ project: temporaryFolder(t), args: ['--gate'] }),
    ...{ score: null, evidence: 0, gate: 'insufficient', code: 4 },
  },
  {
    name: 'an empty folder, first look',
    build: t => ({ project: temporaryFolder(t) }),
    ...{ score: null, evidence: 0, gate: 'insufficient', code: 0 },
  },
  {
    name: 'a repository without a commit',
    build: t => {
      const repo = testRepo(t)
      repo.write(ONE)
      return { project: repo.dir }
    },
    ...{ score: 66.67, evidence: 1, gate: 'fail', code: 0 },
  },
  {
    name: 'a folder without git',
    build: t => {
      const dir = temporaryFolder(t)
      mkdirSync(join(dir, 'src'))
      writeFileSync(join(dir, 'src/a.ts'), sound('a'))
      return { project: dir, args: ['--gate'] }
    },
    ...{ score: 66.67, evidence: 1, gate: 'fail', code: 1 },
    also: ({ json }) => assert.equal(json.comparisonWhy, 'there is no git history'),
  },
  {
    name: 'only languages that cannot be read',
    build: t =>
      gated(
        repoOf(t, {
          'main.cob': '       IDENTIFICATION DIVISION.\n',
          'main.zig': 'pub fn main() void {}\n',
        }),
      ),
    ...{ score: null, evidence: 0, gate: 'insufficient', code: 4 },
  },
  {
    name: 'every file a syntax error',
    build: t =>
      gated(
        repoOf(
          t,
          many(5, () => broken),
        ),
      ),
    ...{ score: null, evidence: 0, gate: 'insufficient', code: 4 },
  },
  {
    // Nothing says when it will be paid back; the policy alone makes the gate bite.
    name: 'the low project with a policy',
    build: t => ({ project: repoOf(t, { ...ONE, 'shipworthy.yml': '' }).dir }),
    ...{ score: 66.67, evidence: 1, gate: 'fail', code: 1 },
  },
  {
    name: 'the low project in CI',
    build: t => ({ project: repoOf(t, ONE).dir, variables: { CI: 'true' } }),
    ...{ score: 66.67, evidence: 1, gate: 'fail', code: 1 },
  },
  {
    name: 'the low project with a policy and --no-gate in CI',
    build: t => ({
      project: repoOf(t, { ...ONE, 'shipworthy.yml': '' }).dir,
      args: ['--no-gate'],
      variables: { CI: 'true' },
    }),
    ...{ score: 66.67, evidence: 1, gate: 'fail', code: 0 },
  },
  {
    name: 'the low project, --fail-under below it',
    build: t => ({ project: repoOf(t, ONE).dir, args: ['--fail-under', '66.67'] }),
    ...{ score: 66.67, evidence: 1, gate: 'pass', code: 0 },
  },
  {
    name: 'the low project, --fail-under above it',
    build: t => ({ project: repoOf(t, ONE).dir, args: ['--fail-under', '66.68'] }),
    ...{ score: 66.67, evidence: 1, gate: 'fail', code: 1 },
  },
  {
    name: 'the low project that holds its line',
    build: t => ({
      project: repoOf(t, { ...ONE, 'shipworthy.yml': 'gate: { score: 60, target: 80 }\n' }).dir,
    }),
    ...{ score: 66.67, evidence: 1, gate: 'pass', code: 0 },
    also: said => assert.match(condition(said, 'score')?.why ?? '', /holds the line at 60/),
  },
  {
    // No public symbol: docs drop out. Of 25 for code 23.75 (no module is known to be entered), of 20 for tests nothing,
    // of 20 for packages 5: 28.75 / 65.
    name: 'too little evidence',
    build: t =>
      gated(
        repoOf(t, {
          'src/a.ts': sound('a').replace('export ', ''),
          ...TEST,
          ...npmLock({ 'pkg-1': '1.0.0' }),
        }),
      ),
    ...{ score: 100, evidence: 0.442308, gate: 'insufficient', code: 4 },
    also: said => {
      assert.deepEqual(said.json.score.bounds, [44.23, 100])
      assert.match(condition(said, 'evidence')?.why ?? '', /tests, dependencies/)
    },
  },
]

describe('the table', { concurrency: 3 }, () => {
  for (const row of rows)
    test(row.name, async t => {
      const door = openDoor(t)
      const built = await row.build(t, door)
      const said = await door.assess(built.project, built.args, built.variables)
      const { score, gate } = said.json
      assert.deepEqual(
        { score: score.value, evidence: score.evidence, gate: gate.status, code: said.code },
        { score: row.score, evidence: row.evidence, gate: row.gate, code: row.code },
        JSON.stringify(gate.conditions),
      )
      const points = score.dimensions.map(({ contribution }) => Math.round(contribution * 100))
      if (score.value !== null)
        assert.equal(
          points.reduce((sum, each) => sum + each, 0),
          Math.round(score.value * 100),
        )
      await row.also?.(said, door, built)
    })
})
