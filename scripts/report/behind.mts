/** Which findings stand behind a deduction? The score knows measures, rules say which they cost; here they meet. */

import type { CatalogueEntry } from '../core/history.mts'
import type { Rule, Scale } from '../core/model.mts'
import type { Assessment, DimensionId, PartScore, PlacedFinding } from '../core/verdict.mts'

export interface Deduction {
  readonly dimension: DimensionId
  readonly part: PartScore
  /** Unwaived: new ones first, then by level, else in the order the skill gave them. */
  readonly findings: readonly PlacedFinding[]
}

const RANK = { error: 0, warn: 1, note: 2 } as const

/** Worst level first; equal levels keep their order. */
export const byLevel = (a: PlacedFinding, b: PlacedFinding): number => RANK[a.level] - RANK[b.level]

/** All findings of a run, each with the skill that found it. */
export const placed = ({ outcomes }: Pick<Assessment, 'outcomes'>): readonly PlacedFinding[] =>
  outcomes.flatMap(({ skill, findings }) => findings.map(finding => ({ ...finding, skill })))

/** Every part that cost points, the most expensive first. */
export function deductions(
  assessment: Assessment,
  catalogue: readonly CatalogueEntry[],
): readonly Deduction[] {
  const behind = findingsBehind(assessment, catalogue)
  return assessment.score.dimensions
    .flatMap(({ id, parts }) => parts.map(part => ({ dimension: id, part })))
    .filter(({ part }) => part.deduction > 0)
    .sort((a, b) => b.part.deduction - a.part.deduction)
    .map(deduction => ({ ...deduction, findings: behind(deduction.part) }))
}

/** The findings that explain a part: those whose rule says that it costs the part's measure. */
export function findingsBehind(
  { outcomes, comparison }: Assessment,
  catalogue: readonly CatalogueEntry[],
): (part: PartScore) => readonly PlacedFinding[] {
  const fresh = new Set(comparison?.newFindings.map(({ key }) => key))
  const isOld = ({ key }: PlacedFinding) => Number(!fresh.has(key))
  const open = placed({ outcomes })
    .filter(({ waived }) => waived === undefined)
    .sort((a, b) => isOld(a) - isOld(b) || byLevel(a, b))
  return ({ measure, skill }) => {
    const rules = Object.entries(catalogue.find(entry => entry.skill === skill)?.rules ?? {})
    const costly = new Set(
      rules.filter(([, { costs }]) => costs.includes(measure)).map(([name]) => name),
    )
    return open.filter(finding => finding.skill === skill && costly.has(finding.rule))
  }
}

/** What the catalogue says about a rule, if it knows it. */
export const ruleOf = (catalogue: readonly CatalogueEntry[], name: string): Rule | undefined =>
  catalogue.find(({ rules }) => Object.hasOwn(rules, name))?.rules[name]

/** What the catalogue says about a measure, if it knows it. */
export const scaleOf = (catalogue: readonly CatalogueEntry[], name: string): Scale | undefined =>
  catalogue.find(({ scales }) => Object.hasOwn(scales, name))?.scales[name]
