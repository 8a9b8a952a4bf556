/** Which advisories stand, how old is each here, and how does it get in? */

import { type StandingRow, standingSince } from './code-rows.mts'
import type { Project } from './model.mts'

const RULES = [
  'vulnerable-package',
  'weakly-vulnerable-package',
  'outdated-package',
  'denied-licence',
  'duplicate-version',
]

const standing = Map.groupBy(await standingSince(RULES), ({ project }) => project)

export interface Aged extends StandingRow {
  /** Whole days from the commit of the first run that has it to that of the latest. */
  readonly days: number
  /** It was there in the oldest run of the project: how much older it is, nobody knows. */
  readonly isOlder: boolean
}

export function agedFindings(project: Project, rules: readonly string[]): readonly Aged[] {
  const oldest = project.runs[0]?.committedAt ?? ''
  return (standing.get(project.name) ?? [])
    .filter(({ rule }) => rules.includes(rule))
    .map(row => ({
      ...row,
      days: Math.max(
        0,
        Math.floor((Date.parse(project.latest.committedAt) - Date.parse(row.since)) / DAY),
      ),
      isOlder: row.since <= oldest,
    }))
}

const DAY = 86_400_000
