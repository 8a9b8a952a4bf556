/** What does Jest's own result file (`--json --outputFile`) say? Vitest's json reporter writes the same. */

import { type Fields, isFields, tables, textOf } from '../core/untyped.mts'
import {
  type CaseOutcome,
  resultsOf,
  secondsOf,
  type TestCase,
  type TestResults,
} from './test-results.mts'

const OUTCOMES: Readonly<Record<string, CaseOutcome>> = { passed: 'passed', failed: 'failed' }

/** Never throws. A file that broke before its first test is one failed case of the file's name. */
export function readJestResults(
  name: string,
  text: string,
): TestResults | { readonly why: string } {
  const json = parse(text)
  if (!isFields(json)) return { why: `${name} is not well-formed JSON: it may be cut off` }
  if (!Array.isArray(json.testResults)) return { why: `${name} is JSON, but not a Jest result` }
  const cases = json.testResults.filter(isFields).flatMap(casesOf)
  return cases.length === 0 ? { why: `${name} holds no test case` } : resultsOf(cases)
}

function casesOf(suite: Fields): TestCase[] {
  const file = textOf(suite.name) ?? ''
  const tests = tables(suite.assertionResults)
  if (tests.length === 0 && suite.status === 'failed')
    return [{ name: file, hints: [file], outcome: 'failed', isFlaky: false, seconds: 0 }]
  return tests.map(test => ({
    name: textOf(test.fullName)?.trim() || textOf(test.title)?.trim() || 'a test without a name',
    hints: file === '' ? [] : [file],
    outcome: OUTCOMES[textOf(test.status) ?? ''] ?? 'skipped',
    isFlaky: test.status === 'passed' && wasRepeated(test),
    seconds: secondsOf(test.duration) / 1000,
  }))
}

/** Jest counts the tries; Vitest keeps the messages of those that failed. */
const wasRepeated = ({ invocations, failureMessages }: Fields): boolean =>
  (typeof invocations === 'number' && invocations > 1) ||
  (Array.isArray(failureMessages) && failureMessages.length > 0)

function parse(text: string): unknown {
  try {
    return JSON.parse(text.charCodeAt(0) === 0xfeff ? text.slice(1) : text)
  } catch {
    return null
  }
}
