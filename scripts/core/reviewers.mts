/** Who could review a change? Those who wrote most of the lines it is about, and did not write it. */

import { compareText } from './order.mts'
import type { ReviewEvidence } from './review.mts'

export interface Reviewer {
  readonly author: string
  /** 0–1 of the changed lines, by their share of each file. */
  readonly share: number
  readonly files: readonly string[]
}

const MOST_REVIEWERS = 3
/** Who wrote less than a twentieth does not know the place better than others. */
const LEAST_SHARE = 0.05

export function reviewersOf({ files, authors }: ReviewEvidence): readonly Reviewer[] {
  const own = new Set(authors)
  const sums = new Map<string, { weight: number; files: string[] }>()
  let total = 0
  for (const { path, owners, added, deleted } of files) {
    const size = added + deleted
    total += size
    for (const { author, share } of owners) {
      if (own.has(author)) continue
      const sum = sums.get(author) ?? { weight: 0, files: [] }
      sum.weight += size * share
      sum.files.push(path)
      sums.set(author, sum)
    }
  }
  return [...sums]
    .map(([author, { weight, files }]) => ({ author, share: weight / total, files }))
    .filter(({ share }) => share >= LEAST_SHARE)
    .toSorted((a, b) => b.share - a.share || compareText(a.author, b.author))
    .slice(0, MOST_REVIEWERS)
}
