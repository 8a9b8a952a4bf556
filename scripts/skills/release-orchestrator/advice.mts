/** Which number should the next release have? Semantic versioning, read from conventional commits and the public surface. */

import semver from 'semver'
import { conventional, isBreaking } from '../../core/conventional.mts'
import type { ReleaseEvidence } from '../../core/evidence.mts'
import type { ReleaseCommit } from '../../core/lens.mts'
import type { Proposal } from '../../core/model.mts'
import { plural } from '../../core/plural.mts'
import { type ReviewEvidence, type Semver, semverOf } from '../../core/review.mts'

/**
 * No advice unless at least `conventionalShare` (0–1) of the subjects, merges left out, follow the convention. What the public
 * surface asks for counts where `review` looks at all that came after the last release; without it a message that follows no
 * convention may hide a feature.
 */
export function adviceFor(
  { latest }: ReleaseEvidence,
  commits: readonly ReleaseCommit[],
  conventionalShare: number,
  review?: ReviewEvidence,
): readonly Proposal[] {
  const said = commits.flatMap(({ subject }) => conventional(subject) ?? [])
  if (latest === null || said.length === 0) return []
  if (said.length < conventionalShare * commits.length) return []
  const breaking = commits.filter(isBreaking).length
  const features = said.filter(({ type }) => type === 'feat').length
  const api = review?.since.commit === latest.commit ? review.api : null
  const asked = api === null ? 'patch' : semverOf(api)
  const isBroken = breaking > 0 || asked === 'major'
  const next = nextVersion(latest.name, isBroken, features > 0 || asked === 'minor')
  if (next === null) return []
  const silent = api === null && !isBroken ? commits.length - said.length : 0
  const announced = `${plural(breaking, 'breaking change')} and ${plural(features, 'feature')}`
  const why = `the messages of ${plural(commits.length, 'commit')} since ${latest.name} announce ${announced}${SURFACE[asked]}: ${next.name} would be a ${next.kind} release${leastOf(silent)}`
  // The name goes into a line people paste into a shell.
  const isSure = silent === 0 && /^\w[\w.@/+-]*$/.test(next.name)
  return [isSure ? { why, command: `git tag ${next.name}` } : { why }]
}

const SURFACE: Readonly<Record<Semver, string>> = {
  major: ', and the public surface breaks calls',
  minor: ', and the public surface has new names',
  patch: '',
}

const leastOf = (silent: number) =>
  silent === 0
    ? ''
    : `, the least: ${plural(silent, 'other message announces', 'other messages announce')} nothing`

/** Below 1.0.0 a breaking change raises the second number: the first one says "stable", which is not ours to say. */
function nextVersion(name: string, hasBreaking: boolean, hasFeature: boolean) {
  const [, prefix = '', digits] = /^(.*?)(\d+(?:\.\d+)+)$/.exec(name) ?? []
  const version = semver.coerce(digits)
  if (version === null) return null
  const raises = hasBreaking ? 'major' : hasFeature ? 'minor' : 'patch'
  const kind = raises === 'major' && version.major === 0 ? 'minor' : raises
  return { kind, name: `${prefix}${version.inc(kind).version}` }
}
