/** What faults does the tests' evidence show? Failing, flaky and slow tests, code that nobody tests, reports of no use. */

import type { CodeEvidence, TestsEvidence } from '../../core/evidence.mts'
import type { Draft } from '../../core/findings.mts'
import { plural } from '../../core/plural.mts'
import { functionRisks, type RiskyFunction } from './crap.mts'

export type TestRule =
  | 'failing-test'
  | 'flaky-test'
  | 'slow-test'
  | 'risky-function'
  | 'untested-file'
  | 'no-tests'
  | 'unusable-report'

/** Nothing at all speaks of a test: no file, no report, not even a refused one. */
export const isUntested = ({
  testFiles,
  coverage,
  tests,
  unusable,
  ran,
  functions,
}: TestsEvidence) =>
  functions > 0 &&
  testFiles === 0 &&
  coverage === null &&
  tests === null &&
  ran === null &&
  unusable.every(({ report }) => report === NO_COMMAND)

/** Stands in `unusable` for a report when there was no command to run. */
export const NO_COMMAND = '--run-tests'

/** The functions above the threshold, or why nobody can tell: a clause. */
export type Risks = readonly RiskyFunction[] | string

export function risksOf(
  { coverage }: TestsEvidence,
  code: CodeEvidence | undefined,
  threshold: number,
): Risks {
  if (coverage === null) return 'it takes a coverage report'
  if (code === undefined) return 'refactor-assistant did not answer'
  return functionRisks(coverage, code).filter(({ crap }) => crap > threshold)
}

export function draftsOf(
  evidence: TestsEvidence,
  risks: Risks,
  slowTest: number,
): Draft<TestRule>[] {
  const failing = (evidence.tests?.failures ?? []).map(({ name, path }) => ({
    rule: 'failing-test' as const,
    path,
    line: null,
    symbol: name,
    message: `${name} fails`,
  }))
  const flaky = (evidence.tests?.flaky ?? []).map(({ name, path }) => ({
    rule: 'flaky-test' as const,
    path,
    line: null,
    symbol: name,
    message: `${name} failed and passed, tried again on the same code`,
  }))
  const slow = (evidence.tests?.slowest ?? [])
    .filter(({ seconds }) => seconds >= slowTest)
    .map(({ name, path, seconds }) => ({
      rule: 'slow-test' as const,
      path,
      line: null,
      symbol: name,
      message: `${name} takes ${seconds.toFixed(1)} s`,
    }))
  const untested = (evidence.coverage?.files ?? [])
    .filter(({ lines }) => lines.total > 0 && lines.covered === 0)
    .map(({ path, lines }) => ({
      rule: 'untested-file' as const,
      path,
      line: null,
      symbol: '',
      message: `no test runs any of its ${plural(lines.total, 'coverable line')}`,
    }))
  const red = endedRed(evidence)
  const troubles = red === null ? [] : [{ report: evidence.ran?.command ?? '', why: red }]
  const unusable = [...evidence.unusable, ...troubles]
    .filter(({ report }) => report !== NO_COMMAND)
    .map(({ report, why }) => ({
      rule: 'unusable-report' as const,
      path: null,
      line: null,
      symbol: report,
      message: `${report}: ${why}`,
    }))
  const none = {
    rule: 'no-tests' as const,
    path: null,
    line: null,
    symbol: '',
    message: `nothing tests the ${plural(evidence.functions, 'function')} in ${plural(evidence.sourceFiles, 'file')}: there is no test file and no report`,
  }
  const risky = typeof risks === 'string' ? [] : risks.map(riskDraft)
  const untold = isUntested(evidence) ? [none] : []
  return [...failing, ...flaky, ...slow, ...risky, ...untested, ...unusable, ...untold]
}

/**
 * Another module that does not compile, a threshold, a linter after the tests: what failed is in no report. Null where the run
 * ended well, or a failing test explains its end.
 */
export function endedRed({ ran, tests }: TestsEvidence): string | null {
  if (ran === null || ran.exitCode === 0 || tests === null) return null
  return tests.failed > 0 || tests.flaky.length > 0
    ? null
    : `ended with exit code ${ran.exitCode}, and no test of its report failed`
}

const riskDraft = ({ path, line, name, crap, cyclomatic, coverage }: RiskyFunction) => ({
  rule: 'risky-function' as const,
  path,
  line,
  symbol: name,
  message: `${name} has a change risk (CRAP) of ${Math.round(crap)}: complexity ${cyclomatic}, ${Math.floor(100 * coverage)} % covered`,
})
