/** Which packages have a published fault, and how heavy are those faults together? */

import type { AdvisoryRow, DependenciesEvidence } from '../../core/evidence.mts'
import type { Draft } from '../../core/findings.mts'
import { type Carried, inventory, keyOf } from './inventory.mts'
import { type Reach, type Reaches, reachWords } from './reach.mts'

export interface Weights extends Readonly<Record<AdvisoryRow['severity'], number>> {
  /** What a package that only development needs weighs, as a share of the same one shipped. */
  readonly development: number
}

type Rules = (typeof RULES)[number]

/** One fault in one lock file, with what it takes to weigh it once it is settled. */
export interface VulnerabilityDraft extends Draft<Rules> {
  readonly carried: Carried
  readonly severity: AdvisoryRow['severity']
  readonly reach: Reach
}

/** What the source reaches comes first, then what is most severe: the order says what to look at. */
export function vulnerabilityDrafts(
  evidence: DependenciesEvidence,
  reaches: Reaches,
): VulnerabilityDraft[] {
  const packages = inventory(evidence.packages)
  const rows = Map.groupBy(evidence.packages, row => `${keyOf(row)} ${row.manifest}`)
  const drafts = evidence.advisories.flatMap(advisory => {
    const carried = packages.get(keyOf(advisory))
    return (carried?.manifests ?? []).map(path => {
      const [row] = rows.get(`${keyOf(advisory)} ${path}`) ?? []
      const reach = (row && reaches.get(row)) ?? ({ status: 'unknown' } as const)
      return draftOf(advisory, carried as Carried, path, reach)
    })
  })
  const rank = ({ rule, severity, reach }: VulnerabilityDraft) =>
    RULES.indexOf(rule) * 100 + REACHES.indexOf(reach.status) * 10 + SEVERITIES.indexOf(severity)
  return drafts.sort((a, b) => rank(a) - rank(b))
}

const RULES = ['vulnerable-package', 'weakly-vulnerable-package'] as const
const REACHES = ['reached', 'unknown', 'present'] as const
const SEVERITIES = ['critical', 'high', 'medium', 'unknown', 'low'] as const

function draftOf(
  advisory: AdvisoryRow,
  carried: Carried,
  path: string,
  reach: Reach,
): VulnerabilityDraft {
  const { id, aliases, ecosystem, name, severity } = advisory
  const isSevere = severity === 'critical' || severity === 'high'
  return {
    rule:
      isSevere && !carried.isForDevelopment ? 'vulnerable-package' : 'weakly-vulnerable-package',
    path,
    line: null,
    symbol: `${ecosystem}/${name} ${id}`,
    message: `${sentence(advisory, carried)}; ${reachWords(reach, name)}`,
    aliases: [id, ...aliases],
    // A fault that moves from one lock file to another is not a new one.
    isAnywhere: true,
    carried,
    severity,
    reach,
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

/** How many of the vulnerable packages the source reaches; `known` (0–1) is the share of which that can be told. */
export function reachedCount(counted: readonly VulnerabilityDraft[]) {
  const groups = [...Map.groupBy(counted, ({ carried }) => carried).values()]
  const has = (status: Reach['status']) =>
    groups.filter(drafts => drafts.some(({ reach }) => reach.status === status)).length
  const reached = has('reached')
  const told = groups.filter(
    drafts =>
      drafts.some(({ reach }) => reach.status === 'reached') ||
      drafts.every(({ reach }) => reach.status === 'present'),
  ).length
  return { reached, known: groups.length === 0 ? 1 : told / groups.length }
}

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
