/** Which packages have a published fault, and how heavy are those faults together? */

import type { AdvisoryRow, DependenciesEvidence } from '../../core/evidence.mts'
import type { Draft } from '../../core/findings.mts'
import { type Carried, inventory, keyOf } from './inventory.mts'

export interface Weights extends Readonly<Record<AdvisoryRow['severity'], number>> {
  /** What a package that only development needs weighs, as a share of the same one shipped. */
  readonly development: number
}

type Rules = 'vulnerable-package' | 'weakly-vulnerable-package'

/** One fault in one lock file, with what it takes to weigh it once it is settled. */
export interface VulnerabilityDraft extends Draft<Rules> {
  readonly carried: Carried
  readonly severity: AdvisoryRow['severity']
}

export function vulnerabilityDrafts(evidence: DependenciesEvidence): VulnerabilityDraft[] {
  const packages = inventory(evidence.packages)
  return evidence.advisories.flatMap(advisory => {
    const carried = packages.get(keyOf(advisory))
    return (carried?.manifests ?? []).map(path => draftOf(advisory, carried as Carried, path))
  })
}

function draftOf(advisory: AdvisoryRow, carried: Carried, path: string): VulnerabilityDraft {
  const { id, aliases, ecosystem, name, severity } = advisory
  const isSevere = severity === 'critical' || severity === 'high'
  return {
    rule:
      isSevere && !carried.isForDevelopment ? 'vulnerable-package' : 'weakly-vulnerable-package',
    path,
    line: null,
    symbol: `${ecosystem}/${name} ${id}`,
    message: sentence(advisory, carried),
    aliases: [id, ...aliases],
    carried,
    severity,
  }
}

/** `lodash 4.17.20: Command injection (GHSA-…, high, 7.2); fixed in 4.17.21`. */
function sentence(advisory: AdvisoryRow, { isForDevelopment }: Carried): string {
  const { id, name, version, severity, score, fixed, summary } = advisory
  const rating = severity === 'unknown' ? 'severity unknown' : severity
  const facts = [id, rating, ...(score === null ? [] : [score.toFixed(1)])].join(', ')
  const where = isForDevelopment ? ' (development only)' : ''
  const advice = fixed === null ? 'no fixed version is known' : `fixed in ${fixed}`
  return `${name} ${version}${where}: ${summary === '' ? '' : `${summary} `}(${facts}); ${advice}`
}

/** Packages with at least one of these faults. */
export const vulnerableCount = (counted: readonly VulnerabilityDraft[]): number =>
  new Set(counted.map(({ carried }) => carried)).size

/** Each vulnerable package once, by its worst fault, in points per 100 packages. */
export function weightOf(
  counted: readonly VulnerabilityDraft[],
  asked: number,
  weights: Weights,
): number {
  const worst = new Map<Carried, number>()
  for (const { carried, severity } of counted) {
    const weight = weights[severity] * (carried.isForDevelopment ? weights.development : 1)
    worst.set(carried, Math.max(weight, worst.get(carried) ?? 0))
  }
  const sum = [...worst.values()].reduce((total, weight) => total + weight, 0)
  return (100 * sum) / asked
}
