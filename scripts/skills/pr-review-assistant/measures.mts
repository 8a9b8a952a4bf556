/** Which numbers does a change have, and why is one missing? */

import type { ReviewEvidence, ReviewFile } from '../../core/review.mts'
import { isQuiet } from '../../core/review.mts'
import type { FileRisk, RiskNeeds } from '../../core/risk.mts'
import { whole } from '../../core/skill.mts'
import { sum } from '../../core/sum.mts'

const sumOf = (files: readonly ReviewFile[], role: string, of: (file: ReviewFile) => number) =>
  sum(
    files.filter(file => file.role === role),
    of,
  )

export function measuresOf(
  { files, api }: ReviewEvidence,
  risks: readonly FileRisk[],
  needed: RiskNeeds,
) {
  const untested = risks.flatMap(each => each.untested ?? [])
  const hasCoverage = risks.some(each => each.untested !== null)
  const surface =
    api === null
      ? []
      : [
          whole('api-breaks', api.breaks.filter(({ isSure }) => isSure).length),
          whole('api-additions', api.added.length),
        ]
  const isEmpty = risks.length === 0
  return {
    measures: [
      whole('changed-files', files.length),
      whole(
        'added-source-lines',
        sumOf(files, 'source', ({ added }) => added),
      ),
      whole(
        'deleted-source-lines',
        sumOf(files, 'source', ({ deleted }) => deleted),
      ),
      whole(
        'changed-test-lines',
        sumOf(files, 'test', each => each.added + each.deleted),
      ),
      whole('formatted-files', files.filter(isQuiet).length),
      ...surface,
      ...(hasCoverage ? [whole('untested-lines', untested.length)] : []),
      ...(isEmpty ? [] : [whole('change-risk', risks[0]?.value ?? 0)]),
    ],
    missing: [
      ...(api === null ? ['api-breaks' as const, 'api-additions' as const].map(noSurface) : []),
      ...(hasCoverage ? [] : [noCoverage(isEmpty, needed['test-orchestrator']?.coverage != null)]),
      ...(isEmpty
        ? [{ measure: 'change-risk' as const, why: NO_CODE, status: 'not-applicable' as const }]
        : []),
    ],
  }
}

const NO_CODE = 'the change edits no code of the source'

const noSurface = <M extends string>(measure: M) => ({
  measure,
  why: 'no name that other projects may call is found: they are read in JavaScript, TypeScript, Python, Java and Go',
  status: 'not-applicable' as const,
})

const noCoverage = (isEmpty: boolean, isReported: boolean) => ({
  measure: 'untested-lines' as const,
  why: isEmpty
    ? NO_CODE
    : isReported
      ? 'the coverage report knows none of the changed files'
      : 'there is no coverage report of this commit',
  ...(isEmpty ? { status: 'not-applicable' as const } : {}),
})
