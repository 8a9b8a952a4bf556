/** Which advisories hold for which packages? OSV's evaluation, then one row per fault of a package. */

import type { AdvisoryRow, PackageVersion } from '../../core/evidence.mts'
import { compareText } from '../../core/order.mts'
import { comparedName } from '../versions/names.mts'
import { type Order, versionOrder } from '../versions/order.mts'
import type { Advisory, Affected, OsvEvent } from './osv.mts'
import type { Rating } from './severity.mts'

/** What an advisory means for one package version. */
export interface Hit {
  readonly advisory: Advisory
  readonly rating: Rating
  /** The lowest fixed version above this one, null when none is known. */
  readonly fixed: string | null
}

/** Whether the advisory holds for this version; withdrawn ones hold for none. */
export function affects(advisory: Advisory, pkg: PackageVersion): Hit | null {
  if (advisory.isWithdrawn) return null
  const order = versionOrder(pkg.ecosystem)
  const hits = concerning(advisory, pkg).filter(each => holdsFor(each, pkg, order))
  return hits.length === 0 ? null : hitOf(advisory, hits, pkg, order)
}

/** For an advisory that its own database says holds: only severity and fix are looked up. */
export function reported(advisory: Advisory, pkg: PackageVersion): Hit | null {
  if (advisory.isWithdrawn) return null
  const named = concerning(advisory, pkg)
  return affects(advisory, pkg) ?? hitOf(advisory, named, pkg, versionOrder(pkg.ecosystem))
}

/** One row per fault: advisories that name each other (GHSA, CVE, PYSEC, GO) are the same fault. */
export function rowsOf(pkg: PackageVersion, hits: readonly Hit[]): AdvisoryRow[] {
  return sameFaults(hits).map(group => {
    const [first, ...others] = group.toSorted(byAuthority) as [Hit, ...Hit[]]
    const ids = group.flatMap(({ advisory }) => [advisory.id, ...advisory.aliases])
    const known = [first, ...others].find(({ rating }) => rating.severity !== 'unknown') ?? first
    return {
      id: first.advisory.id,
      aliases: [...new Set(ids)].filter(id => id !== first.advisory.id).sort(),
      ecosystem: pkg.ecosystem,
      name: pkg.name,
      version: pkg.version,
      severity: known.rating.severity,
      score: known.rating.score,
      fixed: [first, ...others].find(({ fixed }) => fixed !== null)?.fixed ?? null,
      summary: first.advisory.summary || (others[0]?.advisory.summary ?? ''),
    }
  })
}

const concerning = ({ affected }: Advisory, { ecosystem, name }: PackageVersion) =>
  affected.filter(
    each =>
      each.ecosystem === ecosystem &&
      comparedName(ecosystem, each.name) === comparedName(ecosystem, name),
  )

function holdsFor(
  { versions, ranges }: Affected,
  { version }: PackageVersion,
  order: Order,
): boolean {
  return (
    versions.some(each => each === version || order(each, version) === 0) ||
    ranges.some(events => isInside(events, version, order))
  )
}

/** OSV's algorithm: walk the events in version order; `introduced: 0` is before everything. */
function isInside(events: readonly OsvEvent[], version: string, order: Order): boolean {
  const isAtLeast = (event: OsvEvent) =>
    (event.kind === 'introduced' && event.version === '0') || atLeast(order(version, event.version))
  const limits = events.filter(({ kind }) => kind === 'limit')
  const isLimited = limits.every(event => event.version !== '*' && isAtLeast(event))
  if (limits.length > 0 && isLimited) return false
  const bounds = events.filter(({ kind }) => kind !== 'limit')
  if (bounds.some(event => !isComparable(event, version, order))) return false
  let isAffected = false
  for (const event of bounds.toSorted((a, b) => byVersion(a, b, order))) {
    if (event.kind === 'introduced' && isAtLeast(event)) isAffected = true
    if (event.kind === 'fixed' && isAtLeast(event)) isAffected = false
    if (event.kind === 'last_affected' && above(order(version, event.version))) isAffected = false
  }
  return isAffected
}

const atLeast = (compared: number | null) => compared !== null && compared >= 0
const above = (compared: number | null) => compared !== null && compared > 0

const isComparable = (event: OsvEvent, version: string, order: Order) =>
  (event.kind === 'introduced' && event.version === '0') || order(version, event.version) !== null

/** Of two events at one version, what ends a range comes before what starts the next. */
function byVersion(a: OsvEvent, b: OsvEvent, order: Order): number {
  const [isFirstA, isFirstB] = [a, b].map(
    ({ kind, version }) => kind === 'introduced' && version === '0',
  )
  if (isFirstA || isFirstB) return Number(isFirstB) - Number(isFirstA)
  return (
    (order(a.version, b.version) ?? 0) ||
    Number(a.kind === 'introduced') - Number(b.kind === 'introduced')
  )
}

function hitOf(
  advisory: Advisory,
  affected: readonly Affected[],
  { version }: PackageVersion,
  order: Order,
): Hit {
  const fixes = affected
    .flatMap(({ ranges }) => ranges.flat())
    .filter(event => event.kind === 'fixed' && above(order(event.version, version)))
    .map(event => event.version)
    .sort((a, b) => order(a, b) ?? 0)
  const own = affected.find(({ rating }) => rating !== null)?.rating
  return { advisory, rating: own ?? advisory.rating, fixed: fixes[0] ?? null }
}

/** Groups hits that share an id or alias, however long the chain between them. */
function sameFaults(hits: readonly Hit[]): readonly (readonly Hit[])[] {
  const groups: { readonly ids: Set<string>; readonly hits: Hit[] }[] = []
  for (const hit of hits) {
    const ids = new Set([hit.advisory.id, ...hit.advisory.aliases])
    const joined = { ids, hits: [hit] }
    for (const group of groups.filter(group => [...ids].some(id => group.ids.has(id)))) {
      groups.splice(groups.indexOf(group), 1)
      for (const id of group.ids) joined.ids.add(id)
      joined.hits.push(...group.hits)
    }
    groups.push(joined)
  }
  return groups.map(group => group.hits)
}

const AUTHORITIES = ['MAL-', 'GHSA-', 'GO-', 'RUSTSEC-', 'PYSEC-', 'CVE-']

/** The reviewed database first: it names packages and fixes best. */
function byAuthority(a: Hit, b: Hit): number {
  const [left, right] = [a, b].map(({ advisory }) => {
    const index = AUTHORITIES.findIndex(prefix => advisory.id.startsWith(prefix))
    return index < 0 ? AUTHORITIES.length : index
  }) as [number, number]
  return left - right || compareText(a.advisory.id, b.advisory.id)
}
