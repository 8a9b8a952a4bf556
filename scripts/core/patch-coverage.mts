/** Which changed lines did the tests run? Changed lines of the head that the coverage report knows, and those it ran. */

import type { TestsEvidence } from './evidence.mts'
import type { Hunk } from './lens.mts'
import { sum } from './sum.mts'
import type { Comparison } from './verdict.mts'

/** Null without coverage. Removed lines ask for nothing: they are in no hunk of the head. */
export function patchCoverage(
  coverage: TestsEvidence['coverage'],
  hunks: readonly Hunk[],
): Comparison['patchCoverage'] {
  if (coverage === null) return null
  const changed = new Map(hunks.map(({ path, ranges }) => [path, ranges]))
  let [covered, total, changedLines] = [0, 0, 0]
  for (const { path, hit, missed } of coverage.files) {
    const ranges = changed.get(path)
    if (ranges === undefined) continue
    const within = (line: number) => ranges.some(([first, last]) => line >= first && line <= last)
    const ran = hit.filter(within).length
    covered += ran
    total += ran + missed.filter(within).length
    changedLines += sum(ranges, ([first, last]) => last - first + 1)
  }
  return { covered, total, changedLines }
}
