/** Which files does a change touch, how, and who knows them? */

import type { Change, Commit, Lens, ProjectFile } from '../../core/lens.mts'
import { byPath, compareText } from '../../core/order.mts'
import type { ReviewFile } from '../../core/review.mts'
import { sum } from '../../core/sum.mts'
import { reformatted } from '../../languages/essence.mts'

const sizeOf = (ranges: ReviewFile['ranges']): number =>
  sum(ranges, ([first, last]) => last - first + 1)

/** In path order; a deleted file stands under the path it had. */
export async function changedFiles(
  lens: Lens,
  change: Change,
  commits: readonly Commit[],
): Promise<readonly ReviewFile[]> {
  const now = new Map((await lens.files()).map(each => [each.path, each]))
  const before = new Map((await change.baseline.files()).map(each => [each.path, each]))
  const added = new Map(change.hunks.map(({ path, ranges }) => [path, ranges]))
  const deleted = new Map(change.removed.map(({ path, ranges }) => [path, ranges]))
  const moved = new Set(change.renames.values())
  const ownersOf = ownersIn(commits)
  const touched = [...now.values()].flatMap(file => {
    const from = change.renames.get(file.path) ?? null
    const old = before.get(from ?? file.path)
    return old?.oid === file.oid && from === null ? [] : [{ file, from, old }]
  })
  const formatted = await reformatted(lens, change)
  const rows = touched.map(({ file, from, old }): ReviewFile => {
    const kind = kindOf(file, old, from, formatted)
    const ranges = added.get(file.path) ?? []
    const size = { added: sizeOf(ranges), deleted: sizeOf(deleted.get(from ?? file.path) ?? []) }
    const { path, role } = file
    return { path, from, role, kind, ...size, ranges, owners: ownersOf([path, from ?? path]) }
  })
  for (const { path, role } of before.values())
    if (!now.has(path) && !moved.has(path)) {
      const size = { added: 0, deleted: sizeOf(deleted.get(path) ?? []) }
      rows.push({
        path,
        from: null,
        role,
        kind: 'deleted',
        ...size,
        ranges: [],
        owners: ownersOf([path]),
      })
    }
  return rows.toSorted(byPath)
}

function kindOf(
  file: ProjectFile,
  old: ProjectFile | undefined,
  from: string | null,
  formatted: ReadonlySet<string>,
): ReviewFile['kind'] {
  if (old === undefined) return from === null ? 'added' : 'renamed'
  if (old.oid === file.oid) return 'renamed'
  return formatted.has(file.path) ? 'formatted' : 'edited'
}

const MOST_OWNERS = 5

function ownersIn(commits: readonly Commit[]): (paths: readonly string[]) => ReviewFile['owners'] {
  const work = new Map<string, Map<string, number>>()
  for (const { author, isBot, files } of commits) {
    if (isBot) continue
    for (const { path, added } of files) {
      const lines = work.get(path) ?? new Map<string, number>()
      work.set(path, lines.set(author, (lines.get(author) ?? 0) + added))
    }
  }
  return paths => {
    const all = new Map<string, number>()
    for (const path of new Set(paths))
      for (const [author, lines] of work.get(path) ?? [])
        all.set(author, (all.get(author) ?? 0) + lines)
    const total = [...all.values()].reduce((sum, lines) => sum + lines, 0)
    return [...all]
      .filter(([, lines]) => lines > 0)
      .map(([author, lines]) => ({ author, share: lines / total }))
      .toSorted((a, b) => b.share - a.share || compareText(a.author, b.author))
      .slice(0, MOST_OWNERS)
  }
}
