/** Is the history of this clone whole? */

import { gitText } from './git.mts'
import { once } from './once.mts'

/** Why the history cannot be believed, or null. */
export const historyObstacle = once(async (root: string): Promise<string | null> => {
  const [isCut, promisor] = await Promise.all([
    isShallow(root),
    gitText(root, ['config', '--get-regexp', '^remote\\..*\\.promisor$']),
  ])
  if (isCut)
    return 'the clone is shallow: run git fetch --unshallow (in GitHub Actions: fetch-depth: 0)'
  if (promisor?.includes('true') === true)
    return 'the clone is partial (blobs were left out): run git fetch --refetch --no-filter'
  return null
})

export const isShallow = once(
  async (root: string): Promise<boolean> =>
    (await gitText(root, ['rev-parse', '--is-shallow-repository'])) === 'true',
)
