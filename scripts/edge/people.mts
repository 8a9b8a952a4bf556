/** Who is behind a hash of an author? Read from git to be shown, and never kept. */

import { pseudonym } from './commits.mts'
import { askGit, fields } from './git.mts'

/** Whoever has not written one of so many commits is not found. */
const MOST_COMMITS = 20_000

/** Hash → name; hashes nobody stands behind are left out. */
export async function namesOf(
  root: string,
  commit: string | null,
  key: string,
  wanted: ReadonlySet<string>,
): Promise<ReadonlyMap<string, string>> {
  const names = new Map<string, string>()
  if (commit === null || wanted.size === 0) return names
  const args = ['log', '-z', `--max-count=${MOST_COMMITS}`, '--format=%aE%x00%aN', commit]
  const { stdout } = await askGit(root, args)
  const parts = fields(stdout.toString('utf8'))
  const seen = new Set<string>()
  for (let i = 0; i + 2 <= parts.length && names.size < wanted.size; i += 2) {
    const [email = '', name = ''] = parts.slice(i, i + 2)
    if (seen.has(email)) continue
    seen.add(email)
    const author = pseudonym(email, key)
    if (wanted.has(author)) names.set(author, name)
  }
  return names
}
