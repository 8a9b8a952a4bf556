/** Which stored run, or which commit, does a person mean? A run id, a release, a branch or a commit. */

import { UserFault } from '../core/fault.mts'
import { gitText } from '../edge/git.mts'
import { openRepository } from '../edge/repository.mts'
import { openHistory } from '../edge/store.mts'
import type { HistoryPlace } from './where.mts'

const RUN_ID = /^\d{8}t\d{6}z-[0-9a-f]{8}$/

/** The commit behind a ref of the project or behind the id of a stored run. */
export async function commitOf(path: string, { dir }: HistoryPlace, name: string): Promise<string> {
  const { root, git } = await openRepository(path)
  if (git === null)
    throw new UserFault(`${root} is not a git repository: there are no two states to compare`)
  if (RUN_ID.test(name)) {
    const commit = await commitOfRun(dir, name)
    if (commit !== null) return commit
  }
  const commit = await gitText(root, [
    'rev-parse',
    '--verify',
    '--quiet',
    '--end-of-options',
    `${name}^{commit}`,
  ])
  if (commit === null)
    throw new UserFault(`${name} is no release, branch, commit or run of this project`)
  return commit
}

async function commitOfRun(dir: string, run: string): Promise<string | null> {
  const history = await openHistory(dir)
  try {
    const { rows } = await history.query('SELECT "commit" FROM runs WHERE run = ?', [run])
    return (rows[0]?.[0] as string | null | undefined) ?? null
  } finally {
    history.close()
  }
}
