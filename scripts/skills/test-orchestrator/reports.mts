/** What do these report files say about this project, and which of them must not be believed? */

import type { TestsEvidence } from '../../core/evidence.mts'
import type { FoundFile, Lens } from '../../core/lens.mts'
import { baseOf } from '../../core/paths.mts'
import { sum } from '../../core/sum.mts'
import { readCoverage } from '../../formats/coverage/index.mts'
import { type Placed, placeReport } from '../../formats/coverage/place.mts'
import type { CoverageReport, FileCoverage } from '../../formats/coverage/report.mts'
import { readGoTest } from '../../formats/go-test.mts'
import { readJestResults } from '../../formats/jest-results.mts'
import { readJUnit } from '../../formats/junit.mts'
import type { TestResults } from '../../formats/test-results.mts'
import { readUnittest } from '../../formats/unittest.mts'
import { type Ages, agesOf } from './age.mts'
import type { TestedProject } from './project.mts'

/** A report file; a fresh one was written by the run of a moment ago. */
export interface ReportFile extends FoundFile {
  readonly isFresh: boolean
  /** Where its tool ran (a folder with `/`, or '') or, if nobody knows, where the file lies. */
  readonly at: string
  /** How people know it: its path, or the command that wrote it. */
  readonly shown: string
}

export interface Usable {
  readonly coverage: readonly {
    readonly report: ReportFile
    readonly files: readonly FileCoverage[]
  }[]
  readonly results: readonly { readonly report: ReportFile; readonly results: TestResults }[]
  readonly unusable: TestsEvidence['unusable']
}

type Refusable<T> = T | { readonly why: string }
interface Read {
  readonly report: ReportFile
  readonly said: Refusable<
    | { readonly coverage: CoverageReport; readonly placed: Placed }
    | { readonly results: TestResults }
  >
}

export async function readReports(
  lens: Lens,
  project: TestedProject,
  reports: readonly ReportFile[],
): Promise<Usable> {
  const read: Read[] = []
  for (const report of reports) read.push({ report, said: await readOne(lens, project, report) })
  const ages = await agesOf(lens, [...project.code, ...read.flatMap(coveredBy)])
  const usable = {
    coverage: [] as Usable['coverage'][number][],
    results: [] as Usable['results'][number][],
    unusable: [] as Usable['unusable'][number][],
  }
  for (const { report, said } of read) {
    const why = 'why' in said ? said.why : await faultOf(lens, project, ages, report, said)
    if (why !== null) usable.unusable.push({ report: report.shown, why })
    else if ('results' in said) usable.results.push({ report, results: said.results })
    else if ('placed' in said) {
      usable.coverage.push({ report, files: said.placed.files })
      const lost = lostIn(said.placed)
      if (lost !== null) usable.unusable.push({ report: report.shown, why: lost })
    }
  }
  return usable
}

const coveredBy = ({ said }: Read) =>
  'placed' in said ? said.placed.files.map(({ path }) => path) : []

async function readOne(lens: Lens, project: TestedProject, report: ReportFile) {
  const text = await lens.report(report.path)
  if (!text.ok) {
    const file = baseOf(report.path)
    return { why: report.isFresh ? `it left no ${file} that can be read` : text.why }
  }
  const results = readResults(text.value)
  if (results !== null) return 'why' in results ? results : { results }
  const coverage = readCoverage('it', text.value)
  if ('why' in coverage) return coverage
  const placed = placeReport(coverage, project.index, report.at)
  const first = coverage.files[0]?.path.slice(0, 200) ?? ''
  if (placed.files.length === 0)
    return {
      why: `it speaks of no file of this project: its first of ${coverage.files.length} is ${first}`,
    }
  return { coverage, placed: { ...placed, files: placed.files.filter(isMeasured(project)) } }
}

/** Test results if that is what the text holds; null when it should be coverage. */
function readResults(text: string): Refusable<TestResults> | null {
  const head = text.slice(0, 4096)
  if (/<testsuites?[\s>]/.test(head)) return readJUnit('it', text)
  if (/^\s*\{"Time":|^\s*\{"(Action|ImportPath)":/.test(head)) return readGoTest('it', text)
  if (/"numTotalTests"\s*:/.test(head)) return readJestResults('it', text)
  const printed = readUnittest('it', text)
  if (!('why' in printed)) return printed
  return null
}

/** Coverage of tests, generated and vendored files is nobody's aim. */
const isMeasured =
  ({ roles }: TestedProject) =>
  ({ path }: FileCoverage) => {
    const role = roles.get(path)
    return role === 'source' || role === 'other'
  }

async function faultOf(
  lens: Lens,
  project: TestedProject,
  ages: Ages,
  report: ReportFile,
  said: { readonly coverage: CoverageReport; readonly placed: Placed } | { results: TestResults },
): Promise<string | null> {
  const { commit } = 'results' in said ? said.results : said.coverage
  const head = lens.project.commit
  if (commit !== null && head !== null && !head.startsWith(commit))
    return `it was made at commit ${commit.slice(0, 12)}, not at ${head.slice(0, 12)}`
  if ('results' in said) {
    const stale = report.isFresh ? null : await ages.staleness(report, null, project.code)
    return stale === null ? null : `it ${stale}`
  }
  const { coverage, placed } = said
  if (placed.files.length === 0) return 'it covers no source file of this project, only others'
  const covered = placed.files.map(({ path }) => path)
  const stale = report.isFresh ? null : await ages.staleness(report, coverage.writtenAt, covered)
  return stale === null ? mismatchOf(project, placed.files) : `it ${stale}`
}

/** V8-based tools list every line of a file: then the last one must be the file's last. */
async function mismatchOf(
  project: TestedProject,
  files: readonly FileCoverage[],
): Promise<string | null> {
  const lists = files.map(({ path, lines }) => ({ path, count: lines.size, last: lastOf(lines) }))
  const listed = sum(lists, ({ count }) => count)
  const isEveryLine = listed >= 20 && lists.every(({ count, last }) => count === last)
  for (const { path, count, last } of lists) {
    const length = await project.lengthOf(path)
    if (length === null) continue
    if (last > length + 1)
      return `it speaks of line ${last} of ${path}, which has ${length}: it was made from another version`
    if (isEveryLine && count < length)
      return `it lists ${count} lines of ${path}, which has ${length}: it was made from another version`
  }
  return null
}

const lastOf = (lines: FileCoverage['lines']) => {
  let last = 0
  for (const line of lines.keys()) if (line > last) last = line
  return last
}

/** What a used report says that could not be used; a few foreign files are normal. */
function lostIn({ files, ambiguous, foreign }: Placed): string | null {
  const all = files.length + ambiguous.length + foreign.length
  if (ambiguous.length > 0)
    return `${ambiguous.length} of its ${all} files fit several project files and were left out, the first is ${ambiguous[0]?.slice(0, 200)}`
  if (foreign.length * 2 > all)
    return `${foreign.length} of its ${all} files are not in this project and were left out, the first is ${foreign[0]?.slice(0, 200)}`
  return null
}
