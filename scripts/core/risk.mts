/** How likely is this file's change to do harm? Its parts multiply: a large change of complicated, busy, untested code of many hands. */

import type { EvidenceOf, TestsEvidence } from './evidence.mts'
import { compareText } from './order.mts'
import type { ReviewFile } from './review.mts'

export interface RiskNeeds {
  readonly 'refactor-assistant'?: EvidenceOf['refactor-assistant']
  readonly 'test-orchestrator'?: EvidenceOf['test-orchestrator']
  readonly 'git-workflow-assistant'?: EvidenceOf['git-workflow-assistant']
}

export interface FileRisk {
  readonly path: string
  /** 0–100. */
  readonly value: number
  /** Each 0–1; those that are not known are absent. */
  readonly parts: Readonly<Record<string, number>>
  /** Coverable lines of the change that no test ran; null without coverage of the file. */
  readonly untested: readonly number[] | null
}

/** Where each part is full. */
const FULL = { lines: 200, cognitive: 25, revisions: 20 }

const upTo = (value: number, full: number): number => Math.min(1, value / full)

/** 100 × (∏(1 + part) − 1) / (2^n − 1) over the n parts that are known: 0 when all are, 100 when all are full. */
export function risksOf(files: readonly ReviewFile[], needed: RiskNeeds): readonly FileRisk[] {
  const functions = Map.groupBy(needed['refactor-assistant']?.functions ?? [], ({ path }) => path)
  const history = needed['git-workflow-assistant']
  const revisions = new Map(history?.files.map(each => [each.path, each.revisions]))
  const covered = new Map(
    needed['test-orchestrator']?.coverage?.files.map(each => [each.path, each]),
  )
  return files
    .filter(isJudged)
    .map(file => {
      const lines = linesOf(file, covered.get(file.path))
      const touched = (functions.get(file.path) ?? []).filter(each =>
        file.ranges.some(([first, last]) => first <= each.endLine && last >= each.line),
      )
      const parts = {
        size: upTo(file.added + file.deleted, FULL.lines),
        ...(needed['refactor-assistant'] === undefined
          ? {}
          : {
              complexity: upTo(Math.max(0, ...touched.map(each => each.cognitive)), FULL.cognitive),
            }),
        ...(history === undefined || history.unread !== null
          ? {}
          : { churn: upTo(revisions.get(file.path) ?? 0, FULL.revisions) }),
        ...(lines === null || lines.total === 0
          ? {}
          : { untested: lines.missed.length / lines.total }),
        ...(file.owners.length === 0 ? {} : { hands: 1 - (file.owners[0]?.share ?? 1) }),
      }
      const known = Object.values(parts)
      const product = known.reduce((all, part) => all * (1 + part), 1)
      const value = (100 * (product - 1)) / (2 ** known.length - 1)
      return { path: file.path, value, parts, untested: lines?.missed ?? null }
    })
    .toSorted((a, b) => b.value - a.value || compareText(a.path, b.path))
}

/** Code that changed: not what was only moved or laid out anew. */
const isJudged = ({ role, kind }: ReviewFile): boolean =>
  role === 'source' && (kind === 'added' || kind === 'edited')

function linesOf(
  { ranges }: ReviewFile,
  coverage: NonNullable<TestsEvidence['coverage']>['files'][number] | undefined,
) {
  if (coverage === undefined) return null
  const isChanged = (line: number) => ranges.some(([first, last]) => line >= first && line <= last)
  const missed = coverage.missed.filter(isChanged)
  return { missed, total: missed.length + coverage.hit.filter(isChanged).length }
}
