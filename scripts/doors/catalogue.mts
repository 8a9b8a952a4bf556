/** What does each measure and rule mean? Gathered from the skills' doors: site, SARIF and docs are made from it. */

import type { RuleCosts } from '../core/compare.mts'
import type { CatalogueEntry } from '../core/history.mts'
import type { MeasureIndex } from '../core/score.mts'
import type { Skill } from '../core/skill.mts'
import { POLICY_SKILL, policyRules } from '../core/waiver-audit.mts'

export type Catalogue = readonly CatalogueEntry[]

export const catalogueOf = (skills: readonly Skill[]): Catalogue => [
  ...skills.map(({ id, scales, rules }) => ({ skill: id, scales, rules })),
  { skill: POLICY_SKILL, scales: {}, rules: policyRules },
]

export const measureIndex = (catalogue: Catalogue): MeasureIndex =>
  new Map(
    catalogue.flatMap(({ skill, scales }) =>
      Object.entries(scales).map(([name, scale]) => [name, { skill, scale }]),
    ),
  )

export const ruleCosts = (catalogue: Catalogue): RuleCosts =>
  new Map(
    catalogue.flatMap(({ rules }) =>
      Object.entries(rules).map(([rule, { costs }]) => [rule, costs] as const),
    ),
  )
