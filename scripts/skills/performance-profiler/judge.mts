/** What do the numbers say? Budgets kept, benchmarks no slower than the baseline, and what could not be told. Pure. */

import { type PerformanceEvidence, runValues, titleOf } from '../../core/benchmark.mts'
import { isRequestOf } from '../../core/load.mts'
import { median } from '../../core/statistics/describe.mts'
import { comparePairs, type GateRule, type PairedVerdict } from '../../core/statistics/paired.mts'
import { causeText } from '../../core/traces/explain.mts'
import { matchesWildcard } from '../../core/wildcard.mts'
import type { Budget } from './settings.mts'

export interface Judged extends PairedVerdict {
  readonly title: string
}

interface KeptBudget extends Budget {
  readonly title: string
  readonly unit: string
  readonly value: number
  readonly isKept: boolean
}

export function verdictsOf({ gate }: PerformanceEvidence, rule: GateRule): Judged[] {
  const pairs = gate?.pairs ?? []
  return comparePairs(pairs, rule).map((verdict, nth) => ({
    title: (pairs[nth] as (typeof pairs)[0]).title,
    ...verdict,
  }))
}

/** A budget speaks of every benchmark its name matches: each is one promise. */
export function budgetsKept(evidence: PerformanceEvidence, budgets: readonly Budget[]) {
  const measured = evidence.benchmarks.map(row => ({
    title: titleOf(row),
    unit: row.unit,
    value: median(runValues(row)),
  }))
  const kept = budgets.flatMap(budget =>
    measured
      .filter(({ title }) => matchesWildcard(budget.benchmark, title))
      .map(each => ({ ...budget, ...each, isKept: holds(budget, each.value) })),
  )
  const silent = budgets.filter(({ benchmark }) =>
    measured.every(({ title }) => !matchesWildcard(benchmark, title)),
  )
  return { kept, silent }
}

const holds = ({ atMost, atLeast }: Budget, value: number) =>
  (atMost === null || value <= atMost) && (atLeast === null || value >= atLeast)

type Measured =
  | 'benchmarks'
  | 'slower-benchmarks'
  | 'steady-benchmarks'
  | 'budgets-kept'
  | 'benchmark-change'

/** `waived`: keys of findings the project decided to live with: they stop counting. */
export function readingOf(
  evidence: PerformanceEvidence,
  verdicts: readonly Judged[],
  { kept, silent }: ReturnType<typeof budgetsKept>,
  waived: ReadonlySet<string>,
) {
  const measures: { name: Measured; subject: string; value: number; extent?: number }[] = [
    { name: 'benchmarks', subject: '', value: evidence.benchmarks.length },
    ...verdicts.map(({ title, change }) => ({
      name: 'benchmark-change' as const,
      subject: title,
      value: change,
    })),
  ]
  const missing: { measure: Measured; why: string; status?: 'not-applicable' }[] = []
  const isAccepted = (rule: string, symbol: string) => waived.has(`${rule}::${symbol}`)
  const slower = verdicts.filter(
    ({ verdict, title }) => verdict === 'slower' && !isAccepted('slower-benchmark', title),
  ).length
  const decided = verdicts.filter(({ verdict }) => verdict !== 'inconclusive').length
  const asked = verdicts.length + (evidence.gate?.notComparable.length ?? 0)
  const why =
    evidence.why ??
    (asked === 0
      ? 'no benchmark ran on both sides'
      : 'no benchmark could be decided: see what the findings say is needed')
  if (verdicts.length > 0) measures.push({ name: 'slower-benchmarks', subject: '', value: slower })
  else missing.push({ measure: 'slower-benchmarks', why })
  if (decided > 0) {
    const value = (100 * (decided - slower)) / decided
    measures.push({ name: 'steady-benchmarks', subject: '', value, extent: decided / asked })
  } else missing.push({ measure: 'steady-benchmarks', why })
  if (kept.length > 0) {
    const fine = kept.filter(
      each => each.isKept || isAccepted('broken-budget', `${each.benchmark}:${each.title}`),
    ).length
    const value = (100 * fine) / kept.length
    const extent = kept.length / (kept.length + silent.length)
    measures.push({ name: 'budgets-kept', subject: '', value, extent })
  } else if (silent.length > 0)
    missing.push({ measure: 'budgets-kept', why: 'no benchmark of a declared budget was measured' })
  else
    missing.push({
      measure: 'budgets-kept',
      why: 'no budget is declared',
      status: 'not-applicable',
    })
  if (evidence.isBenchmarked) return { measures, missing }
  return {
    measures,
    missing: missing.map(each => ({ ...each, status: 'not-applicable' as const })),
  }
}

