/** What follows from the tests' evidence? No tests is zero; tests without a usable report is not known. */

import type { Covered, TestsEvidence } from '../../core/evidence.mts'
import type { Draft } from '../../core/findings.mts'
import type { Proposal } from '../../core/model.mts'

type TestMeasure =
  | 'line-coverage'
  | 'branch-coverage'
  | 'failing-tests'
  | 'passing-tests'
  | 'skipped-tests'
  | 'test-seconds'
  | 'test-files'

export type TestRule = 'failing-test' | 'untested-file' | 'no-tests' | 'unusable-report'

interface Reading {
  readonly measures: { name: TestMeasure; subject: string; value: number; extent?: number }[]
  readonly missing: { measure: TestMeasure; why: string }[]
}

/** Nothing at all speaks of a test: no file, no report, not even a refused one. */
const isUntested = ({ testFiles, coverage, tests, unusable, ran, functions }: TestsEvidence) =>
  functions > 0 &&
  testFiles === 0 &&
  coverage === null &&
  tests === null &&
  ran === null &&
  unusable.every(({ report }) => report === NO_COMMAND)

/** Stands in `unusable` for a report when there was no command to run. */
export const NO_COMMAND = '--run-tests'

export function readingOf(evidence: TestsEvidence): Reading {
  const reading: Reading = {
    measures: [{ name: 'test-files', subject: '', value: evidence.testFiles }],
    missing: [],
  }
  addCoverage(reading, evidence)
  addTests(reading, evidence)
  return reading
}

function addCoverage({ measures, missing }: Reading, evidence: TestsEvidence): void {
  const { coverage, sourceFiles, reportedFiles } = evidence
  if (coverage === null && isUntested(evidence)) {
    measures.push({ name: 'line-coverage', subject: '', value: 0 })
    missing.push({ measure: 'branch-coverage', why: 'there are no tests' })
    return
  }
  if (coverage === null) {
    const why = whyNoCoverage(evidence)
    missing.push({ measure: 'line-coverage', why }, { measure: 'branch-coverage', why })
    return
  }
  const extent = sourceFiles === 0 ? 1 : reportedFiles / sourceFiles
  measures.push({ name: 'line-coverage', subject: '', value: percent(coverage.lines), extent })
  if (coverage.branches === null)
    missing.push({ measure: 'branch-coverage', why: 'the coverage report counts no branches' })
  else
    measures.push({
      name: 'branch-coverage',
      subject: '',
      value: percent(coverage.branches),
      extent,
    })
}

function addTests({ measures, missing }: Reading, evidence: TestsEvidence): void {
  const { tests, ran } = evidence
  if (tests === null) {
    const ended = ran === null ? '' : `; ${ran.command} ended with exit code ${ran.exitCode}`
    const why = isUntested(evidence)
      ? 'there are no tests'
      : `no usable test report was found${ended}${refused(evidence)}: ${way(evidence)}`
    for (const measure of ['failing-tests', 'passing-tests', 'skipped-tests'] as const)
      missing.push({ measure, why })
    return
  }
  measures.push(
    { name: 'failing-tests', subject: '', value: tests.failed },
    { name: 'passing-tests', subject: '', value: tests.passed },
    { name: 'skipped-tests', subject: '', value: tests.skipped },
    { name: 'test-seconds', subject: '', value: tests.seconds },
  )
}

const percent = ({ covered, total }: Covered) => (100 * covered) / total

function whyNoCoverage(evidence: TestsEvidence): string {
  const { ran } = evidence
  const ended = ran === null ? '' : `${ran.command} ended with exit code ${ran.exitCode}, and `
  return `${ended}there is no usable coverage report${refused(evidence)}: ${way(evidence)}`
}

/** Each one is a finding of its own: here the first few are enough. */
function refused({ unusable }: TestsEvidence): string {
  const reasons = unusable.slice(0, 5).map(({ report, why }) => `${report}: ${why}`)
  const more = unusable.length > 5 ? [`and ${unusable.length - 5} more`] : []
  return reasons.length === 0 ? '' : ` (${[...reasons, ...more].join('; ')})`
}

const way = ({ ran, unusable }: TestsEvidence) =>
  ran === null && unusable.every(({ report }) => report !== NO_COMMAND)
    ? 'run assess with --run-tests'
    : 'set skills.test-orchestrator.command in shipworthy.yml to a command that leaves one'

export function draftsOf(evidence: TestsEvidence): Draft<TestRule>[] {
  const failing = (evidence.tests?.failures ?? []).map(({ name, path }) => ({
    rule: 'failing-test' as const,
    path,
    line: null,
    symbol: name,
    message: `${name} fails`,
  }))
  const untested = (evidence.coverage?.files ?? [])
    .filter(({ lines }) => lines.total > 0 && lines.covered === 0)
    .map(({ path, lines }) => ({
      rule: 'untested-file' as const,
      path,
      line: null,
      symbol: '',
      message: `no test runs any of its ${lines.total} coverable ${lines.total === 1 ? 'line' : 'lines'}`,
    }))
  const unusable = evidence.unusable
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
    message: `none of ${evidence.functions} functions in ${evidence.sourceFiles} files is tested: there is no test file and no report`,
  }
  return [...failing, ...untested, ...unusable, ...(isUntested(evidence) ? [none] : [])]
}

export function proposalsOf(evidence: TestsEvidence): Proposal[] {
  const isKnown = evidence.coverage !== null && evidence.tests !== null
  if (isKnown || evidence.ran !== null || evidence.testFiles === 0) return []
  const why = 'Running the tests answers what no report here does.'
  return [{ why, command: './scripts/assess.mts --run-tests' }]
}
