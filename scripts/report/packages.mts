/** How do the packages of a monorepo compare? The largest few, a line each. */

import type { PackageRow } from '../core/packages.mts'
import { sentence } from './escape.mts'
import { fitPath, type Paint, padEnd, padStart } from './layout.mts'
import { count, counted, percent } from './words.mts'

const MOST = 4

/** Columns that a name is worth more than another number. */
const NAME = 14
const COLUMN = 11
const HEADINGS = ['code', 'complex', 'covered', 'documented', 'findings'] as const

export function packageLines(
  rows: readonly PackageRow[],
  paint: Paint,
  width: number,
): readonly string[] {
  if (rows.length === 0) return []
  const shownColumns = Math.min(HEADINGS.length, Math.floor((width - 4 - NAME) / COLUMN))
  const room = width - 4 - shownColumns * COLUMN
  const line = (name: string, cells: readonly string[]) =>
    `  ${padEnd(fitPath(name, room), room)}${cells
      .slice(0, shownColumns)
      .map(cell => padStart(cell, COLUMN))
      .join('')}`
  const share = (value: number | null) => (value === null ? '–' : percent(value))
  const heading = line(counted(rows.length, 'package'), HEADINGS)
  const shown = rows
    .slice(0, MOST)
    .map(({ path, code, complex, coverage, documented, findings }) =>
      line(path === '.' ? '(root)' : sentence(path), [
        count(code),
        share(complex),
        share(coverage),
        share(documented),
        count(findings),
      ]),
    )
  const rest = rows.length - MOST
  const more = rest > 0 ? [paint.dim(`  and ${count(rest)} more: query "FROM packages"`)] : []
  return [paint.dim(heading), ...shown, ...more]
}
