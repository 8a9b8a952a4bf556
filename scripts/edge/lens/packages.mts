/** What do others say of the packages a project carries? Advisories, licences, ages: loaded only when asked. */

import type { Lens } from '../../core/lens.mts'
import type { LensOptions, LensParts } from './parts.mts'

export const packagesOf = (
  { repository: { root } }: LensParts,
  { isOffline: offline, warn, told, advisories: directory, outdated, asOf }: LensOptions,
): Pick<Lens, 'advisories' | 'licences' | 'publications'> => ({
  advisories: async packages => {
    const { advisoriesFrom } = await import('../advisories.mts')
    const source = directory === undefined ? {} : { directory }
    return advisoriesFrom({ packages, offline, warn, told, ...source })
  },
  licences: async packages => {
    const { installedLicences } = await import('../licences.mts')
    return installedLicences(root, packages)
  },
  publications: async packages => {
    if (outdated !== true) return { status: 'not-asked' }
    const { publicationsOf } = await import('../publications.mts')
    return publicationsOf({ packages, asOf, offline, warn })
  },
})
