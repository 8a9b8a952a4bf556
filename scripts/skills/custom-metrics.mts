#!/usr/bin/env -S sh -c 'exec "$(dirname "$(readlink -f "$0")")/../run" "$0" "$@"'
/** What are the numbers this project defines itself? What a team decided to watch is watched like everything else. */

import type { MetricsEvidence } from '../core/evidence.mts'
import { settle } from '../core/findings.mts'
import { budgetRule, METRICS_SKILL, type Metrics, scaleOf } from '../core/metrics.mts'
import type { Rule } from '../core/model.mts'
import { defineSkill, notApplicable } from '../core/skill.mts'
import { standalone } from '../doors/standalone.mts'
import { missedBudgets } from './custom-metrics/budgets.mts'
import { collectMetrics } from './custom-metrics/collect.mts'

/** The skill of a project: what it measures and may find follows from the table `metrics` of its policy. */
export const customMetrics = (metrics: Metrics) =>
  defineSkill({
    id: METRICS_SKILL,
    question: 'What are the numbers that this project defines itself?',
    scales: Object.fromEntries(
      Object.entries(metrics).map(([name, metric]) => [name, scaleOf(name, metric)]),
    ),
    rules: rulesOf(metrics),
    settings: {},
    needs: [],
    isStatic: true,
    isTimed: true,

    async collect(lens): Promise<MetricsEvidence | ReturnType<typeof notApplicable>> {
      if (Object.keys(metrics).length === 0)
        return notApplicable('shipworthy.yml defines no metrics')
      return { metrics: await collectMetrics(lens, metrics) }
    },

    judge(evidence, settings) {
      return {
        measures: evidence.metrics.flatMap(({ name, value, extent }) =>
          value === null ? [] : [{ name, subject: '', value, extent }],
        ),
        missing: evidence.metrics.flatMap(({ name, why }) =>
          why === null ? [] : [{ measure: name, why }],
        ),
        findings: settle(settings, missedBudgets(evidence, metrics)),
      }
    },
  })

function rulesOf(metrics: Metrics): Record<string, Rule> {
  const budgeted = Object.entries(metrics).filter(
    ([, { budget, level }]) => budget !== undefined && level !== 'off',
  )
  return Object.fromEntries(
    budgeted.map(([name, { level }]) => [
      budgetRule(name),
      {
        level: level === undefined || level === 'off' ? 'warn' : level,
        fault: `The budget of ${name} is not kept`,
        advice: 'Bring it back within its budget, or decide on another budget in shipworthy.yml.',
        costs: [name],
      },
    ]),
  )
}

export const skill = customMetrics({})

await standalone(import.meta, skill)
