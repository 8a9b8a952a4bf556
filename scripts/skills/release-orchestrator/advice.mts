/** Which number should the next release have? Semantic versioning, read from conventional commits and the public surface. */

import semver from 'semver'
import { conventional, isBreaking } from '../../core/conventional.mts'
import type { ReleaseEvidence } from '../../core/evidence.mts'
import type { ReleaseCommit } from '../../core/lens.mts'
import type { Proposal } from '../../core/model.mts'
import { type ReviewEvidence, semverOf } from '../../core/review.mts'

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
  const surface =
    asked === 'patch'
      ? ''
      : `, and the public surface ${asked === 'major' ? 'breaks calls' : 'has new names'}`
  const silent = api === null && !isBroken ? commits.length - said.length : 0
  const least =
    silent === 0
      ? ''
      : `, the least: ${silent} other ${silent === 1 ? 'message announces' : 'messages announce'} nothing`
  const why = `the messages of ${commits.length} ${commits.length === 1 ? 'commit' : 'commits'} since ${latest.name} announce ${breaking} breaking ${breaking === 1 ? 'change' : 'changes'} and ${features} ${features === 1 ? 'feature' : 'features'}${surface}: ${next.name} would be a ${next.kind} release${least}`
  // The name goes into a line people paste into a shell.
  const isSure = silent === 0 && /^\w[\w.@/+-]*$/.test(next.name)
  return [isSure ? { why, command: `git tag ${next.name}` } : { why }]
}

/** Below 1.0.0 a breaking change raises the second number: the first one says "stable", which is not ours to say. */
function nextVersion(name: string, hasBreaking: boolean, hasFeature: boolean) {
  const [, prefix = '', digits] = /^(.*?)(\d+(?:\.\d+)+)$/.exec(name) ?? []
  const version = semver.coerce(digits)
  if (version === null) return null
  const raises = hasBreaking ? 'major' : hasFeature ? 'minor' : 'patch'
  const kind = raises === 'major' && version.major === 0 ? 'minor' : raises
  return { kind, name: `${prefix}${version.inc(kind).version}` }
}