export function draftsOf(
  evidence: PerformanceEvidence,
  verdicts: readonly Judged[],
  { kept, silent }: ReturnType<typeof budgetsKept>,
) {
  const draft = <R extends string>(rule: R, symbol: string, message: string) => ({
    rule,
    path: null,
    line: null,
    symbol,
    message,
  })
  return [
    ...verdicts
      .filter(({ verdict }) => verdict === 'slower')
      .map(each =>
        draft(
          'slower-benchmark',
          each.title,
          `${each.title} is ${slowness(each)}${causesOf(each.title, evidence)}`,
        ),
      ),
    ...kept
      .filter(({ isKept }) => !isKept)
      .map(each => draft('broken-budget', `${each.benchmark}:${each.title}`, overrun(each))),
    ...evidence.broken.map(threshold =>
      draft('broken-threshold', threshold, `the harness itself found ${threshold} broken`),
    ),
    ...verdicts
      .filter(({ verdict }) => verdict === 'inconclusive')
      .map(each => draft('inconclusive-benchmark', each.title, `${each.title} is ${doubt(each)}`)),
    ...(evidence.gate?.notComparable ?? []).map(({ title, why }) =>
      draft('incomparable-benchmark', title, `${title} is not comparable: ${why}`),
    ),
    ...(evidence.gate?.notes ?? []).map(note => draft('benchmark-conditions', note, note)),
    ...evidence.unusable.map(({ report, why }) =>
      draft('unusable-result', report, why.startsWith(report) ? why : `${report}: ${why}`),
    ),
    ...silent.map(({ benchmark }) =>
      draft('unusable-result', benchmark, `no benchmark matches the budget of ${benchmark}`),
    ),
  ]
}

/** What the traces of both sides say changed, where the app sent some. */
function causesOf(title: string, { gate }: PerformanceEvidence): string {
  const traced = gate?.operations.find(
    // Causes of a change for the better are none of this one.
    ({ operation, deltaMs }) => deltaMs > 0 && isRequestOf(title, operation),
  )
  const causes = traced?.causes.slice(0, 3) ?? []
  return causes.length === 0 ? '' : `: ${causes.map(causeText).join('; ')}`
}

const slowness = ({ change, low, high, pairs }: Judged) =>
  `${percent(change)} slower than the baseline (${percent(low ?? 0)} to ${percent(high ?? 0)}, ${pairs} pairs of runs)`

function doubt({ detectable, morePairs, pairs }: Judged): string {
  const seen =
    detectable === null
      ? `${pairs} pairs of runs are too few to see any change`
      : `${pairs} pairs of runs could have seen ${percent(detectable)} or more`
  const more =
    morePairs === null
      ? 'more pairs would not decide it soon'
      : `about ${morePairs} more would decide`
  return `inconclusive: ${seen}; ${more}`
}

function overrun({ title, value, unit, atMost, atLeast }: KeptBudget): string {
  const bound = atMost === null ? `at least ${number(atLeast ?? 0)}` : `at most ${number(atMost)}`
  return `${title} is ${number(value)} ${unit}, its budget is ${bound}`
}

const percent = (value: number) => `${number(value)} %`
const number = (value: number) => String(Number(value.toPrecision(3)))
