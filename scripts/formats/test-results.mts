/** How did a test run end? One case a row, whoever wrote the report down; totals are counted, never read. */

import { sum } from '../core/sum.mts'

export type CaseOutcome = 'passed' | 'failed' | 'skipped'

export interface TestCase {
  /** Class or suite, then the test's own name; the same in every run. */
  readonly name: string
  /** What may lead to the test's file: a path or class as the report writes it. */
  readonly hints: readonly string[]
  readonly outcome: CaseOutcome
  /** It failed and passed, tried again on the same code. */
  readonly isFlaky: boolean
  readonly seconds: number
  /** The time is its part of that of its suite: nobody measured it alone. */
  readonly isShared?: true
}

export interface TestResults {
  readonly passed: number
  readonly failed: number
  readonly skipped: number
  /** Sum over the cases, so parallel runs take longer here than on the clock. */
  readonly seconds: number
  readonly failures: readonly { readonly name: string; readonly hints: readonly string[] }[]
  readonly cases: readonly TestCase[]
  /** Commit the report says it belongs to. */
  readonly commit: string | null
}

export function resultsOf(cases: readonly TestCase[], commit: string | null = null): TestResults {
  const having = (outcome: CaseOutcome) => cases.filter(each => each.outcome === outcome)
  const failed = having('failed')
  return {
    passed: having('passed').length,
    failed: failed.length,
    skipped: having('skipped').length,
    seconds: sum(cases, ({ seconds }) => seconds),
    failures: failed.map(({ name, hints }) => ({ name, hints })),
    cases,
    commit,
  }
}

/**
 * Several reports as one. A report whose tests all stand in a larger one repeats it (a collected report beside
 * its parts, one run per machine): it adds no cases, but a test that failed in either has failed, and one that
 * passed in the other is flaky.
 */
export function mergeResults(reports: readonly TestResults[]): TestResults {
  const kept: { readonly names: ReadonlySet<string>; cases: readonly TestCase[] }[] = []
  for (const { cases } of [...reports].sort((a, b) => b.cases.length - a.cases.length)) {
    const names = new Set(cases.map(({ name }) => name))
    const fuller = kept.find(other => [...names].every(name => other.names.has(name)))
    if (fuller === undefined) kept.push({ names, cases })
    else fuller.cases = withFailures(fuller.cases, cases)
  }
  return resultsOf(kept.flatMap(({ cases }) => cases))
}

/** Tests that share a name cannot be told apart in another report: one of them failed there, which is not said. */
function withFailures(cases: readonly TestCase[], others: readonly TestCase[]) {
  const [mine, theirs] = [endingsOf(cases), endingsOf(others)]
  const settled = new Set<string>()
  return cases.map(each => {
    const [own = [], other = []] = [mine.get(each.name), theirs.get(each.name)]
    const all = [...own, ...other]
    if (!all.includes('failed') || settled.has(each.name)) return each
    if (own.length > 1 && own.includes('failed')) return each
    settled.add(each.name)
    const isFlaky = own.length === 1 && other.length === 1 && all.includes('passed')
    return { ...each, outcome: 'failed' as const, isFlaky: each.isFlaky || isFlaky }
  })
}

function endingsOf(cases: readonly TestCase[]): ReadonlyMap<string, CaseOutcome[]> {
  const endings = new Map<string, CaseOutcome[]>()
  for (const { name, outcome } of cases) {
    const known = endings.get(name)
    if (known === undefined) endings.set(name, [outcome])
    else known.push(outcome)
  }
  return endings
}

/** Cases of a runner whose names are unique: one that stands there again was tried again, and its last try counts. */
export function retried(cases: readonly TestCase[]): TestCase[] {
  const tries = new Map<string, TestCase[]>()
  for (const each of cases) tries.set(each.name, [...(tries.get(each.name) ?? []), each])
  return [...tries.values()].flatMap(all => {
    const last = all.at(-1)
    // Runners repeat what failed, even where they do not mark the earlier tries as failed.
    const isFlaky = all.length > 1 && last?.outcome === 'passed'
    const seconds = sum(all, each => each.seconds)
    return last === undefined ? [] : [{ ...last, seconds, isFlaky: last.isFlaky || isFlaky }]
  })
}

/** Seconds as reports write them: `0.5`, `1,234.5`, nothing at all; never negative. */
export function secondsOf(text: unknown): number {
  const value = typeof text === 'string' ? Number(text.replaceAll(',', '')) : Number(text ?? 0)
  return Number.isFinite(value) && value > 0 ? value : 0
}
