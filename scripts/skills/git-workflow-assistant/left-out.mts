/** Which commits say nothing about where work gathers? Those a project lists in `.git-blame-ignore-revs`: mass reformatting. */

import type { Lens } from '../../core/lens.mts'

const LIST = '.git-blame-ignore-revs'

/** Full ids, one a line, `#` begins a comment: the file `git blame --ignore-revs-file` reads. */
export async function leftOut(lens: Lens): Promise<ReadonlySet<string>> {
  const isThere = (await lens.files()).some(({ path }) => path === LIST)
  const list = isThere ? await lens.text(LIST) : null
  const lines = list?.ok ? list.value.split('\n') : []
  return new Set(lines.map(line => line.replace(/#.*/, '').trim().toLowerCase()))
}
