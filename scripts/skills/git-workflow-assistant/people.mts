/** On how many people does the work rest, and in what steps do they bring it? Bots are left out. */

import type { HistoryEvidence } from '../../core/evidence.mts'

type Commits = HistoryEvidence['commits']

export const byPeople = (commits: Commits): Commits => commits.filter(({ isBot }) => !isBot)

/**
 * The smallest number of people who together wrote at least half of the commits; 0 without commits.
 * Source: CHAOSS, Contributor Absence Factor (once called bus factor).
 */
export function busFactor(commits: Commits): number {
  const counts = Map.groupBy(byPeople(commits), ({ author }) => author).values()
  const most = [...counts].map(({ length }) => length).sort((a, b) => b - a)
  const half = most.reduce((sum, count) => sum + count, 0) / 2
  let sum = 0
  return most.filter(count => {
    const isNeeded = sum < half
    sum += count
    return isNeeded
  }).length
}

/** Percent of the commits for which it is true. */
export const share = (commits: Commits, isSo: (commit: Commits[number]) => boolean): number =>
  (100 * commits.filter(isSo).length) / commits.length
