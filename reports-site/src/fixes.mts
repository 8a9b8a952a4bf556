/** What should be fixed first? The parts that cost most, each with the findings that speak of it. */

import type { FindingCount, FindingRow, ScoreRow } from './history.mts'
import type { Run } from './model.mts'

export interface Fix {
  readonly part: ScoreRow
  readonly counts: readonly FindingCount[]
  readonly examples: readonly FindingRow[]
}

const FIXES = 5
const EXAMPLES = 3
const STEM = 6

export function fixesOf(
  run: Run,
  counts: readonly FindingCount[],
  findings: readonly FindingRow[],
): readonly Fix[] {
  const standing = counts.filter(each => each.standing === 'new' || each.standing === 'open')
  return run.dimensions
    .flatMap(({ parts }) => parts)
    .filter(({ deduction }) => (deduction ?? 0) > 0)
    .toSorted((a, b) => (b.deduction ?? 0) - (a.deduction ?? 0))
    .slice(0, FIXES)
    .map(part => {
      const own = standing.filter(({ skill }) => skill === part.skill)
      const about = own.filter(({ rule }) => isAbout(rule, part.measure ?? ''))
      const chosen = about.length > 0 ? about : own.filter(({ level }) => level !== 'note')
      const rules = new Set(chosen.map(({ rule }) => rule))
      const examples = findings.filter(
        each => rules.has(each.rule) && (each.standing === 'new' || each.standing === 'open'),
      )
      return { part, counts: chosen, examples: examples.slice(0, EXAMPLES) }
    })
}

/** Whether a rule's name speaks of a measure: `duplicated-block` of `duplicated-lines`, `undocumented-symbol` of
 *  `documented-surface`. Names share the beginning of a word; where none does, the whole skill answers. */
export function isAbout(rule: string, measure: string): boolean {
  const stems = (name: string) =>
    name
      .split('-')
      .map(word => word.replace(/^(un|non)(?=....)/, '').slice(0, STEM))
      .filter(stem => stem.length > 3)
  const said = new Set(stems(measure))
  return stems(rule).some(stem => said.has(stem))
}
