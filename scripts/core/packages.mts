/** What is known of each package of a monorepo? Measures whose subject is its folder; every file belongs to one package. */

import { counting } from './findings.mts'
import type { Outcome } from './model.mts'
import { compareText } from './order.mts'
import { folderOf, foldersUp } from './paths.mts'

/** One package of the project. Null where nothing was measured. */
export interface PackageRow {
  /** Its folder; `.` is the project's own, for whatever lies in no other. */
  readonly path: string
  readonly files: number
  /** Lines of code, tests left out. */
  readonly code: number
  /** Percent of its code in functions that are too complex. */
  readonly complex: number | null
  /** Percent of its coverable lines that the tests ran. */
  readonly coverage: number | null
  /** Percent of its public symbols that are documented. */
  readonly documented: number | null
  /** Of level error or warn, and not waived. */
  readonly findings: number
}

const OWN = '.'

/** Subject of the measures about the package that holds this file: the deepest folder around it. */
export function packageOf(folders: readonly string[]): (path: string) => string {
  const packages = new Set(folders)
  return path => {
    for (const folder of foldersUp(folderOf(path)))
      if (folder !== '' && packages.has(folder)) return folder
    return OWN
  }
}

/** The rows by package, those of packages with most of them first; none where there are no packages. */
export function byPackage<T extends { readonly path: string }>(
  rows: readonly T[],
  folders: readonly string[] = [],
): readonly (readonly [subject: string, rows: readonly T[]])[] {
  if (folders.length === 0) return []
  const place = packageOf(folders)
  return [...Map.groupBy(rows, ({ path }) => place(path))].sort(
    ([, a], [, b]) => b.length - a.length,
  )
}

/** The packages that were measured, the largest first. */
export function packageRows(outcomes: readonly Outcome[]): readonly PackageRow[] {
  const measures = outcomes.flatMap(each => each.measures).filter(({ subject }) => subject !== '')
  const values = new Map(measures.map(({ name, subject, value }) => [`${name}\0${subject}`, value]))
  const folders = measures.filter(({ name }) => name === SIZE).map(({ subject }) => subject)
  const place = packageOf(folders)
  const found = Map.groupBy(
    outcomes.flatMap(({ findings }) => counting(findings).flatMap(({ path }) => path ?? [])),
    place,
  )
  return folders
    .map(path => {
      const value = (name: string) => values.get(`${name}\0${path}`) ?? null
      return {
        path,
        files: value('source-files') ?? 0,
        code: value(SIZE) ?? 0,
        complex: value('complex-code'),
        coverage: value('line-coverage'),
        documented: value('documented-surface'),
        findings: found.get(path)?.length ?? 0,
      }
    })
    .sort((a, b) => b.code - a.code || compareText(a.path, b.path))
}

const SIZE = 'code-lines'
