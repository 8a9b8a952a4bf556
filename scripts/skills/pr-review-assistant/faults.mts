/** What must be said about a change? Breaks of the public surface, changed lines no test runs, a silent change log. */

import type { Draft } from '../../core/findings.mts'
import { plural } from '../../core/plural.mts'
import type { ReviewEvidence } from '../../core/review.mts'
import type { FileRisk, RiskNeeds } from '../../core/risk.mts'

type Fault = Draft<'api-break' | 'untested-change' | 'missing-changelog'>

export function faultsOf(
  evidence: ReviewEvidence,
  risks: readonly FileRisk[],
  needed: RiskNeeds,
  changelogShare: number,
): readonly Fault[] {
  const breaks = (evidence.api?.breaks ?? [])
    .filter(({ isSure }) => isSure)
    .map(({ path, line, name, kind, message }): Fault => {
      const isGone = kind === 'removed'
      return {
        rule: 'api-break',
        path,
        line: isGone ? null : line,
        symbol: `${kind} ${name}`,
        message,
      }
    })
  const untested = risks.flatMap(({ path, untested }): Fault[] => {
    const [first] = untested ?? []
    if (untested === null || first === undefined) return []
    const message = `${plural(untested.length, 'changed line is', 'changed lines are')} run by no test`
    return [
      { rule: 'untested-change', path, line: first, symbol: '', message, size: untested.length },
    ]
  })
  return [...breaks, ...untested, ...silence(evidence, needed, changelogShare)]
}

/** Only where people write the change log as they go: others make theirs from commits at the release. */
function silence({ api, changelog }: ReviewEvidence, needed: RiskNeeds, least: number): Fault[] {
  const history = needed['git-workflow-assistant']
  if (api === null || changelog === null || changelog.isTouched || history === undefined) return []
  const noticed = api.breaks.filter(({ isSure }) => isSure).length + api.added.length
  const written = history.files.find(({ path }) => path === changelog.path)?.revisions ?? 0
  if (noticed === 0 || written < least * history.commits.length || written < 3) return []
  const names = plural(noticed, 'public name')
  const message = `the change adds, removes or alters ${names}, and ${changelog.path} is as it was`
  return [{ rule: 'missing-changelog', path: changelog.path, line: null, symbol: '', message }]
}
