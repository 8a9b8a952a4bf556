/** Which number should the next release have? Semantic versioning, read from conventional commit subjects. */

import semver from 'semver'
import type { ReleaseEvidence } from '../../core/evidence.mts'
import type { Proposal } from '../../core/model.mts'

type Unreleased = ReleaseEvidence['unreleased'][number]

/** The types in common use: `parser: …` is a habit of other projects, not a conventional commit. */
const CONVENTIONAL =
  /^(?<type>build|chore|ci|docs|feat|fix|perf|refactor|revert|style|test)(?:\([^()]*\))?(?<breaking>!)?: \S/i

const MERGE = /^Merge (?:branch|pull request|remote-tracking branch|tag|commit) /

/** Announced in the subject: `feat!: …`, `fix(api)!: …` or the words BREAKING CHANGE. */
export function isBreaking({ subject }: Unreleased): boolean {
  return (
    CONVENTIONAL.exec(subject)?.groups?.breaking === '!' || /\bBREAKING[ -]CHANGE\b/.test(subject)
  )
}

const isFeature = ({ subject }: Unreleased) =>
  CONVENTIONAL.exec(subject)?.groups?.type?.toLowerCase() === 'feat'

/** No advice unless at least `conventionalShare` (0–1) of the subjects, merges left out, follow the convention. */
export function adviceFor(
  { latest, unreleased }: ReleaseEvidence,
  conventionalShare: number,
): readonly Proposal[] {
  const commits = unreleased.filter(({ subject }) => !MERGE.test(subject))
  const conventional = commits.filter(({ subject }) => CONVENTIONAL.test(subject))
  if (latest === null || conventional.length === 0) return []
  if (conventional.length < conventionalShare * commits.length) return []
  const breaking = commits.filter(isBreaking).length
  const features = commits.filter(isFeature).length
  const next = nextVersion(latest.name, breaking > 0, features > 0)
  if (next === null) return []
  const why = `the subjects of ${commits.length} ${commits.length === 1 ? 'commit' : 'commits'} since ${latest.name} announce ${breaking} breaking ${breaking === 1 ? 'change' : 'changes'} and ${features} ${features === 1 ? 'feature' : 'features'}: ${next.name} would be a ${next.kind} release (footers in commit bodies are not read)`
  // The name goes into a line people paste into a shell.
  return [/^\w[\w.@/+-]*$/.test(next.name) ? { why, command: `git tag ${next.name}` } : { why }]
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
