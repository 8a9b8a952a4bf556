/** What changed since the baseline, with what git does not track yet? */

import type { Change, ProjectFile } from '../core/lens.mts'
import type { Diff } from '../edge/change.mts'
import type { OpenLens } from '../edge/lens.mts'
import type { Tree } from '../edge/tree.mts'

/** What git does not track yet is new from its first line on, but for a file that is only called otherwise now. */
export async function changeSince(tree: Tree, baseline: OpenLens, diff: Diff): Promise<Change> {
  const known = new Set(diff.hunks.map(({ path }) => path))
  const before = await baseline.files()
  const tracked = new Set(before.map(({ path }) => path))
  const moved = movedIn(tree, before)
  const fresh = tree.untracked.filter(
    path => !known.has(path) && !tracked.has(path) && !moved.has(path),
  )
  const added = await Promise.all(
    fresh.map(async path => ({ path, ranges: [[1, await linesOf(tree, path)] as const] })),
  )
  const sources = new Set(moved.values())
  return {
    baseline,
    hunks: [...diff.hunks, ...added],
    removed: diff.removed.filter(({ path }) => !sources.has(path)),
    renames: new Map([...diff.renames, ...moved]),
  }
}

/** Untracked files whose content a file had that is gone: new path → old path. */
function movedIn(tree: Tree, before: readonly ProjectFile[]): Map<string, string> {
  const oids = new Map(tree.entries.map(({ path, oid }) => [path, oid]))
  const gone = new Map(
    before.flatMap(({ path, oid }) => (oids.has(path) ? [] : [[oid, path] as const])),
  )
  return new Map(
    tree.untracked.flatMap(path => {
      const was = gone.get(oids.get(path) ?? '')
      return was === undefined ? [] : [[path, was] as const]
    }),
  )
}

async function linesOf(tree: Tree, path: string): Promise<number> {
  const entry = tree.entries.find(each => each.path === path)
  const content = entry === undefined ? null : await tree.read(entry)
  return content?.ok ? content.value.toString('latin1').split('\n').length : 0
}
