/** What follows from the tests' evidence? No tests is zero; tests without a usable report is not known. */

import type { CodeEvidence, Covered, TestsEvidence } from '../../core/evidence.mts'
import type { Proposal } from '../../core/model.mts'
import { byPackage, packageOf } from '../../core/packages.mts'
import { endedRed, isUntested, NO_COMMAND, type Risks } from './faults.mts'

type TestMeasure =
  | 'line-coverage'
  | 'branch-coverage'
  | 'failing-tests'
  | 'flaky-tests'
  | 'passing-tests'
  | 'skipped-tests'
  | 'test-seconds'
  | 'slowest-test'
  | 'risky-functions'
  | 'test-files'
  | 'unreached-files'

interface Reading {
  readonly measures: { name: TestMeasure; subject: string; value: number; extent?: number }[]
  readonly missing: { measure: TestMeasure; why: string; status?: 'not-applicable' }[]
}

export function readingOf(
  evidence: TestsEvidence,
  risks: Risks,
  code: CodeEvidence | undefined,
): Reading {
  const reading: Reading = {
    measures: [{ name: 'test-files', subject: '', value: evidence.testFiles }],
    missing: [],
  }
  addCoverage(reading, evidence)
  addPackages(reading, evidence, code)
  addTests(reading, evidence)
  addRisks(reading, evidence, risks)
  addReach(reading, evidence)
  return reading
}

function addCoverage({ measures, missing }: Reading, evidence: TestsEvidence): void {
  const { coverage } = evidence
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
  const extent = extentOf(evidence)
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

/** Of packages that a report speaks of: the others have no number, and no zero. */
function addPackages(
  { measures }: Reading,
  { coverage }: TestsEvidence,
  code: CodeEvidence | undefined,
): void {
  if (coverage === null || code?.packages === undefined) return
  const withFunctions = new Set(code.functions.map(({ path }) => path))
  const source = code.files.filter(({ path, role }) => role === 'source' && withFunctions.has(path))
  const place = packageOf(code.packages)
  const all = Map.groupBy(source, ({ path }) => place(path))
  if (all.size < 2) return
  for (const [subject, files] of byPackage(coverage.files, code.packages)) {
    const own = all.get(subject)?.length ?? 0
    const lines = files.reduce(
      (sum, { lines }) => ({
        covered: sum.covered + lines.covered,
        total: sum.total + lines.total,
      }),
      { covered: 0, total: 0 },
    )
    const extent = Math.min(1, files.length / Math.max(1, own))
    if (own > 0 && lines.total > 0)
      measures.push({ name: 'line-coverage', subject, value: percent(lines), extent })
  }
}

const extentOf = ({ sourceFiles, reportedFiles }: TestsEvidence) =>
  sourceFiles === 0 ? 1 : reportedFiles / sourceFiles

function addRisks({ measures, missing }: Reading, evidence: TestsEvidence, risks: Risks): void {
  if (typeof risks === 'string') missing.push({ measure: 'risky-functions', why: risks })
  else {
    const extent = extentOf(evidence)
    measures.push({ name: 'risky-functions', subject: '', value: risks.length, extent })
  }
}

function addReach({ measures, missing }: Reading, { map, testFiles }: TestsEvidence): void {
  const measure = 'unreached-files'
  if (map.followed === 0)
    missing.push({
      measure,
      status: 'not-applicable',
      why: 'imports are followed file by file in JavaScript, TypeScript and Python, and there is none',
    })
  else if (testFiles === 0) missing.push({ measure, why: 'there is no test file to start from' })
  else measures.push({ name: 'unreached-files', subject: '', value: map.unreached.length })
}

function addTests({ measures, missing }: Reading, evidence: TestsEvidence): void {
  const { tests, ran } = evidence
  if (tests === null) {
    const ended = ran === null ? '' : `; ${ran.command} ended with exit code ${ran.exitCode}`
    const why = isUntested(evidence)
      ? 'there are no tests'
      : `no usable test report was found${ended}${refused(evidence)}: ${way(evidence)}`
    for (const measure of [
      'failing-tests',
      'flaky-tests',
      'passing-tests',
      'skipped-tests',
    ] as const)
      missing.push({ measure, why })
    return
  }
  const red = endedRed(evidence)
  if (red !== null) missing.push({ measure: 'failing-tests', why: `${ran?.command} ${red}` })
  else measures.push({ name: 'failing-tests', subject: '', value: tests.failed })
  measures.push(
    { name: 'flaky-tests', subject: '', value: tests.flaky.length },
    { name: 'passing-tests', subject: '', value: tests.passed },
    { name: 'skipped-tests', subject: '', value: tests.skipped },
    { name: 'test-seconds', subject: '', value: tests.seconds },
  )
  const [slowest] = tests.slowest
  if (slowest === undefined)
    missing.push({ measure: 'slowest-test', why: 'the report tells no time of a single test' })
  else measures.push({ name: 'slowest-test', subject: '', value: slowest.seconds })
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

export function proposalsOf(evidence: TestsEvidence): Proposal[] {
  const isKnown = evidence.coverage !== null && evidence.tests !== null
  if (isKnown || evidence.ran !== null || evidence.testFiles === 0) return []
  const why = 'Running the tests answers what no report here does.'
  return [{ why, command: './scripts/assess.mts --run-tests' }]
}
