/** What do profiles in plain text say: folded stacks (py-spy, perf, async-profiler) and cProfile's printed table? */

import { compareText } from '../../core/order.mts'
import type { Frame, FunctionTable, FunctionTime, Profile } from './profile.mts'
import { createStacks } from './stacks.mts'

/** `main;work (app.py:12) 34` a line. Null where not nearly every line is one. */
export function readFolded(name: string, text: string): Profile | null {
  const stacks = createStacks()
  let [good, bad] = [0, 0]
  for (const line of linesOf(text)) {
    const found = /^(\S.*) (\d{1,15})$/.exec(line.trimEnd())
    if (found === null) {
      // py-spy counts samples of threads that had no stack yet.
      if (!/^\s*\d*\s*$/.test(line)) bad += 1
      if (bad > 10 + good) return null
      continue
    }
    good += 1
    const [, stack = '', weight] = found
    stacks.add(
      stack.split(';').map(each => stacks.frame(frameIn(each))),
      Number(weight),
    )
  }
  return good === 0 || bad > good / 10 ? null : stacks.profile(name, 'samples')
}

/** py-spy writes `name (file:line)`; others write the name alone. */
function frameIn(text: string): Frame {
  const found = /^(.+) \((.+?)(?::(\d+))?\)$/.exec(text)
  if (found === null) return { name: text, file: null, line: null }
  const [, name = text, file = null, line] = found
  return { name, file, line: line === undefined ? null : Number(line) }
}

const HEADER =
  /^\s*ncalls\s+tottime\s+percall\s+cumtime\s+percall\s+filename:lineno\(function\)\s*$/

const ROW =
  /^\s*\d+(?:\/\d+)?\s+(\d+\.\d+)\s+\d+\.\d+\s+(\d+\.\d+)\s+\d+\.\d+\s+(?:(.+):(\d+)\((.+)\)|(\{.+\}))\s*$/

/** The table that `python -m cProfile` and `pstats` print: seconds with three digits. Null where there is none. */
export function readCProfile(name: string, text: string): FunctionTable | null {
  const functions: FunctionTime[] = []
  let isTable = false
  for (const line of linesOf(text)) {
    if (HEADER.test(line)) isTable = true
    const found = isTable ? ROW.exec(line) : null
    if (found === null) continue
    const [, self, total, file = null, at, inner, builtIn] = found
    functions.push({
      name: inner ?? builtIn ?? '',
      file,
      line: at === undefined || at === '0' ? null : Number(at),
      self: Number(self) * 1000,
      total: Number(total) * 1000,
    })
  }
  if (functions.length === 0) return null
  functions.sort((a, b) => b.self - a.self || b.total - a.total || compareText(a.name, b.name))
  return { name, unit: 'ms', functions }
}

function* linesOf(text: string): Generator<string> {
  let start = 0
  while (start < text.length) {
    const end = text.indexOf('\n', start)
    // A line this long is no stack anybody sampled.
    yield text.slice(start, Math.min(end === -1 ? text.length : end, start + 100_000))
    start = end === -1 ? text.length : end + 1
  }
}
