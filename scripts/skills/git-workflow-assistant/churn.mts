/** How often did each file change, by how many people, how much, and how long ago? */

import { DAY_MS } from '../../core/days.mts'
import type { HistoryEvidence } from '../../core/evidence.mts'
import type { Commit } from '../../core/lens.mts'
import { byPath } from '../../core/order.mts'
import { mainOwner, type Work } from './ownership.mts'

type FileHistory = HistoryEvidence['files'][number]

/** One row per file of `existing` that a commit touched, in path order. `until` (ISO 8601) is the assessed commit. */
export function churn(
  commits: readonly Commit[],
  existing: ReadonlySet<string>,
  until: string,
): readonly FileHistory[] {
  const histories = new Map<string, Changes>()
  for (const commit of commits)
    for (const file of commit.files) {
      if (!existing.has(file.path)) continue
      const history = histories.get(file.path) ?? fresh()
      histories.set(file.path, history)
      add(history, commit, file)
    }
  return [...histories].map(([path, history]) => row(path, history, Date.parse(until))).sort(byPath)
}

interface Changes {
  readonly commits: Set<string>
  readonly work: Map<string, Work>
  added: number
  deleted: number
  last: number
}

const fresh = (): Changes => ({
  commits: new Set(),
  work: new Map(),
  added: 0,
  deleted: 0,
  last: 0,
})

/** A program owns nothing: its lines count, its name does not. */
function add(history: Changes, commit: Commit, file: Commit['files'][number]): void {
  const before = history.work.get(commit.author) ?? { revisions: 0, added: 0, deleted: 0 }
  if (!commit.isBot)
    history.work.set(commit.author, {
      revisions: before.revisions + (history.commits.has(commit.id) ? 0 : 1),
      added: before.added + file.added,
      deleted: before.deleted + file.deleted,
    })
  history.added += file.added
  history.deleted += file.deleted
  history.commits.add(commit.id)
  history.last = Math.max(history.last, Date.parse(commit.at))
}

function row(path: string, changes: Changes, until: number): FileHistory {
  const { commits, work, added, deleted, last } = changes
  return {
    path,
    revisions: commits.size,
    authors: work.size,
    ...mainOwner(work),
    added,
    deleted,
    changedAt: new Date(last).toISOString(),
    ageDays: Math.max(0, Math.floor((until - last) / DAY_MS)),
  }
}
