/** What did a commit hold? Read from the object database: no checkout, so the project's folder stays untouched. */

import { byPath } from '../core/order.mts'
import { fields, git } from './git.mts'
import { type ObjectReader, objectReader } from './objects.mts'
import { GONE, LARGEST_FILE, TOO_LARGE, type Tree, type TreeEntry } from './tree.mts'

/** `prefix` is '' or the project's folder inside the repository, with its trailing slash. */
export async function commitTree(repo: string, commit: string, prefix: string): Promise<Tree> {
  const id = await treeId(repo, commit, prefix)
  const listing = await git(repo, ['ls-tree', '-r', '-l', '-z', '--full-tree', id])
  const entries: TreeEntry[] = []
  const skipped: Tree['skipped'][number][] = []
  for (const line of fields(listing)) {
    const tab = line.indexOf('\t')
    const [mode, kind, oid, bytes] = line.slice(0, tab).split(/ +/)
    const path = line.slice(tab + 1)
    if (mode === '120000') skipped.push({ path, reason: 'symbolic link' })
    else if (kind === 'commit') skipped.push({ path, reason: 'submodule' })
    else if (oid !== undefined) entries.push({ path, oid, bytes: Number(bytes) })
  }
  let reader: Promise<ObjectReader> | null = null
  return {
    entries: entries.sort(byPath),
    skipped,
    id,
    edited: [],
    untracked: [],
    read: async entry => {
      if (entry.bytes === null || entry.bytes > LARGEST_FILE) return TOO_LARGE
      reader ??= objectReader(repo)
      const value = await (await reader).read(entry.oid)
      return value === null ? GONE : { ok: true, value }
    },
    close: () => void reader?.then(open => open.close()),
  }
}

/** Id of the tree a commit holds at `prefix`. */
export function treeId(repo: string, commit: string, prefix: string): Promise<string> {
  const treeish = prefix === '' ? `${commit}^{tree}` : `${commit}:${prefix.replace(/\/$/, '')}`
  return git(repo, ['rev-parse', '--verify', '--quiet', treeish])
}
