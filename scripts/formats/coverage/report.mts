/** What does a coverage report say, whoever wrote it? Lines, branches and functions of files, and what it claims in total. */

import type { Covered } from '../../core/evidence.mts'
import { sum } from '../../core/sum.mts'

export type CoverageFormat =
  | 'LCOV'
  | 'Cobertura'
  | 'JaCoCo'
  | 'Clover'
  | 'Istanbul JSON'
  | 'coverage.py JSON'
  | 'Go cover profile'

export interface FileCoverage {
  /** As the report writes it; after placing, the project's path. */
  readonly path: string
  /** The full names it may have where the report declares source folders; empty otherwise. */
  readonly rooted: readonly string[]
  /** 1-based number of each coverable line → times it ran. */
  readonly lines: ReadonlyMap<number, number>
  /** `line:way` out of the line → whether it was taken. Ways the report only counts are `?0`, `?1`… */
  readonly branches: ReadonlyMap<string, boolean>
  /** `line:name` → times it was called. */
  readonly functions: ReadonlyMap<string, number>
}

export interface Totals {
  readonly lines: Covered | null
  readonly branches: Covered | null
  readonly functions: Covered | null
  /** What Go and Istanbul count; null where a format has no statements. */
  readonly statements: Covered | null
}

export interface CoverageReport {
  readonly format: CoverageFormat
  readonly files: readonly FileCoverage[]
  /** Commit the report says it belongs to. */
  readonly commit: string | null
  /** ISO 8601, only when the report names an unambiguous moment. */
  readonly writtenAt: string | null
  /** The totals the report itself states, for checking; what counts is counted from the lines. */
  readonly stated: Totals
}

export const NOTHING_STATED: Totals = {
  lines: null,
  branches: null,
  functions: null,
  statements: null,
}

/** Totals counted from lines, branches and functions; a kind that no file has is null. */
export function totalsOf(files: readonly FileCoverage[]): Omit<Totals, 'statements'> {
  const counted = (counts: (file: FileCoverage) => Covered) => {
    const all = files.map(counts)
    const total = sum(all, each => each.total)
    return total === 0 ? null : { covered: sum(all, each => each.covered), total }
  }
  return {
    lines: counted(({ lines }) => countOf(lines.values())),
    branches: counted(({ branches }) => countOf(branches.values())),
    functions: counted(({ functions }) => countOf(functions.values())),
  }
}

function countOf(values: Iterable<number | boolean>): Covered {
  let [covered, total] = [0, 0]
  for (const value of values) {
    total += 1
    if (value) covered += 1
  }
  return { covered, total }
}

/** Several reports as one: a line ran when any of them ran it. Same path, same file. */
export function mergeReports(reports: readonly (readonly FileCoverage[])[]): FileCoverage[] {
  const merged = new Map<string, FileCoverage>()
  for (const file of reports.flat()) {
    const known = merged.get(file.path)
    merged.set(file.path, known === undefined ? file : mergeFiles(known, file))
  }
  return [...merged.values()]
}

function mergeFiles(a: FileCoverage, b: FileCoverage): FileCoverage {
  return {
    ...a,
    rooted: [...new Set([...a.rooted, ...b.rooted])],
    lines: union(a.lines, b.lines, Math.max),
    branches: mergeNamed(a.branches, b.branches, (one, other) => one || other),
    functions: mergeNamed(a.functions, b.functions, Math.max),
  }
}

/** Formats name branches and functions differently: without one name in common the fuller list stands alone. */
function mergeNamed<V extends boolean | number>(
  a: ReadonlyMap<string, V>,
  b: ReadonlyMap<string, V>,
  join: (a: V, b: V) => V,
): ReadonlyMap<string, V> {
  const isShared = [...b.keys()].some(name => a.has(name))
  if (isShared || a.size === 0 || b.size === 0) return union(a, b, join)
  const ran = (each: ReadonlyMap<string, V>) => [...each.values()].filter(Boolean).length
  return b.size > a.size || (b.size === a.size && ran(b) > ran(a)) ? b : a
}

function union<K, V>(
  a: ReadonlyMap<K, V>,
  b: ReadonlyMap<K, V>,
  join: (a: V, b: V) => V,
): ReadonlyMap<K, V> {
  const all = new Map(a)
  for (const [key, value] of b) {
    const known = all.get(key)
    all.set(key, known === undefined ? value : join(known, value))
  }
  return all
}
