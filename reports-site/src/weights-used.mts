/** Which weights and curves did the runs of this history use? */

import { compareText } from '../../scripts/core/order.mts'
import { policyRows } from './history.mts'
import { allRuns, type Project, projects } from './model.mts'
import { dimensionsIn, type WeighedDimension } from './weights.mts'

/** Policies with the same weights and curves, whatever else they say. */
export interface Weights {
  readonly hashes: readonly string[]
  readonly dimensions: readonly WeighedDimension[]
  readonly projects: readonly Project[]
  readonly runs: number
  /** Commit dates of the first and the last of these runs. */
  readonly since: string
  readonly until: string
}

const known = new Map(policyRows.map(({ hash, policy }) => [hash, dimensionsIn(policy)]))

/** Those that the latest runs used come first. */
export const weightsUsed: readonly Weights[] = [
  ...Map.groupBy(
    [...new Set(allRuns.flatMap(({ policy }) => policy ?? []))].filter(
      hash => (known.get(hash) ?? []).length > 0,
    ),
    hash => JSON.stringify(known.get(hash)),
  ).values(),
]
  .map(hashes => {
    const runs = allRuns.filter(({ policy }) => policy !== null && hashes.includes(policy))
    const dates = runs.map(({ committedAt }) => committedAt).toSorted(compareText)
    return {
      hashes,
      dimensions: known.get(hashes[0] ?? '') ?? [],
      projects: projects.filter(({ latest }) => hashes.includes(latest.policy ?? '')),
      runs: runs.length,
      since: dates[0] ?? '',
      until: dates.at(-1) ?? '',
    }
  })
  .toSorted((a, b) => b.projects.length - a.projects.length || compareText(b.until, a.until))
