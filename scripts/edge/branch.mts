/** How does the history share the project's own repository? As a branch of its own, written by plumbing alone. */

import { access } from 'node:fs/promises'
import { join } from 'node:path'
import { UserFault } from '../core/fault.mts'
import { additions, applied, commitTree, moveRef, removals } from './branch/commit.mts'
import { pause, pushBranch } from './branch/push.mts'
import { type Branch, newestTip, refOf, refuseForeign } from './branch/refs.mts'
import { home } from './places.mts'

export { checkoutBranch } from './branch/checkout.mts'

export interface BranchAppend extends Branch {
  /** `path` is relative to the root of the branch, `absolute` is where the content lies now. */
  readonly files: readonly { readonly path: string; readonly absolute: string }[]
  /** Paths a compaction has merged into one of `files`. */
  readonly remove?: readonly string[]
  readonly message: string
  /** Also sends the branch to its remote, and with it what earlier runs left unsent. */
  readonly push: boolean
}

const ATTEMPTS = 30

/**
 * One commit with the files, on top of whatever the branch is by then; created without a parent on first use.
 * A UserFault says why not, and whether the files are at least on the local branch.
 */
export async function appendToBranch(append: BranchAppend): Promise<void> {
  const { repo, branch } = append
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const { local, newest } = await newestTip(append)
    await refuseForeign(append, newest)
    const commit = await commitOn(append, newest)
    if (await moveRef(repo, refOf(branch), commit, local)) {
      if (append.push) await pushBranch(append)
      return
    }
    await pause(attempt)
  }
  throw new UserFault(
    `Branch ${branch} could not be moved: its ref is locked, or others keep moving it.`,
  )
}

async function commitOn({ repo, files, remove, message }: BranchAppend, base: string | null) {
  const all = base === null ? [...(await companions()), ...files] : files
  const added = await additions(repo, all)
  const lines = removals(remove ?? [], added.split(/[ \t]/, 2)[1] ?? '') + added
  let commit = ''
  const changes = async function* () {
    yield lines
  }
  await applied(repo, base, changes(), async tree => {
    commit = await commitTree(repo, tree, base, message)
  })
  return commit
}

/** What explains the branch to somebody who finds it: the data dictionary and the views. */
async function companions() {
  const files = ['README.md', 'views.sql'].map(path => ({
    path,
    absolute: join(home, 'data', path),
  }))
  const present = await Promise.all(
    files.map(({ absolute }) =>
      access(absolute).then(
        () => true,
        () => false,
      ),
    ),
  )
  return files.filter((_, index) => present[index])
}
