/** How much of the function code lies in functions of some kind? Lines counted once, however functions nest. */

import type { CodeEvidence } from '../../core/evidence.mts'
import { compareText } from '../../core/order.mts'

export type FunctionRow = CodeEvidence['functions'][number]

/**
 * Code lines in at least one of the functions. Functions of a file nest or follow each other, so where one starts
 * before another has ended, it lies inside it or shares its last line.
 */
export function codeLinesIn(functions: readonly FunctionRow[]): number {
  const ordered = [...functions].sort(
    (a, b) => compareText(a.path, b.path) || a.line - b.line || b.endLine - a.endLine,
  )
  let total = 0
  let path = ''
  let end = 0
  for (const row of ordered) {
    if (row.path !== path) end = 0
    path = row.path
    if (row.endLine <= end) continue
    total += row.lines - (row.line <= end ? 1 : 0)
    end = row.endLine
  }
  return total
}

/** In percent; 0 where there is no function code at all. */
export function shareOfCode(
  functions: readonly FunctionRow[],
  isCounted: (row: FunctionRow) => boolean,
): number {
  const all = codeLinesIn(functions)
  return all === 0 ? 0 : (100 * codeLinesIn(functions.filter(isCounted))) / all
}
