/** What does a JUnit XML report say? Its cases, one by one: the counts in its headers are often wrong. */

import {
  type CaseOutcome,
  resultsOf,
  retried,
  secondsOf,
  type TestCase,
  type TestResults,
} from './test-results.mts'
import { type Attributes, readXml, type XmlVisitor } from './xml.mts'

/** A `testcase`, or a suite that itself failed, while its children come in. */
interface Scope {
  readonly attributes: Attributes
  readonly isCase: boolean
  /** Attributes of the suites around, nearest last. */
  readonly suites: readonly Attributes[]
  outcome: CaseOutcome
  isFlaky: boolean
}

const FAILED = new Set(['failure', 'error'])
/** What Surefire, Playwright and cargo-nextest write into a case that passed in the end. */
const FLAKY = new Set(['flakyFailure', 'flakyError'])
const COMMITS = /^(git[._-]?commit([._-]?(id|sha))?|commit|revision|github_sha|ci_commit_sha)$/i
const MOST_CASES = 1_000_000

/**
 * Reads JUnit XML of any dialect; never throws. A case that failed and passed when repeated (`flakyFailure`)
 * passed; one that failed every time (`failure` with `rerunFailure`) failed once. Of a test that pytest or gotestsum
 * repeat, and list again, the last try counts. An error of a suite outside any case (a set-up that broke) is a failed
 * case of the suite's name.
 *
 * @param name shown in the sentence of a refusal, and nothing else.
 */
export function readJUnit(name: string, text: string): TestResults | { readonly why: string } {
  const found: Found = {
    cases: [],
    commit: null,
    isJUnit: false,
    hasUniqueNames: false,
    suiteSeconds: 0,
  }
  const why = readXml(text, visitorOf(found))
  if (why !== null) return { why: `${name} ${why}` }
  if (!found.isJUnit) return { why: `${name} is XML, but not a JUnit report` }
  if (found.cases.length === 0) return { why: `${name} holds no test case` }
  if (found.cases.length >= MOST_CASES)
    return { why: `${name} holds over ${MOST_CASES} test cases` }
  const cases = withTimes(found)
  return resultsOf(found.hasUniqueNames ? retried(cases) : cases, found.commit)
}

/** Where no case carries a time, the suites' time is shared out among them. */
function withTimes({ cases, suiteSeconds }: Found): readonly TestCase[] {
  const share = suiteSeconds / cases.length
  return cases.some(({ seconds }) => seconds > 0)
    ? cases
    : cases.map(each => ({ ...each, seconds: share, isShared: true }))
}

interface Found {
  readonly cases: TestCase[]
  commit: string | null
  isJUnit: boolean
  /** Written by a runner in which no two tests share a name. */
  hasUniqueNames: boolean
  /** Of the outermost suites: the answer where cases carry no time. */
  suiteSeconds: number
}

function visitorOf(found: Found): XmlVisitor {
  const suites: Scope[] = []
  let test: Scope | null = null
  const scopeOf = (attributes: Attributes, isCase: boolean): Scope => ({
    attributes,
    isCase,
    suites: suites.map(suite => suite.attributes),
    outcome: isCase ? outcomeOf(attributes) : 'passed',
    isFlaky: false,
  })
  return {
    open(name, attributes, depth) {
      if (depth === 1) found.isJUnit = name === 'testsuites' || name === 'testsuite'
      if (name === 'testsuite') {
        if (suites.length === 0) found.suiteSeconds += secondsOf(attributes.time)
        if (attributes.name === 'pytest') found.hasUniqueNames = true
        suites.push(scopeOf(attributes, false))
      } else if (name === 'testcase') test = scopeOf(attributes, true)
      else if (name === 'property') readProperty(found, attributes)
      else if (test !== null && FLAKY.has(name)) test.isFlaky = true
      else if (FAILED.has(name)) {
        const scope = test ?? suites.at(-1)
        if (scope !== undefined) scope.outcome = 'failed'
      } else if (name === 'skipped' && test?.outcome === 'passed') test.outcome = 'skipped'
    },
    close(name) {
      const scope = name === 'testcase' ? test : name === 'testsuite' ? suites.pop() : undefined
      if (name === 'testcase') test = null
      if (!scope || (!scope.isCase && scope.outcome === 'passed')) return
      if (found.cases.length < MOST_CASES) found.cases.push(caseOf(scope))
    },
  }
}

function readProperty(found: Found, { name = '', value }: Attributes): void {
  if (name === 'go.version') found.hasUniqueNames = true
  if (COMMITS.test(name)) found.commit ??= commitIn(value)
}

/** Some writers mark skipped cases by an attribute alone. */
function outcomeOf({ status, result }: Attributes): CaseOutcome {
  const said = `${status ?? ''} ${result ?? ''}`.toLowerCase()
  return /\b(skipped|disabled|notrun|suppressed|ignored)\b/.test(said) ? 'skipped' : 'passed'
}

function caseOf({ attributes, suites, outcome, isFlaky, isCase }: Scope): TestCase {
  const suite = suites.at(-1)
  const own = (attributes.name ?? '').trim()
  const owner = (attributes.classname ?? (isCase ? suite?.name : '') ?? '').trim()
  const hints = [attributes.file, attributes.classname, suite?.file, suite?.filepath, suite?.name]
  return {
    name: (owner === '' || owner === own ? own : `${owner} › ${own}`) || 'a test without a name',
    hints: hints.flatMap(hint => hint?.trim() || []),
    outcome,
    isFlaky: isFlaky && outcome === 'passed',
    seconds: isCase ? secondsOf(attributes.time) : 0,
  }
}

const commitIn = (value: string | undefined) =>
  value !== undefined && /^[0-9a-f]{7,40}$/i.test(value) ? value.toLowerCase() : null
