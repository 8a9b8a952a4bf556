/** What does `go test -json` say? One event a line; a test with subtests is their sum, not one more. */

import { isFields } from '../core/untyped.mts'
import {
  type CaseOutcome,
  resultsOf,
  secondsOf,
  type TestCase,
  type TestResults,
} from './test-results.mts'

const OUTCOMES: Readonly<Record<string, CaseOutcome>> = {
  pass: 'passed',
  fail: 'failed',
  skip: 'skipped',
}

interface Test {
  readonly owner: string
  readonly name: string
  outcome: CaseOutcome | null
  /** With `-count` a test ends several times. */
  isFlaky: boolean
  seconds: number
}

/** Never throws. A package that failed though none of its tests did (it did not build) is one failed case. */
export function readGoTest(name: string, text: string): TestResults | { readonly why: string } {
  const tests = new Map<string, Test>()
  const broken = new Set<string>()
  for (const line of text.split('\n')) {
    const event = eventIn(line)
    if (event === null) continue
    const outcome = OUTCOMES[event.action] ?? null
    if (event.test === '') {
      if (outcome === 'failed') broken.add(event.owner)
      continue
    }
    const key = `${event.owner}\0${event.test}`
    const fresh = { owner: event.owner, name: event.test, outcome, isFlaky: false, seconds: 0 }
    const test = tests.get(key) ?? fresh
    const ends = new Set([test.outcome, outcome])
    test.isFlaky ||= ends.has('failed') && ends.has('passed')
    test.outcome = ends.has('failed') ? 'failed' : (outcome ?? test.outcome)
    test.seconds = Math.max(test.seconds, event.seconds)
    tests.set(key, test)
  }
  const cases = casesOf([...tests.values()], broken)
  return cases.length === 0 ? { why: `${name} holds no test of go test -json` } : resultsOf(cases)
}

function casesOf(tests: readonly Test[], broken: ReadonlySet<string>): TestCase[] {
  const parents = new Set<string>()
  const failedBelow = new Set<string>()
  for (const { owner, name, outcome } of tests)
    for (let at = name.lastIndexOf('/'); at > 0; at = name.lastIndexOf('/', at - 1)) {
      parents.add(`${owner}\0${name.slice(0, at)}`)
      if (outcome === 'failed') failedBelow.add(`${owner}\0${name.slice(0, at)}`)
    }
  const cases = tests.flatMap(({ owner, name, outcome, isFlaky, seconds }): TestCase[] => {
    const key = `${owner}\0${name}`
    const ended = outcome ?? (broken.has(owner) ? 'failed' : null)
    const isOwn = !parents.has(key) || (ended === 'failed' && !failedBelow.has(key))
    return ended === null || !isOwn
      ? []
      : [{ name: `${owner} › ${name}`, hints: [owner], outcome: ended, isFlaky, seconds }]
  })
  const failing = new Set(
    cases.filter(({ outcome }) => outcome === 'failed').flatMap(({ hints }) => hints),
  )
  const unbuilt = [...broken].filter(owner => !failing.has(owner))
  return [
    ...cases,
    ...unbuilt.map(owner => ({
      name: owner,
      hints: [owner],
      outcome: 'failed' as const,
      isFlaky: false,
      seconds: 0,
    })),
  ]
}

function eventIn(line: string) {
  if (!line.startsWith('{')) return null
  try {
    const json: unknown = JSON.parse(line)
    if (!isFields(json) || typeof json.Action !== 'string') return null
    const { Action: action, Package: owner, Test: test, Elapsed: elapsed } = json
    if (typeof owner !== 'string') return null
    return {
      action,
      owner,
      test: typeof test === 'string' ? test : '',
      seconds: secondsOf(elapsed),
    }
  } catch {
    return null
  }
}
