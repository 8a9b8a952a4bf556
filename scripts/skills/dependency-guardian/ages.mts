/** How far behind the newest stable versions are the direct dependencies? Counted up to the assessed commit. */

import { DAY_MS } from '../../core/days.mts'
import type { DependenciesEvidence, PackageRow, PublicationRow } from '../../core/evidence.mts'
import type { Draft } from '../../core/findings.mts'
import { isPublic } from '../../formats/lockfiles/reading.mts'
import { keyOf } from './inventory.mts'

/** Days; 0 where the newest stable version was published before the one in use. */
export const daysBehind = ({ publishedAt, newestAt }: PublicationRow): number =>
  Math.max(0, (Date.parse(newestAt) - Date.parse(publishedAt)) / DAY_MS)

/** Those a registry can be asked about: every direct dependency once. */
export const datable = (packages: readonly PackageRow[]): readonly PackageRow[] => [
  ...new Map(
    packages.filter(row => row.direct && isPublic(row)).map(row => [keyOf(row), row]),
  ).values(),
]

export interface AgeDraft extends Draft<'outdated-package'> {
  readonly of: PublicationRow
}

export function ageDrafts(
  rows: readonly PublicationRow[],
  { packages }: Pick<DependenciesEvidence, 'packages'>,
  limit: number,
): AgeDraft[] {
  const manifests = new Map(datable(packages).map(row => [keyOf(row), row.manifest]))
  return rows
    .filter(row => daysBehind(row) > limit)
    .sort((a, b) => daysBehind(b) - daysBehind(a))
    .map(of => ({
      rule: 'outdated-package',
      path: manifests.get(keyOf(of)) ?? null,
      line: null,
      symbol: `${of.ecosystem}/${of.name}`,
      message: `${of.name} ${of.version} is ${Math.round(daysBehind(of))} days behind ${of.newest}`,
      isAnywhere: true,
      of,
    }))
}
