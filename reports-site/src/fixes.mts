/** What should be fixed first? The parts that cost most, each with the findings whose rules say that they cost it. */

import type { Found } from './details.mts'
import type { CatalogueRow, FindingCount, FindingRow, ScoreRow } from './history.mts'
import type { Run } from './model.mts'

export interface Fix {
  readonly part: ScoreRow
  readonly counts: readonly FindingCount[]
  readonly examples: readonly FindingRow[]
}

const FIXES = 5
const EXAMPLES = 3

/** New findings first, then by level. A part whose rules the catalogue says nothing of has none. */
export function fixesOf(
  run: Run,
  { counts, findings }: Found,
  catalogue: readonly CatalogueRow[],
): readonly Fix[] {
  const standing = counts.filter(isStanding)
  return run.dimensions
    .flatMap(({ parts }) => parts)
    .filter(({ deduction }) => (deduction ?? 0) > 0)
    .toSorted((a, b) => (b.deduction ?? 0) - (a.deduction ?? 0))
    .slice(0, FIXES)
    .map(part => {
      const rules = rulesBehind(part, catalogue)
      const examples = findings.filter(each => isStanding(each) && rules.has(each.rule))
      return {
        part,
        counts: standing.filter(({ rule }) => rules.has(rule)),
        examples: examples.slice(0, EXAMPLES),
      }
    })
}

const isStanding = ({ standing }: Pick<FindingRow, 'standing'>) =>
  standing === 'new' || standing === 'open'

const rulesBehind = ({ measure, skill }: ScoreRow, catalogue: readonly CatalogueRow[]) =>
  new Set(
    catalogue
      .filter(row => row.kind === 'rule' && row.skill === skill)
      .filter(({ costs }) => measure !== null && costs?.includes(measure))
      .map(({ name }) => name),
  )
