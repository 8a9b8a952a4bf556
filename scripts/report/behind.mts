/** Which findings stand behind a deduction? The score knows measures, skills know faults; here they meet. */

import type { CatalogueEntry } from '../core/history.mts'
import type { Rule, Scale } from '../core/model.mts'
import type { Assessment, DimensionId, PartScore, PlacedFinding } from '../core/verdict.mts'

/** Measure → the rules whose findings explain it. */
export type Causes = Readonly<Record<string, readonly string[]>>

export interface Deduction {
  readonly dimension: DimensionId
  readonly part: PartScore
  /** Unwaived, worst level first, else in the order the skill gave them. */
  readonly findings: readonly PlacedFinding[]
}

const RANK = { error: 0, warn: 1, note: 2 } as const

/** Worst level first; equal levels keep their order. */
export const byLevel = (a: PlacedFinding, b: PlacedFinding): number => RANK[a.level] - RANK[b.level]

/** All findings of a run, each with the skill that found it. */
export const placed = ({ outcomes }: Assessment): readonly PlacedFinding[] =>
  outcomes.flatMap(({ skill, findings }) => findings.map(finding => ({ ...finding, skill })))

/** Every part that cost points, the most expensive first. */
export function deductions(
  assessment: Assessment,
  catalogue: readonly CatalogueEntry[],
  causes: Causes = {},
): readonly Deduction[] {
  const behind = findingsBehind(assessment, catalogue, causes)
  return assessment.score.dimensions
    .flatMap(({ id, parts }) => parts.map(part => ({ dimension: id, part })))
    .filter(({ part }) => part.deduction > 0)
    .sort((a, b) => b.part.deduction - a.part.deduction)
    .map(deduction => ({ ...deduction, findings: behind(deduction.part) }))
}

/**
 * The findings that explain a part: those of the rules named in `causes`; else of the rules whose words are all in
 * the measure's name; else, where a skill feeds only one part, all of that skill. No guess beyond that.
 */
export function findingsBehind(
  assessment: Assessment,
  catalogue: readonly CatalogueEntry[],
  causes: Causes = {},
): (part: PartScore) => readonly PlacedFinding[] {
  const byRule = Map.groupBy(
    placed(assessment).filter(({ waived }) => waived === undefined),
    ({ rule }) => rule,
  )
  const parts = assessment.score.dimensions.flatMap(dimension => dimension.parts)
  return part => {
    const rules = Object.keys(catalogue.find(({ skill }) => skill === part.skill)?.rules ?? {})
    const named = causes[part.measure] ?? rules.filter(rule => isNamedIn(rule, part.measure))
    const isOnly = parts.filter(({ skill }) => skill === part.skill).length === 1
    return (named.length === 0 && isOnly ? rules : named)
      .flatMap(rule => byRule.get(rule) ?? [])
      .sort(byLevel)
  }
}

function isNamedIn(rule: string, measure: string): boolean {
  const singular = (name: string) => name.split('-').map(word => word.replace(/s$/, ''))
  const said = new Set(singular(measure))
  return singular(rule).every(word => said.has(word))
}

/** What the catalogue says about a rule, if it knows it. */
export const ruleOf = (catalogue: readonly CatalogueEntry[], name: string): Rule | undefined =>
  catalogue.find(({ rules }) => Object.hasOwn(rules, name))?.rules[name]

/** What the catalogue says about a measure, if it knows it. */
export const scaleOf = (catalogue: readonly CatalogueEntry[], name: string): Scale | undefined =>
  catalogue.find(({ scales }) => Object.hasOwn(scales, name))?.scales[name]
