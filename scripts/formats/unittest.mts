/** What did Python's unittest, or Django with it, print of its tests? One line or two each at verbosity 2, failures again below. */

import { resultsOf, secondsOf, type TestResults } from './test-results.mts'

/** Before 3.11 the name in brackets is the class alone. */
const STARTED = /(?:^|\.\.\. )(\w+) \(([\w.]+)\)(?=$| \.\.\. )/gm
const FAILED = /^(?:FAIL|ERROR|UNEXPECTED SUCCESS): (\w+) \(([\w.]+)\)/gm
const ENDED = /^Ran \d+ tests? in ([\d.]+)s$/m

/** Never throws. Class-wide failures are a case of their own; a part of a test (`subTest`) is none. */
export function readUnittest(name: string, text: string): TestResults | { readonly why: string } {
  const ended = ENDED.exec(text.slice(-4096))
  if (ended === null) return { why: `${name} does not end as Python's unittest does` }
  const failed = new Set([...text.matchAll(FAILED)].map(nameOf))
  const started = [...text.matchAll(STARTED)]
  const skipped = new Set(
    started
      .filter((each, at) => /\.\.\. skipped /.test(text.slice(each.index, started[at + 1]?.index)))
      .map(nameOf),
  )
  const names = [...new Set([...started.map(nameOf), ...failed])]
  const seconds = secondsOf(ended[1]) / Math.max(1, names.length)
  const outcomeOf = (each: string) =>
    failed.has(each) ? 'failed' : skipped.has(each) ? 'skipped' : 'passed'
  return resultsOf(
    names.map(each => ({
      name: each,
      hints: [each.split(' › ')[0] ?? ''],
      outcome: outcomeOf(each),
      isFlaky: false,
      seconds,
      isShared: true,
    })),
  )
}

const nameOf = ([, method = '', owner = '']: RegExpMatchArray) => {
  const suite = owner.endsWith(`.${method}`) ? owner.slice(0, -method.length - 1) : owner
  return `${suite} › ${method}`
}
