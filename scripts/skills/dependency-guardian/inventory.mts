/** How is the list of packages counted? The same package in three lock files is still one package. */

import type { DependenciesEvidence, PackageRow, PackageVersion } from '../../core/evidence.mts'
import { isPublic } from '../../formats/lockfiles/reading.mts'

/** One package version, wherever it is named. */
export interface Carried {
  readonly ecosystem: PackageRow['ecosystem']
  readonly name: string
  readonly version: string
  /** Nothing but development asks for it, in any file. */
  readonly isForDevelopment: boolean
  readonly manifests: readonly string[]
}

export const keyOf = ({ ecosystem, name, version }: PackageVersion) =>
  `${ecosystem}/${name} ${version}`

/** Packages by key, in the order in which the files name them. */
export function inventory(packages: readonly PackageRow[]): ReadonlyMap<string, Carried> {
  const groups = Map.groupBy(packages, keyOf)
  return new Map(
    [...groups].map(([key, rows]) => {
      const [{ ecosystem, name, version }] = rows as [PackageRow]
      const isForDevelopment = rows.every(({ dev }) => dev)
      const manifests = [...new Set(rows.map(({ manifest }) => manifest))].sort()
      return [key, { ecosystem, name, version, isForDevelopment, manifests }]
    }),
  )
}

/** How many there are, and how many of them have a version that a public registry knows. */
export function totals(packages: readonly PackageRow[]) {
  const carried = [...inventory(packages).values()]
  return { carried: carried.length, asked: carried.filter(isPublic).length }
}

/** Packages the project asks for itself, whatever their versions. */
export const directCount = (packages: readonly PackageRow[]): number =>
  new Set(
    packages.filter(({ direct }) => direct).map(({ ecosystem, name }) => `${ecosystem}/${name}`),
  ).size

/** Files that gave nothing at all, or of which only a part could be known. */
export function unreadable({ packages, unlocked, faults }: DependenciesEvidence) {
  const speaking = new Set([...packages.map(({ manifest }) => manifest), ...unlocked])
  return {
    wholly: faults.filter(({ path }) => path !== '' && !speaking.has(path)),
    partly: new Set(faults.map(({ path }) => path).filter(path => speaking.has(path))),
  }
}

/**
 * Share (0–1) of the packages that advisories could be asked about: those with a known public
 * version, times the files that were read. A file known in part (Maven lists no transitive
 * dependencies) counts half, as how much it hides cannot be known.
 */
export function extentOf(evidence: DependenciesEvidence): number {
  const { carried, asked } = totals(evidence.packages)
  const { wholly, partly } = unreadable(evidence)
  const files = new Set([
    ...evidence.packages.map(({ manifest }) => manifest),
    ...evidence.unlocked,
  ]).size
  if (carried === 0 || files === 0) return 0
  return (asked / carried) * ((files - partly.size / 2) / (files + wholly.length))
}
