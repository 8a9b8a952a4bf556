/** How is a report put together while it is read? Records of one file add up, and hostile sizes stop it early. */

import type { Covered } from '../../core/evidence.mts'
import { Unreadable } from '../unreadable.mts'
import {
  type CoverageFormat,
  type CoverageReport,
  type FileCoverage,
  mergeReports,
  NOTHING_STATED,
  type Totals,
} from './report.mts'

/** Lines, branches and functions of one report, together; real ones stay far below. */
const MOST_RECORDS = 5_000_000
const LAST_LINE = 10_000_000
/** Characters; the longest path Linux opens. */
const LONGEST_PATH = 4_096
/** More ways out of one line, or of branches and functions in one file, is no source code. */
const [MOST_WAYS, MOST_OF_A_FILE] = [1_000, 100_000]

export class FileDraft implements FileCoverage {
  readonly path: string
  readonly rooted: readonly string[]
  readonly lines = new Map<number, number>()
  readonly branches = new Map<string, boolean>()
  readonly functions = new Map<string, number>()
  readonly #count: () => void

  constructor(path: string, rooted: readonly string[], count: () => void) {
    this.path = path
    this.rooted = rooted
    this.#count = count
  }

  /** Negative counts are overflows of a tool's counter and say nothing ran. */
  line(line: number, hits: number): void {
    this.#count()
    if (isLine(line) && !Number.isNaN(hits)) raise(this.lines, line, hits)
  }

  /** Line 0 where the report does not say on which line the way leads out. */
  branch(line: number, way: string, isTaken: boolean): void {
    this.#count()
    if (line !== 0 && !isLine(line)) return
    const key = `${line}:${way}`
    this.branches.set(key, isTaken || this.branches.get(key) === true)
  }

  /** Ways a format counts without naming them: taken ones first, so that two counts join as their larger. */
  countedBranches(line: number, { covered, total }: Covered): void {
    if (total > (line === 0 ? MOST_OF_A_FILE : MOST_WAYS)) return
    for (let way = 0; way < total; way += 1) this.branch(line, `?${way}`, way < covered)
  }

  /** Functions a format counts without naming them, called ones first. */
  countedFunctions({ covered, total }: Covered): void {
    if (total > MOST_OF_A_FILE) return
    for (let nth = 0; nth < total; nth += 1) this.called(0, `?${nth}`, nth < covered ? 1 : 0)
  }

  called(line: number, name: string, hits: number): void {
    this.#count()
    if (!Number.isNaN(hits)) raise(this.functions, `${isLine(line) ? line : 0}:${name}`, hits)
  }
}

export class ReportDraft {
  readonly files: FileDraft[] = []
  commit: string | null = null
  writtenAt: string | null = null
  stated: Totals = NOTHING_STATED
  readonly #format: CoverageFormat
  #records = 0

  constructor(format: CoverageFormat) {
    this.#format = format
  }

  readonly #count = () => {
    this.#records += 1
    if (this.#records > MOST_RECORDS)
      throw new Unreadable(`holds over ${MOST_RECORDS} records: split it`)
  }

  file(path: string, rooted: readonly string[] = []): FileDraft {
    this.#count()
    if (path.length > LONGEST_PATH)
      throw new Unreadable(`names a file with over ${LONGEST_PATH} characters`)
    const file = new FileDraft(path, rooted, this.#count)
    this.files.push(file)
    return file
  }

  finish(): CoverageReport {
    const { commit, writtenAt, stated } = this
    return { format: this.#format, files: mergeReports([this.files]), commit, writtenAt, stated }
  }
}

function raise<K>(counts: Map<K, number>, key: K, hits: number): void {
  const bounded = Math.min(Math.max(hits, 0), Number.MAX_SAFE_INTEGER)
  counts.set(key, Math.max(counts.get(key) ?? 0, bounded))
}

const isLine = (line: number) => Number.isInteger(line) && line >= 1 && line <= LAST_LINE

/** A number as reports write it: `3`, `1.0`, `2e3`; anything else, nothing included, is NaN. */
export function numberOf(text: unknown): number {
  if (typeof text === 'number') return text
  if (typeof text !== 'string' || text.trim() === '') return Number.NaN
  return Number(text)
}

/** A stated total, or null when either half is missing. */
export function coveredOf(covered: unknown, total: unknown): Covered | null {
  const pair = { covered: Math.floor(numberOf(covered)), total: Math.floor(numberOf(total)) }
  return pair.covered >= 0 && pair.total >= 0 ? pair : null
}

/** Seconds or milliseconds since 1970 as ISO 8601; null for what is no moment of this century. */
export function momentOf(text: unknown): string | null {
  const value = numberOf(text)
  const ms = value > 1e11 ? value : value * 1000
  return ms > Date.UTC(2000, 0) && ms < Date.UTC(2100, 0) ? new Date(ms).toISOString() : null
}

/** A commit id among a root element's attributes or a JSON object's members. */
export function commitOf(members: Readonly<Record<string, unknown>>): string | null {
  const ids = ['commit', 'revision', 'git-commit', 'git_commit'].map(name => members[name])
  const id = ids.find(each => typeof each === 'string' && /^[0-9a-f]{7,40}$/i.test(each))
  return typeof id === 'string' ? id.toLowerCase() : null
}

/** Lines of a text, whatever breaks them. */
export function* linesOf(text: string): Generator<string> {
  for (let at = 0; at < text.length; ) {
    const end = text.indexOf('\n', at)
    const line = text.slice(at, end === -1 ? text.length : end)
    yield line.endsWith('\r') ? line.slice(0, -1) : line
    at = end === -1 ? text.length : end + 1
  }
}
