/** What do the tests' reports say about this work tree? Those of a run of a moment ago before those found lying there. */

import type { Covered, TestsEvidence } from '../../core/evidence.mts'
import type { FoundFile, Lens } from '../../core/lens.mts'
import { modulesOf } from '../../core/modules/read.mts'
import { byPath, compareText } from '../../core/order.mts'
import { type NoEvidence, notApplicable, unavailable } from '../../core/skill.mts'
import { testsMap } from '../../core/tests-map.mts'
import { endingsOf, normalisePath } from '../../formats/coverage/place.mts'
import { type FileCoverage, mergeReports, totalsOf } from '../../formats/coverage/report.mts'
import { mergeResults, type TestCase } from '../../formats/test-results.mts'
import { findReports, freshOf } from './places.mts'
import { lookAt, type TestedProject } from './project.mts'
import { type ReportFile, readReports, type Usable } from './reports.mts'
import { runTests, type TestRun } from './run.mts'

export interface TestSettings {
  /** The test command and its arguments; null finds one in the manifests. */
  readonly command: null | readonly string[]
  /** Globs of report files; empty looks in the well-known places. */
  readonly reports: readonly string[]
  /** Seconds from which a single test is slow. */
  readonly slowTest: number
  /** Change risk (CRAP) above which a function is risky. */
  readonly crap: number
}

const NOT_RUN: TestRun = { ran: null, reports: [], troubles: [] }

export async function collectTests(
  lens: Lens,
  settings: TestSettings,
): Promise<TestsEvidence | NoEvidence> {
  if (!lens.isWorkTree)
    return unavailable('test reports lie on disk: a commit without a work tree has none')
  const project = await lookAt(lens)
  const before = await findReports(lens, settings.reports)
  const run = lens.mayExecute ? await runTests(lens, settings.command) : NOT_RUN
  const after = lens.mayExecute ? await findReports(lens, settings.reports) : before
  const isFresh = freshOf(before, after)
  const reports = [
    ...run.reports.map(outside),
    ...after.map(file => inside(file, isFresh.has(file.path))),
  ]
  const usable = await readReports(lens, project, reports)
  const coverage = coverageOf(usable)
  const tests = testsOf(usable, project)
  if (project.functions === 0 && coverage === null && tests === null)
    return notApplicable('no source file of a known language holds a function to test')
  const reported = new Set(coverage?.files.map(({ path }) => path) ?? [])
  return {
    coverage,
    unusable: [...run.troubles, ...usable.unusable],
    tests,
    sourceFiles: project.withFunctions.size,
    reportedFiles: [...project.withFunctions].filter(path => reported.has(path)).length,
    testFiles: project.testFiles,
    functions: project.functions,
    map: testsMap(await modulesOf(lens), project.withFunctions),
    ran: run.ran,
  }
}

const outside = ({ path, at, shown }: TestRun['reports'][number]): ReportFile => ({
  path,
  at: at === '' || at.endsWith('/') ? at : `${at}/`,
  shown,
  bytes: 0,
  modifiedAt: '',
  isTracked: false,
  isFresh: true,
})

const inside = (file: FoundFile, isFresh: boolean): ReportFile => ({
  ...file,
  at: file.path,
  shown: file.path,
  isFresh,
})

/** A file that the fresh reports cover is theirs alone. */
function coverageOf({ coverage }: Usable): TestsEvidence['coverage'] {
  const fresh = mergeReports(
    coverage.filter(({ report }) => report.isFresh).map(({ files }) => files),
  )
  const isFresh = new Set(fresh.map(({ path }) => path))
  const others = coverage.filter(({ report }) => !report.isFresh)
  const older = mergeReports(others.map(({ files }) => files)).filter(
    ({ path }) => !isFresh.has(path),
  )
  const files = [...fresh, ...older].sort(byPath)
  const { lines, branches, functions } = totalsOf(files)
  if (lines === null) return null
  return {
    lines,
    branches,
    functions,
    files: files.map(({ path, lines }) => ({ path, ...linesOf(lines) })),
    reports: [...new Set(coverage.map(({ report }) => report.shown))].sort(),
  }
}

function linesOf(lines: FileCoverage['lines']) {
  const numbers = [...lines.keys()].sort((a, b) => a - b)
  const hit = numbers.filter(line => (lines.get(line) ?? 0) > 0)
  const missed = numbers.filter(line => (lines.get(line) ?? 0) === 0)
  const counted: Covered = { covered: hit.length, total: numbers.length }
  return { lines: counted, missed, hit }
}

/** Results of a run of a moment ago stand alone: older ones tell of the same tests. */
function testsOf({ results }: Usable, project: TestedProject): TestsEvidence['tests'] {
  const fresh = results.filter(({ report }) => report.isFresh)
  const used = fresh.length > 0 ? fresh : results
  if (used.length === 0) return null
  const { passed, failed, skipped, seconds, cases } = mergeResults(used.map(each => each.results))
  const row = ({ name, hints }: TestCase) => ({ name, path: fileOf(hints, project) })
  return {
    passed,
    failed,
    skipped,
    seconds,
    failures: cases.filter(({ outcome }) => outcome === 'failed').map(row),
    flaky: cases.filter(({ isFlaky }) => isFlaky).map(row),
    slowest: slowestOf(cases).map(each => ({ ...row(each), seconds: each.seconds })),
  }
}

const LISTED_SLOWEST = 10

const slowestOf = (cases: readonly TestCase[]): readonly TestCase[] =>
  cases
    .filter(({ seconds, isShared }) => seconds > 0 && isShared === undefined)
    .sort((a, b) => b.seconds - a.seconds || compareText(a.name, b.name))
    .slice(0, LISTED_SLOWEST)

const ENDINGS = ['', '.py', '.java', '.go', '.ts', '.js']

/** The test's file when a hint (a path, a dotted module, a class) leads to exactly one. */
function fileOf(hints: readonly string[], { index, roles }: TestedProject): string | null {
  for (const hint of hints)
    for (const name of spellingsOf(hint)) {
      const [path, ...others] = index.byEnding.get(name) ?? []
      if (index.paths.has(name)) return name
      if (path !== undefined && others.length === 0 && roles.get(path) === 'test') return path
    }
  return null
}

/** `/home/ci/app/test/a.js`, `tests.test_a.TestB`, `com.example.AppTest$Inner`: every file they may mean. */
function* spellingsOf(hint: string): Generator<string> {
  const path = normalisePath(hint)
  if (path.includes('/')) return yield* endingsOf(path)
  const dotted = hint.replace(/\$.*$/s, '')
  for (const words of [dotted, dotted.slice(0, Math.max(dotted.lastIndexOf('.'), 0))])
    for (const ending of words === '' ? [] : ENDINGS) yield words.replaceAll('.', '/') + ending
  yield path
}
