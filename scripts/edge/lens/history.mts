/** What does git know of the state a lens shows? Commits, releases, ages, branches; a sentence where there is no git. */

import { basename } from 'node:path/posix'
import type { Lens } from '../../core/lens.mts'
import { branchedAt, defaultBranch } from '../baseline.mts'
import { readChangedPaths } from '../change.mts'
import { readCommits, readCommitsSince } from '../commits.mts'
import { readLastChanges } from '../last-changes.mts'
import { readReleases } from '../releases.mts'
import type { LensOptions, LensParts } from './parts.mts'

type History = Pick<
  Lens,
  'commits' | 'releases' | 'lastChanges' | 'place' | 'branchedAt' | 'commitsSince' | 'changedSince'
>

export function historyOf(
  { repository, contents, project, cache }: LensParts,
  { asOf, releaseTags }: LensOptions,
): History {
  const { root, git } = repository
  const { commit, branch, slug } = project
  const place: Lens['place'] = async () => ({
    prefix: git?.prefix ?? '',
    defaultBranch: (await defaultBranch(root))?.name ?? null,
  })
  if (commit === null) return { ...WITHOUT_GIT, place }
  const locks = contents.files.filter(({ role }) => role === 'lockfile')
  const lockfiles = [...new Set(locks.map(({ path }) => basename(path)))]
  const window = { commit, until: asOf, key: slug, lockfiles }
  const logs = new Map<number, ReturnType<Lens['commits']>>()
  return {
    place,
    commits: async days => {
      const log = logs.get(days) ?? readCommits(root, { ...window, days }, cache)
      logs.set(days, log)
      return log
    },
    releases: async () => ({
      ok: true,
      value: await readReleases(root, commit, releaseTags, cache),
    }),
    lastChanges: async (paths, enough, except) =>
      readLastChanges(root, commit, { paths, enough, except }, cache),
    branchedAt: async () => branchedAt(root, commit, branch),
    commitsSince: async ref => readCommitsSince(root, ref, commit),
    changedSince: async ref => readChangedPaths(root, ref, commit),
  }
}

const noGit = async () => ({ ok: false, why: 'there is no git history here' }) as const

const WITHOUT_GIT: Omit<History, 'place'> = {
  commits: noGit,
  releases: noGit,
  lastChanges: noGit,
  branchedAt: async () => null,
  commitsSince: noGit,
  changedSince: noGit,
}
