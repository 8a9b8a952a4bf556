/** Where is a change most likely to break something unseen? Complicated functions that the tests hardly run. */

import type { CodeEvidence, TestsEvidence } from '../../core/evidence.mts'
import { compareText } from '../../core/order.mts'

export interface RiskyFunction {
  readonly path: string
  readonly name: string
  readonly line: number
  readonly crap: number
  readonly cyclomatic: number
  /** Share (0–1) of its coverable lines that ran. */
  readonly coverage: number
}

type Coverage = NonNullable<TestsEvidence['coverage']>
type FunctionRow = CodeEvidence['functions'][number]

/**
 * Change risk anti-patterns of Alberto Savoia and Bob Evans (crap4j, 2007): complexity² · (1 − coverage)³ + complexity,
 * with cyclomatic complexity and the share (0–1) of covered lines where they had basis paths.
 */
export const crapOf = (cyclomatic: number, coverage: number): number =>
  cyclomatic ** 2 * (1 - coverage) ** 3 + cyclomatic

/** Functions that a report covers with at least one coverable line, riskiest first. */
export function functionRisks(coverage: Coverage, code: CodeEvidence): RiskyFunction[] {
  const byFile = Map.groupBy(code.functions, ({ path }) => path)
  const risks = coverage.files.flatMap(({ path, hit, missed }) => {
    const rows = byFile.get(path) ?? []
    const lines = linesOf(rows, hit, missed)
    return rows.flatMap(row => {
      const { covered, total } = lines.get(row) ?? { covered: 0, total: 0 }
      if (total === 0) return []
      const { name, line, cyclomatic } = row
      const share = covered / total
      const crap = crapOf(cyclomatic, share)
      return [{ path, name, line, crap, cyclomatic, coverage: share }]
    })
  })
  return risks.sort((a, b) => b.crap - a.crap || compareText(a.path, b.path) || a.line - b.line)
}

/**
 * A line belongs to the innermost function around it, as a decision does; but a function of one line inside another
 * shares that line with it, and whether it ran itself cannot be told.
 */
function linesOf(rows: readonly FunctionRow[], hit: readonly number[], missed: readonly number[]) {
  const counts = new Map<FunctionRow, { covered: number; total: number }>()
  const starts = rows.toSorted((a, b) => b.line - a.line || a.endLine - b.endLine)
  const ran = new Set(hit)
  const open: FunctionRow[] = []
  const leave = (line: number) => {
    while ((open.at(-1)?.endLine ?? Infinity) < line) open.pop()
  }
  for (const line of [...hit, ...missed].sort((a, b) => a - b)) {
    while ((starts.at(-1)?.line ?? Infinity) <= line) {
      const row = starts.pop() as FunctionRow
      leave(row.line)
      if (open.length === 0 || row.endLine > row.line) open.push(row)
    }
    leave(line)
    const owner = open.at(-1)
    if (owner === undefined) continue
    const { covered, total } = counts.get(owner) ?? { covered: 0, total: 0 }
    counts.set(owner, { covered: covered + (ran.has(line) ? 1 : 0), total: total + 1 })
  }
  return counts
}
