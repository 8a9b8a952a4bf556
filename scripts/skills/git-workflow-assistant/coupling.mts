/** Which files change together, though nothing in the code may say so? Change coupling by code-maat's definition. */

import type { HistoryEvidence } from '../../core/evidence.mts'
import type { Commit } from '../../core/lens.mts'

export interface CouplingLimits {
  /** A commit of more files than this says little about any two of them and is left out altogether. */
  readonly maxChangesetSize: number
  /** Least average revisions of the two files. */
  readonly minRevs: number
  /** Least commits that touch both. */
  readonly minSharedRevs: number
  /** Percent, both ends included. */
  readonly minCoupling: number
  readonly maxCoupling: number
}

type Coupled = HistoryEvidence['coupling'][number]

/**
 * degree = ⌊100 · shared / average revisions⌋ percent, `revisions` = that average rounded up; strongest pair first.
 * Revisions count in the change sets that were kept. Only files of `existing` make pairs, but all files of a commit
 * count for its size. Source: code-maat, logical coupling.
 */
export function coupling(
  commits: readonly Commit[],
  existing: ReadonlySet<string>,
  limits: CouplingLimits,
): readonly Coupled[] {
  const changeSets = commits
    .map(({ files }) => [...new Set(files.map(({ path }) => path))])
    .filter(paths => paths.length <= limits.maxChangesetSize)
    .map(paths => paths.filter(path => existing.has(path)))
  const revisions = tally(changeSets.flat())
  return sharedRevisions(changeSets, path => (revisions.get(path) ?? 0) >= limits.minSharedRevs)
    .flatMap(({ a, b, shared }) => {
      const average = ((revisions.get(a) ?? 0) + (revisions.get(b) ?? 0)) / 2
      const pair = {
        a,
        b,
        degree: Math.floor((100 * shared) / average),
        revisions: Math.ceil(average),
      }
      return shared >= limits.minSharedRevs && average >= limits.minRevs && isWithin(pair, limits)
        ? [pair]
        : []
    })
    .sort(strongestFirst)
}

export const couplingFault = ({ a, b, degree, revisions }: Coupled) => ({
  rule: 'change-coupling' as const,
  path: a,
  line: null,
  symbol: b,
  message: `changes together with ${b}: ${degree} % of ${revisions} revisions on average`,
})

const isWithin = ({ degree }: Coupled, { minCoupling, maxCoupling }: CouplingLimits) =>
  degree >= minCoupling && degree <= maxCoupling

const strongestFirst = (x: Coupled, y: Coupled) =>
  y.degree - x.degree ||
  y.revisions - x.revisions ||
  (x.a < y.a || (x.a === y.a && x.b < y.b) ? -1 : 1)

function tally(names: readonly string[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>()
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1)
  return counts
}

/** A pair cannot share more commits than its rarer file has: the rare ones never make pairs. */
function sharedRevisions(
  changeSets: readonly (readonly string[])[],
  isFrequent: (path: string) => boolean,
): { readonly a: string; readonly b: string; readonly shared: number }[] {
  const pairs = new Map<string, Map<string, number>>()
  for (const paths of changeSets) {
    const sorted = paths.filter(isFrequent).sort()
    for (const [index, a] of sorted.entries()) {
      const partners = pairs.get(a) ?? new Map<string, number>()
      pairs.set(a, partners)
      for (const b of sorted.slice(index + 1)) partners.set(b, (partners.get(b) ?? 0) + 1)
    }
  }
  return [...pairs].flatMap(([a, partners]) =>
    [...partners].map(([b, shared]) => ({ a, b, shared })),
  )
}
