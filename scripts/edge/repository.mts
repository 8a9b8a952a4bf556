/** What stands at this path? A repository, a part of one, a bare one or a plain folder; anything else is the user's fault. */

import { realpath, stat } from 'node:fs/promises'
import { basename, resolve } from 'node:path'
import { UserFault } from '../core/fault.mts'
import type { Forge } from '../core/model.mts'
import { askGit, gitText } from './git.mts'

export interface Repository {
  /** Absolute, links resolved: the folder that is assessed. */
  readonly root: string
  readonly git: GitState | null
}

interface GitState {
  /** The folder inside the repository, '' or with a trailing slash. */
  readonly prefix: string
  readonly isBare: boolean
  readonly isShallow: boolean
  /** Null before the first commit. */
  readonly commit: string | null
  /** Null with a detached head. */
  readonly branch: string | null
  readonly origin: string | null
}

export async function openRepository(path: string): Promise<Repository> {
  const root = await folderAt(path)
  const where = await askGit(root, [
    'rev-parse',
    '--is-bare-repository',
    '--is-shallow-repository',
    '--show-prefix',
  ])
  if (where.exitCode !== 0) {
    if (where.stderr.includes('dubious ownership'))
      throw new UserFault(
        `${root} belongs to another user and git refuses it: run git config --global --add safe.directory ${JSON.stringify(root)}`,
      )
    if (
      /invalid gitfile format|bad config|unknown repository extension|repository format/i.test(
        where.stderr,
      )
    )
      throw new UserFault(
        `git cannot read the repository at ${root}: ${where.stderr.replace(/^fatal: /, '').split('\n', 1)[0]}`,
      )
    return { root, git: null }
  }
  const [bare, shallow, prefix = ''] = where.stdout.toString('utf8').split('\n')
  const [commit, branch, origin] = await Promise.all([
    gitText(root, ['rev-parse', '--verify', '--quiet', 'HEAD^{commit}']),
    gitText(root, ['symbolic-ref', '--quiet', '--short', 'HEAD']),
    gitText(root, ['config', '--get', 'remote.origin.url']),
  ])
  const isBare = bare === 'true'
  if (isBare && commit === null)
    throw new UserFault(`${root} is a bare repository without a commit: push one first`)
  return { root, git: { prefix, isBare, isShallow: shallow === 'true', commit, branch, origin } }
}

async function folderAt(path: string): Promise<string> {
  try {
    const root = await realpath(resolve(path))
    if (!(await stat(root)).isDirectory())
      throw new UserFault(`${path} is a file: name the project's folder`)
    return root
  } catch (error) {
    if (error instanceof UserFault) throw error
    const code = (error as NodeJS.ErrnoException).code
    const why =
      code === 'EACCES'
        ? 'cannot be read'
        : code === 'ELOOP'
          ? 'is a loop of links'
          : 'does not exist'
    throw new UserFault(`${path} ${why}: name the folder of the project to assess`)
  }
}

/** `https://host/owner/name` of an origin, without credentials; null for a local path. */
export function forgeOf(origin: string | null): Forge | null {
  const match =
    /^(?:https?|ssh|git):\/\/(?:[^@/]*@)?([^/:]+)(?::\d+)?\/(.+)$/.exec(origin ?? '') ??
    /^[^@/]+@([^:/]+):(.+)$/.exec(origin ?? '')
  if (match === null) return null
  const [, host = '', path = ''] = match
  const kind = host.includes('github') ? 'github' : host.includes('gitlab') ? 'gitlab' : 'other'
  return {
    url: `https://${host.toLowerCase()}/${path.replace(/\/$/, '').replace(/\.git$/, '')}`,
    kind,
  }
}

/** The project's name in the history: policy, else origin, else folder + root commit (contracts.md). */
export async function slugOf({ root, git }: Repository, name: string | undefined): Promise<string> {
  const below = git?.prefix ? `/${git.prefix.replace(/\/$/, '')}` : ''
  const forge = forgeOf(git?.origin ?? null)
  if (name !== undefined) return tidy(name)
  if (forge !== null) return tidy(forge.url.replace('https://', '') + below)
  const first =
    git?.commit == null ? null : await gitText(root, ['rev-list', '--max-parents=0', 'HEAD'])
  const mark = first?.split('\n').at(-1)?.slice(0, 8)
  return tidy(mark === undefined ? basename(root) : `${basename(root)}-${mark}`)
}

/** Letters, digits, dot, dash and underscore: safe as a folder name and in a URL. */
function tidy(name: string): string {
  const safe = name
    .toLowerCase()
    .replace(/[^a-z0-9._-]+/g, '-')
    .replace(/^[.-]+|[.-]+$/g, '')
    .slice(0, 100)
  return safe === '' ? 'project' : safe
}
