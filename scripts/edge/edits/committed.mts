/** Which proposals touch only files that git has as they are? */

import { UserFault } from '../../core/fault.mts'
import type { Edit, Proposal } from '../../core/model.mts'
import { commitTree } from '../commit-tree.mts'
import type { Repository } from '../repository.mts'

export interface Writable {
  readonly allowed: readonly Proposal[]
  readonly refused: readonly { readonly path: string; readonly why: string }[]
}

/** A proposal that touches a file with changes of its own is refused as a whole: it would be mixed with them. */
export async function writable(
  repository: Repository,
  proposals: readonly Proposal[],
): Promise<Writable> {
  const committed = await committedIds(repository)
  const isOurs = ({ path, oid }: Edit) => committed.get(path) === oid
  const edits = proposals.flatMap(({ edits = [] }) => edits)
  const paths = new Set(edits.filter(each => !isOurs(each)).map(({ path }) => path))
  return {
    allowed: proposals.filter(({ edits = [] }) => edits.every(isOurs)),
    refused: [...paths].map(path => ({ path, why: 'it has changes git does not have' })),
  }
}

async function committedIds({ root, git }: Repository): Promise<ReadonlyMap<string, string>> {
  if (git?.commit == null || git.isBare)
    throw new UserFault(
      `${root} has no commit that could bring a file back: commit it first, then apply`,
    )
  const tree = await commitTree(root, git.commit, git.prefix)
  tree.close()
  return new Map(tree.entries.map(({ path, oid }) => [path, oid]))
}
