/** Which commit is the data branch at, and may we write to it at all? */

import { UserFault } from '../../core/fault.mts'
import { TABLES } from '../../core/history.mts'
import { fields, git, gitText } from '../git.mts'

export interface Branch {
  readonly repo: string
  readonly branch: string
}

export const refOf = (branch: string): string => `refs/heads/${branch}`

export const tipOf = (repo: string, ref: string): Promise<string | null> =>
  gitText(repo, ['rev-parse', '--verify', '--quiet', `${ref}^{commit}`])

/** What a data branch may hold beside its tables. */
const COMPANIONS = new Set(['README.md', 'views.sql', '.gitattributes', 'LICENSE'])

/** The remote that has the branch: as configured, else `origin`, else the only one; null when there is none. */
export async function remoteOf({ repo, branch }: Branch): Promise<string | null> {
  const configured = await gitText(repo, ['config', `branch.${branch}.remote`])
  if (configured !== null && configured !== '.') return configured
  const remotes = (await git(repo, ['remote'])).split('\n').filter(name => name !== '')
  if (remotes.includes('origin')) return 'origin'
  return remotes.length === 1 ? (remotes[0] ?? null) : null
}

/** Where the branch stands: the local one, or what was last fetched when that is further on. */
export async function newestTip(
  where: Branch,
): Promise<{ local: string | null; newest: string | null }> {
  const { repo, branch } = where
  const local = await tipOf(repo, refOf(branch))
  const remote = await remoteOf(where)
  const fetched = remote === null ? null : await tipOf(repo, `refs/remotes/${remote}/${branch}`)
  if (local === null || fetched === null) return { local, newest: local ?? fetched }
  const isBehind = (await gitText(repo, ['merge-base', '--is-ancestor', local, fetched])) !== null
  return { local, newest: isBehind ? fetched : local }
}

/** Refuses what could harm the user's work: a bad name, a branch in use, a branch with other files. */
export async function refuseForeign({ repo, branch }: Branch, tip: string | null): Promise<void> {
  if ((await gitText(repo, ['check-ref-format', '--branch', branch])) === null)
    throw new UserFault(`"${branch}" cannot be the name of a branch.`)
  const worktrees = (await git(repo, ['worktree', 'list', '--porcelain'])).split('\n')
  if (worktrees.includes(`branch ${refOf(branch)}`) && !(await isBare(repo)))
    throw new UserFault(
      `Branch ${branch} is checked out, and the history is written without touching files: check out another one.`,
    )
  if (tip === null) return
  const entries = fields(await git(repo, ['ls-tree', '--full-tree', '--name-only', '-z', tip]))
  const foreign = entries.find(name => !Object.hasOwn(TABLES, name) && !COMPANIONS.has(name))
  if (foreign !== undefined)
    throw new UserFault(
      `Branch ${branch} holds other files (${JSON.stringify(foreign)}): give the history a branch of its own.`,
    )
}

const isBare = async (repo: string) =>
  (await gitText(repo, ['rev-parse', '--is-bare-repository'])) === 'true'
