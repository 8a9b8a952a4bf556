/** Is a report older than what it speaks of? By the clock of the files, or of the commits where a report is committed. */

import type { FoundFile, Lens } from '../../core/lens.mts'
import { modifiedTimes } from '../../core/modified.mts'

export interface Ages {
  /** Why the report must not be used for these files, or null: a clause that follows its name. */
  staleness(
    report: FoundFile,
    writtenAt: string | null,
    covered: readonly string[],
  ): Promise<string | null>
}

/** A checkout writes all files within a while, in any order. */
const CHECKOUT_MS = 60_000
/** Stated moments are often cut to whole seconds. */
const SECOND_MS = 1_000
const TEN_YEARS = 3650

export async function agesOf(lens: Lens, paths: readonly string[]): Promise<Ages> {
  const modified = await modifiedTimes(lens, paths)
  let history: Promise<ReadonlyMap<string, number>> | null = null
  const newest = (covered: readonly string[]) =>
    covered.reduce<{ path: string; at: number } | null>((latest, path) => {
      const at = modified.get(path) ?? 0
      return latest === null || at > latest.at ? { path, at } : latest
    }, null)

  return {
    async staleness(report, writtenAt, covered) {
      const latest = newest(covered)
      if (latest === null) return null
      if (report.isTracked && lens.project.commit !== null) {
        history ??= lastCommits(lens)
        const committed = await history
        const mine = committed.get(report.path)
        if (mine !== undefined) {
          const later = covered.find(path => (committed.get(path) ?? Infinity) < mine)
          if (later !== undefined) return older(later, 'was committed before the last change of')
          const isEdited = latest.at > Date.parse(report.modifiedAt) + CHECKOUT_MS
          return lens.project.isDirty && isEdited ? older(latest.path) : null
        }
      }
      if (latest.at > Date.parse(report.modifiedAt)) return older(latest.path)
      const stated = writtenAt === null ? Infinity : Date.parse(writtenAt) + SECOND_MS
      const isBefore = stated < latest.at && stated < Date.parse(lens.project.committedAt)
      return isBefore ? older(latest.path, 'says it was written before the last change of') : null
    },
  }
}

const older = (path: string, how = 'is older than') => `${how} ${path}`

/** Path → how many commits ago it changed last. */
async function lastCommits(lens: Lens): Promise<ReadonlyMap<string, number>> {
  const commits = await lens.commits(TEN_YEARS)
  const last = new Map<string, number>()
  if (commits.ok)
    commits.value.forEach(({ files }, ago) => {
      for (const { path } of files) if (!last.has(path)) last.set(path, ago)
    })
  return last
}
