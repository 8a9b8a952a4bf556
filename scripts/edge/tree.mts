/** Which files does a state of the project hold, and how is one read? The same shape for disk, commit and bare folder. */

import type { Answer } from '../core/lens.mts'
import { compareText } from '../core/order.mts'

export interface TreeEntry {
  readonly path: string
  /** Git blob id of the content; equal content has an equal id in every kind of tree. */
  readonly oid: string
  readonly bytes: number | null
}

export interface Tree {
  readonly entries: readonly TreeEntry[]
  /** What is there and is no file we read: submodules, symbolic links, build folders. */
  readonly skipped: readonly { readonly path: string; readonly reason: string }[]
  /** Id of the whole content. */
  readonly id: string
  /** Tracked paths that differ from the commit: edited, staged or deleted. */
  readonly edited: readonly string[]
  readonly untracked: readonly string[]
  /** Content, or why not: gone, or over the limit. */
  read(entry: TreeEntry): Promise<Answer<Buffer>>
  close(): void
}

/** Larger files are never parsed; they are counted as excluded. */
export const LARGEST_FILE = 5 * 1024 * 1024

export const TOO_LARGE = { ok: false, why: 'over 5 MB' } as const
export const GONE = { ok: false, why: 'could not be read' } as const

/** Counts by reason, in a fixed order. */
export function tally(reasons: Iterable<string>): { reason: string; count: number }[] {
  const counts = new Map<string, number>()
  for (const reason of reasons) counts.set(reason, (counts.get(reason) ?? 0) + 1)
  return [...counts]
    .sort(([a], [b]) => compareText(a, b))
    .map(([reason, count]) => ({ reason, count }))
}
