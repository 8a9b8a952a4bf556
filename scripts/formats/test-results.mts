/** How did a test run end? One case a row, whoever wrote the report down; totals are counted, never read. */

export type CaseOutcome = 'passed' | 'failed' | 'skipped'

export interface TestCase {
  /** Class or suite, then the test's own name; the same in every run. */
  readonly name: string
  /** What may lead to the test's file: a path or class as the report writes it. */
  readonly hints: readonly string[]
  readonly outcome: CaseOutcome
  readonly seconds: number
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
    seconds: cases.reduce((sum, { seconds }) => sum + seconds, 0),
    failures: failed.map(({ name, hints }) => ({ name, hints })),
    cases,
    commit,
  }
}

/**
 * Several reports as one. A report whose tests all stand in a larger one repeats it (a collected report beside
 * its parts, one run per machine): it adds no cases, but a test that failed in either has failed.
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

function withFailures(cases: readonly TestCase[], others: readonly TestCase[]) {
  const failed = new Set(
    others.filter(({ outcome }) => outcome === 'failed').map(({ name }) => name),
  )
  for (const { name, outcome } of cases) if (outcome === 'failed') failed.delete(name)
  return cases.map(each => {
    const isNew = failed.delete(each.name)
    return isNew ? { ...each, outcome: 'failed' as const } : each
  })
}

/** Seconds as reports write them: `0.5`, `1,234.5`, nothing at all; never negative. */
export function secondsOf(text: unknown): number {
  const value = typeof text === 'string' ? Number(text.replaceAll(',', '')) : Number(text ?? 0)
  return Number.isFinite(value) && value > 0 ? value : 0
}
