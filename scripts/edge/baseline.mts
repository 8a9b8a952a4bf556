/** Compared with what? On a branch where it left the default branch; there the last release, else the first parent. */

import { UserFault } from '../core/fault.mts'
import type { Cache } from './cache.mts'
import { commitDate } from './commits.mts'
import { gitText } from './git.mts'
import { once } from './once.mts'
import { readReleases } from './releases.mts'
import type { Repository } from './repository.mts'

export type Baseline =
  | {
      readonly commit: string
      readonly release: string | null
      readonly chosen: string
      /** The branch that what follows is to be merged into; null where nothing is to be reviewed. */
      readonly onto: string | null
    }
  | { readonly commit: null; readonly why: string; readonly isShallow: boolean }

export const mergedInto = (baseline: Baseline): string | null =>
  baseline.commit === null ? null : baseline.onto

const none = (why: string, isShallow = false): Baseline => ({ commit: null, why, isShallow })

const UNSHALLOW =
  'the clone is shallow: run git fetch --unshallow (in GitHub Actions: fetch-depth: 0)'

/**
 * `wish` is `--baseline`: a ref, 'none', or undefined to choose by the rules; `name` is how a person called it.
 * `target` is the branch the change is for, where that is not the default branch.
 */
export async function chooseBaseline(
  repository: Repository,
  wish: string | undefined,
  releaseTags?: string,
  name: string | undefined = wish,
  target?: string,
  cache?: Cache,
): Promise<Baseline> {
  const { root, git: state } = repository
  if (wish === 'none') return none('no comparison was asked for')
  if (state?.commit == null) {
    if (wish !== undefined)
      throw new UserFault(`--baseline ${wish}: there is no git history at ${root}`)
    return none('there is no git history')
  }
  if (wish !== undefined) return asked(root, wish, name ?? wish, releaseTags, cache)
  const { commit, branch, isShallow } = state
  const main = await defaultBranch(root, target)
  if (main !== null && main.name !== branch) {
    const base = await gitText(root, ['merge-base', main.commit, commit])
    if (base !== null && base !== commit)
      return {
        commit: base,
        release: null,
        chosen: `where this branch left ${main.name}`,
        onto: main.name,
      }
    if (base === null)
      return isShallow
        ? none(UNSHALLOW, true)
        : none(`this branch and ${main.name} have no common commit`)
  }
  return onDefaultBranch(root, commit, isShallow, releaseTags, cache)
}

async function asked(
  root: string,
  wish: string,
  name: string,
  releaseTags?: string,
  cache?: Cache,
): Promise<Baseline> {
  const commit = await gitText(root, [
    'rev-parse',
    '--verify',
    '--quiet',
    '--end-of-options',
    `${wish}^{commit}`,
  ])
  if (commit === null)
    throw new UserFault(`--baseline ${wish}: git knows no such commit, branch or tag here`)
  const releases = await readReleases(root, commit, releaseTags, cache)
  const release = releases.find(each => each.commit === commit)?.name ?? null
  return { commit, release, chosen: `as asked: ${name}`, onto: null }
}

async function onDefaultBranch(
  root: string,
  commit: string,
  isShallow: boolean,
  releaseTags?: string,
  cache?: Cache,
): Promise<Baseline> {
  const releases = await readReleases(root, commit, releaseTags, cache)
  const last = releases.find(release => release.commit !== commit)
  if (last !== undefined)
    return {
      commit: last.commit,
      release: last.name,
      chosen: `the last release, ${last.name}`,
      onto: null,
    }
  const parent = await gitText(root, ['rev-parse', '--verify', '--quiet', `${commit}^1`])
  if (parent !== null) {
    const chosen = isShallow
      ? 'the previous commit, because the clone is shallow and no release is in it'
      : 'the previous commit'
    return { commit: parent, release: null, chosen, onto: null }
  }
  return isShallow ? none(UNSHALLOW, true) : none('this is the first commit')
}

/** origin/HEAD, else main, else master (contracts.md); local branches before the remote's. */
export const defaultBranch = once(
  async (root: string, target?: string): Promise<{ name: string; commit: string } | null> => {
    const head = await gitText(root, ['symbolic-ref', '--quiet', 'refs/remotes/origin/HEAD'])
    const name = target ?? head?.replace('refs/remotes/origin/', '')
    const candidates = name === undefined ? ['main', 'master'] : [name]
    for (const candidate of candidates)
      for (const ref of [`refs/remotes/origin/${candidate}`, `refs/heads/${candidate}`]) {
        const commit = await gitText(root, ['rev-parse', '--verify', '--quiet', `${ref}^{commit}`])
        if (commit !== null) return { name: candidate, commit }
      }
    return null
  },
)

/** ISO date of the commit where this one's branch left the default branch; null on the default branch. */
export async function branchedAt(
  root: string,
  commit: string,
  branch: string | null,
): Promise<string | null> {
  const main = await defaultBranch(root)
  if (main === null || main.name === branch) return null
  const base = await gitText(root, ['merge-base', main.commit, commit])
  return base === null || base === commit ? null : commitDate(root, base)
}
