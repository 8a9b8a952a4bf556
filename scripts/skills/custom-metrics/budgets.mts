/** Which budgets of the project's own metrics are not kept? */

import type { MetricsEvidence } from '../../core/evidence.mts'
import type { Draft } from '../../core/findings.mts'
import { budgetRule, type Metric, type Metrics } from '../../core/metrics.mts'

export function missedBudgets(
  { metrics: rows }: MetricsEvidence,
  metrics: Metrics,
): Draft<string>[] {
  return rows.flatMap(({ name, value }) => {
    const metric = metrics[name]
    if (value === null || metric === undefined || metric.level === 'off') return []
    return isKept(metric, value) ? [] : [draftOf(name, metric, value)]
  })
}

const isKept = ({ budget, better }: Metric, value: number) =>
  budget === undefined || (better === 'lower' ? value <= budget : value >= budget)

function draftOf(name: string, { budget, better, unit }: Metric, value: number): Draft<string> {
  const said = (number: number) =>
    `${number.toLocaleString('en', { maximumFractionDigits: 6 })}${unit === undefined || unit === 'count' ? '' : ` ${unit}`}`
  const side = better === 'lower' ? 'above' : 'below'
  return {
    rule: budgetRule(name),
    path: null,
    line: null,
    symbol: name,
    message: `${name} is ${said(value)}, ${side} its budget of ${said(budget ?? 0)}`,
  }
}
