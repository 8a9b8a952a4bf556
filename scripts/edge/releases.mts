/** Which releases can a commit reach? Its tags, read once, ordered by version. */

import type { Release } from '../core/lens.mts'
import { releasesAmong } from '../core/releases.mts'
import { gitText } from './git.mts'
import { once } from './once.mts'

/** Tags this commit can reach that are releases, newest version first. */
export const readReleases = once(
  async (root: string, commit: string, glob?: string): Promise<readonly Release[]> => {
    const format =
      '%(refname:strip=2)%00%(objectname)%00%(*objectname)%00%(committerdate:iso-strict)%00%(*committerdate:iso-strict)'
    const listing = await gitText(root, [
      'for-each-ref',
      'refs/tags',
      '--merged',
      commit,
      `--format=${format}`,
    ])
    const tags = (listing ?? '').split('\n').flatMap(line => {
      const [name = '', id = '', peeled = '', at = '', peeledAt = ''] = line.split('\0')
      const when = peeledAt || at
      return when === '' ? [] : [{ name, commit: peeled || id, at: when }]
    })
    return releasesAmong(tags, glob)
  },
)
