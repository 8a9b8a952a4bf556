/** Which files leave the question open? Manifests that nothing pins, and files that could not be read. */

import type { DependenciesEvidence } from '../../core/evidence.mts'
import type { Draft } from '../../core/findings.mts'
import { unreadable } from './inventory.mts'

export type ManifestDraft<R extends string> = Draft<R> & { readonly path: string }

export const unlockedDrafts = ({ unlocked }: DependenciesEvidence) =>
  unlocked.map(
    (path): ManifestDraft<'unlocked-manifest'> => ({
      rule: 'unlocked-manifest',
      path,
      line: null,
      symbol: '',
      message: `Nothing pins the versions that ${path} asks for`,
    }),
  )

export const unreadableDrafts = (evidence: DependenciesEvidence) =>
  unreadable(evidence).wholly.map(
    ({ path, why }): ManifestDraft<'unreadable-lockfile'> => ({
      rule: 'unreadable-lockfile',
      path,
      line: null,
      symbol: '',
      message: why,
    }),
  )
