/** Where is complicated code changed often? Revisions × complexity, and which files stand out by it. */

import type { CodeEvidence, HistoryEvidence } from '../../core/evidence.mts'
import { compareText } from '../../core/order.mts'
import { plural } from '../../core/plural.mts'
import { sum } from '../../core/sum.mts'

export interface HotspotLimits {
  /** Least revisions in the window. */
  readonly hotspotRevisions: number
  /** Least cognitive complexity, all functions of the file added up. */
  readonly hotspotComplexity: number
  /** Least share (0–1) of the risk of all source files together. */
  readonly hotspotShare: number
}

export interface Hotspot {
  readonly path: string
  readonly revisions: number
  readonly authors: number
  readonly complexity: number
  /** Revisions and complexity, each as a share of the project's highest, multiplied: 0–100. */
  readonly score: number
}

/** Files that pass all three limits, riskiest first. Only parsed source files have a complexity. */
export function hotspots(
  history: HistoryEvidence,
  code: CodeEvidence,
  limits: HotspotLimits,
): readonly Hotspot[] {
  const complexities = complexityByFile(code)
  const files = history.files.flatMap(({ path, revisions, authors }) => {
    const complexity = complexities.get(path)
    return complexity === undefined ? [] : [{ path, revisions, authors, complexity }]
  })
  const most = files.reduce((highest, { revisions }) => Math.max(highest, revisions), 1)
  const worst = [...complexities.values()].reduce((highest, one) => Math.max(highest, one), 1)
  const risk = sum(files, ({ revisions, complexity }) => revisions * complexity)
  return files
    .filter(
      ({ revisions, complexity }) =>
        revisions >= limits.hotspotRevisions &&
        complexity >= limits.hotspotComplexity &&
        revisions * complexity >= limits.hotspotShare * risk,
    )
    .map(file => ({ ...file, score: (100 * file.revisions * file.complexity) / (most * worst) }))
    .sort((a, b) => b.score - a.score || compareText(a.path, b.path))
}

export const hotspotFault = ({ path, revisions, complexity, authors, score }: Hotspot) => ({
  rule: 'hotspot' as const,
  path,
  line: null,
  symbol: '',
  message: `${revisions} revisions × complexity ${complexity} by ${plural(authors, 'author')}`,
  size: Math.round(score),
})

function complexityByFile(code: CodeEvidence): ReadonlyMap<string, number> {
  const sums = new Map<string, number>()
  for (const { path, role, parsed } of code.files)
    if (role === 'source' && parsed) sums.set(path, 0)
  for (const { path, cognitive } of code.functions) {
    const sum = sums.get(path)
    if (sum !== undefined) sums.set(path, sum + cognitive)
  }
  return sums
}
