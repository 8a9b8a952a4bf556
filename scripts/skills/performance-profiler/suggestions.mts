/** Which patterns in traces are worth a person's time? Each suggestion names its trace, and none is made without one. */

import type { Draft } from '../../core/findings.mts'
import type { Rule } from '../../core/model.mts'
import type { TracePattern } from '../../core/traces/rows.mts'

export interface SuggestionLimits {
  /** Runs of one query in a request, with different values. */
  readonly repeatedQueries: number
  /** Runs of the very same query in a request. */
  readonly identicalQueries: number
  /** Calls of one other program in a request. */
  readonly repeatedCalls: number
  /** Usual ms of a query. */
  readonly slowQueryMs: number
  /** Ms that running calls together would save. */
  readonly sequentialMs: number
  /** Share (0–1) of an operation's requests that must show a pattern. */
  readonly usual: number
}

export const suggestionLimits: SuggestionLimits = {
  repeatedQueries: 5,
  identicalQueries: 3,
  repeatedCalls: 5,
  slowQueryMs: 100,
  sequentialMs: 50,
  usual: 0.1,
}

export const suggestionRules = {
  'query-per-row': {
    level: 'warn',
    fault: 'A request runs the same query once for each row',
    advice: 'Ask for all rows at once: a join, an IN list, or the eager loading of your mapper.',
    costs: ['suggestions'],
  },
  'identical-query': {
    level: 'note',
    fault: 'A request runs the very same query several times',
    advice: 'Keep the first answer for the rest of the request.',
    costs: ['suggestions'],
  },
  'slow-query': {
    level: 'warn',
    fault: 'A query is slow by itself',
    advice: 'Read its plan (EXPLAIN) on data of real size.',
    costs: ['suggestions'],
  },
  'missing-index': {
    level: 'warn',
    fault: 'A query takes long to find few rows',
    advice: 'Read its plan (EXPLAIN): a full scan there asks for an index on what it filters by.',
    costs: ['suggestions'],
  },
  'sequential-calls': {
    level: 'note',
    fault: 'Calls wait for each other though nothing happens between them',
    advice: 'Start them together, unless one needs what another answered.',
    costs: ['suggestions'],
  },
  'chatty-host': {
    level: 'note',
    fault: 'A request calls the same other program many times',
    advice: 'Ask for more at once, if the other side can; else call in parallel, or keep answers.',
    costs: ['suggestions'],
  },
} as const satisfies Record<string, Rule>

export type SuggestionRule = keyof typeof suggestionRules

/** Fewer than these are few: an index finds them at once. */
const FEW_ROWS = 100

/** Findings, the most costly first as the evidence has them. The same pattern in two releases is said once. */
export function suggestions(
  patterns: readonly TracePattern[],
  limits: SuggestionLimits,
): readonly Draft<SuggestionRule>[] {
  const seen = new Set<string>()
  return patterns.flatMap(pattern => {
    const rule = ruleFor(pattern, limits)
    if (rule === null || pattern.requests < limits.usual * pattern.of) return []
    const symbol = `${pattern.service} ${pattern.operation} ${pattern.subject}`.slice(0, 300)
    if (seen.has(`${rule}\0${symbol}`)) return []
    seen.add(`${rule}\0${symbol}`)
    const { path = null, line = null } = pattern.code ?? {}
    return [{ rule, path, line, symbol, message: messageOf(rule, pattern) }]
  })
}

function ruleFor(pattern: TracePattern, limits: SuggestionLimits): SuggestionRule | null {
  const { kind, calls, ms } = pattern
  switch (kind) {
    case 'repeated-query':
      return calls >= limits.repeatedQueries ? 'query-per-row' : null
    case 'identical-query':
      return calls >= limits.identicalQueries ? 'identical-query' : null
    case 'repeated-call':
      return calls >= limits.repeatedCalls ? 'chatty-host' : null
    case 'sequential-calls':
      return ms >= limits.sequentialMs ? 'sequential-calls' : null
    case 'slow-query':
      if (ms < limits.slowQueryMs) return null
      return isScan(pattern) ? 'missing-index' : 'slow-query'
  }
}

/** Counting and grouping read much to say little: only rows themselves tell a search from a sum. */
const isScan = ({ subject, rows }: TracePattern) =>
  rows !== null &&
  rows <= FEW_ROWS &&
  /^select\b.*\bwhere\b/i.test(subject) &&
  !/\b(?:count|sum|avg|min|max|group by|pg_sleep|sleep|for update)\b/i.test(subject)

function messageOf(rule: SuggestionRule, pattern: TracePattern): string {
  const { service, operation, subject, requests, of, calls, ms, rows, traceId } = pattern
  const share = `in ${requests} of ${of} requests`
  const said = {
    'query-per-row': `runs ${times(calls)} (${time(ms)}) ${share}`,
    'identical-query': `asked ${times(calls)} with the same values (${time(ms)}) ${share}`,
    'slow-query': `takes ${time(ms)}, the median of ${calls} runs`,
    'missing-index': `takes ${time(ms)} to find ${rows} rows, the medians of ${calls} runs`,
    'sequential-calls': `${calls} reads one after the other, ${time(ms)} of waiting ${share}`,
    'chatty-host': `called ${times(calls)} (${time(ms)}) ${share}`,
  }[rule]
  return `${service} ${operation}: ${shortened(subject)} ${said}; trace ${traceId}`
}

const times = (calls: number) => `${Math.round(calls)} times`

const time = (ms: number) => (ms < 10 ? `${ms.toFixed(1)} ms` : `${Math.round(ms)} ms`)

const shortened = (text: string) => (text.length <= 160 ? text : `${text.slice(0, 159)}…`)
