/** What does a run elsewhere claim about tests and benchmarks? Its `assess --json`, taken apart with limits: claims, never facts. */

import type { Finding, Level, Measure, Missing, Outcome, Rule, Scale } from '../core/model.mts'
import { silent } from '../core/skill.mts'
import { type Fields, fields, list, text } from '../core/untyped.mts'
import type { Comparison } from '../core/verdict.mts'
import { parseJson } from './parse.mts'

export interface Claims {
  readonly outcomes: readonly Outcome[]
  readonly patchCoverage: Comparison['patchCoverage']
}

/** A skill as far as its claims are checked: what it may name. */
export interface Claimant {
  readonly id: string
  readonly scales: Readonly<Record<string, Scale>>
  readonly rules: Readonly<Record<string, Rule>>
}

const MOST_MEASURES = 5000
const MOST_FINDINGS = 500
const LONGEST = 300

/** The claims of these skills about exactly this commit, or one sentence on why none is used. */
export function readClaims(
  json: string,
  commit: string,
  claimants: readonly Claimant[],
): Claims | { readonly why: string } {
  const parsed = parseJson(json)
  if (typeof parsed === 'string') return { why: 'it is no assessment' }
  const { schema, run, outcomes, comparison } = parsed.fields
  if (!/^1\./.test(text(schema))) return { why: 'it is no assessment that this version reads' }
  if (fields(run).commit !== commit) return { why: 'it speaks of another commit' }
  const rows = list(outcomes).map(fields)
  return {
    outcomes: claimants.flatMap(claimant => {
      const row = rows.find(({ skill }) => skill === claimant.id)
      return row === undefined ? [] : [outcomeOf(claimant, row)]
    }),
    patchCoverage: coverageOf(fields(fields(comparison).patchCoverage)),
  }
}

function outcomeOf(claimant: Claimant, { status, why, ...row }: Fields): Outcome {
  const { id, scales, rules } = claimant
  if (status === 'not-applicable') return silent(id, status, short(why), 0)
  if (status !== 'judged') return silent(id, 'unavailable', short(why), 0)
  const rows = (value: unknown, most: number) => list(value).slice(0, most).map(fields)
  return {
    ...{ skill: id, status, why: null, durationMs: 0, proposals: [] },
    measures: rows(row.measures, MOST_MEASURES).flatMap(each => measureOf(scales, each)),
    findings: rows(row.findings, MOST_FINDINGS).flatMap(each => findingOf(rules, each)),
    missing: rows(row.missing, MOST_FINDINGS).flatMap(each => missingOf(scales, each)),
  }
}

function measureOf(scales: Claimant['scales'], row: Fields): Measure[] {
  const { name, subject, value, extent } = row
  const scale = own(scales, name)
  if (scale === undefined || !isPossible(value, scale)) return []
  return [
    { name: text(name), subject: short(subject), value, ...(isShare(extent) ? { extent } : {}) },
  ]
}

function findingOf(rules: Claimant['rules'], row: Fields): Finding[] {
  const { rule, level, key, path, line, message } = row
  if (own(rules, rule) === undefined || !isLevel(level)) return []
  const place = {
    path: typeof path === 'string' ? short(path) : null,
    line: isCount(line) && line > 0 ? line : null,
  }
  return [{ rule: text(rule), level, key: short(key), message: short(message), ...place }]
}

function missingOf(scales: Claimant['scales'], { measure, why, status }: Fields): Missing[] {
  if (own(scales, measure) === undefined) return []
  const what = { measure: text(measure), why: short(why) }
  return [status === 'not-applicable' ? { ...what, status } : what]
}

function coverageOf({ covered, total, changedLines }: Fields): Comparison['patchCoverage'] {
  const isSound = isCount(covered) && isCount(total) && isCount(changedLines) && covered <= total
  return isSound ? { covered, total, changedLines } : null
}

const own = <T,>(table: Readonly<Record<string, T>>, name: unknown): T | undefined =>
  typeof name === 'string' && Object.hasOwn(table, name) ? table[name] : undefined

const short = (value: unknown): string => text(value).slice(0, LONGEST)

const isLevel = (value: unknown): value is Level =>
  value === 'error' || value === 'warn' || value === 'note'

const isCount = (value: unknown): value is number =>
  Number.isSafeInteger(value) && (value as number) >= 0

const isShare = (value: unknown): value is number =>
  typeof value === 'number' && value >= 0 && value <= 1

/** Shares of a whole stay inside it; a change in percent may be anything. */
function isPossible(value: unknown, { unit, better }: Scale): value is number {
  if (typeof value !== 'number' || !Number.isFinite(value) || Math.abs(value) > 1e15) return false
  return unit !== 'percent' || better !== 'higher' || (value >= 0 && value <= 100)
}
