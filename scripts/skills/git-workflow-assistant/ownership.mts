/** Whose work is a file, for the most part? The main author by added lines, and that author's share. */

/** One author's part of one file: commits, and lines by numstat. */
export interface Work {
  readonly revisions: number
  readonly added: number
  readonly deleted: number
}

/**
 * `ownership` is the owner's share (0–1) of all added lines; where nobody added any (binary files, pure deletions),
 * of the revisions. Equal shares go to the hash that sorts first, so that equal histories give equal rows.
 */
export function mainOwner(work: ReadonlyMap<string, Work>): {
  readonly owner: string
  readonly ownership: number
} {
  const hasLines = [...work.values()].some(({ added }) => added > 0)
  const weight = ({ added, revisions }: Work) => (hasLines ? added : revisions)
  let total = 0
  let most = -1
  let owner = ''
  for (const [author, part] of work) {
    const own = weight(part)
    total += own
    if (own < most || (own === most && author > owner)) continue
    most = own
    owner = author
  }
  return { owner, ownership: total === 0 ? 0 : most / total }
}
