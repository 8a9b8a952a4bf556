/** Under which licences does ship what others wrote, and does the policy allow them? What is not stated is not known. */

import type { PackageRow } from '../../core/evidence.mts'
import type { Draft } from '../../core/findings.mts'
import type { Lens } from '../../core/lens.mts'
import { isAllowed, type LicencePolicy } from '../../formats/licences/spdx.mts'

/** Rows with what installed copies state where their lock states nothing. */
export async function licensed(
  lens: Lens,
  packages: readonly PackageRow[],
): Promise<readonly PackageRow[]> {
  const known = await lens.licences(packages)
  return packages.map(row => {
    const licence = known.get(row)
    return licence === undefined ? row : { ...row, licence }
  })
}

export const hasPolicy = ({ allow, deny }: LicencePolicy) => allow.length + deny.length > 0

export interface LicenceDraft extends Draft<'denied-licence'> {
  readonly of: PackageRow
}

/** What only development needs is not handed on, so its licence binds nobody else. */
export const licenceDrafts = (
  packages: readonly PackageRow[],
  policy: LicencePolicy,
): LicenceDraft[] =>
  packages.flatMap(of => {
    const { ecosystem, name, version, manifest, licence, dev } = of
    if (dev || licence === undefined || isAllowed(licence, policy)) return []
    return {
      rule: 'denied-licence',
      path: manifest,
      line: null,
      symbol: `${ecosystem}/${name}`,
      message: `${name} ${version} ships under ${licence}, which the policy does not allow`,
      isAnywhere: true,
      of,
    }
  })

export const unknownLicences = (packages: readonly PackageRow[]): number =>
  new Set(
    packages
      .filter(({ dev, licence }) => !dev && licence === undefined)
      .map(({ ecosystem, name, version }) => `${ecosystem}/${name} ${version}`),
  ).size
