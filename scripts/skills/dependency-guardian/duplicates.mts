/** Which packages does one lock file install in several versions? Only npm and Cargo can. */

import type { PackageRow } from '../../core/evidence.mts'
import type { Draft } from '../../core/findings.mts'

export interface Installed {
  readonly ecosystem: PackageRow['ecosystem']
  readonly name: string
  readonly manifest: string
  readonly versions: readonly string[]
  readonly isDirect: boolean
}

/** Each package of each npm or Cargo lock file. */
export function installed(packages: readonly PackageRow[]): Installed[] {
  const able = packages.filter(
    ({ ecosystem, version }) =>
      (ecosystem === 'npm' || ecosystem === 'crates.io') && version !== '',
  )
  const groups = Map.groupBy(able, ({ manifest, ecosystem, name }) =>
    [manifest, ecosystem, name].join(' '),
  )
  return [...groups.values()].map(rows => {
    const [{ ecosystem, name, manifest }] = rows as [PackageRow]
    const versions = [...new Set(rows.map(({ version }) => version))]
    return { ecosystem, name, manifest, versions, isDirect: rows.some(({ direct }) => direct) }
  })
}

const isDuplicate = ({ versions }: Installed) => versions.length > 1

export interface DuplicateDraft extends Draft<'duplicate-version'> {
  readonly of: Installed
}

/** Only what the project asks for itself: the rest is for others to bring together. */
export const duplicateDrafts = (all: readonly Installed[]): DuplicateDraft[] =>
  all
    .filter(each => isDuplicate(each) && each.isDirect)
    .map(of => ({
      rule: 'duplicate-version',
      path: of.manifest,
      line: null,
      symbol: `${of.ecosystem}/${of.name}`,
      message: `${of.name} is installed in ${of.versions.length} versions: ${of.versions.join(', ')}`,
      of,
    }))

/** Percent of the packages; null where no lock file could hold one twice. */
export const duplicateShare = (all: readonly Installed[]): number | null =>
  all.length === 0 ? null : (100 * all.filter(isDuplicate).length) / all.length
