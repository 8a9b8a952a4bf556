/** Which of the dependencies the project asks for are in order? Pinned by a lock, and there once. */

import type { PackageRow } from '../../core/evidence.mts'

/** Faults that nobody waived: a waived one is in order. */
export interface Disorder {
  /** Manifests that nothing pins. */
  readonly unlocked: readonly string[]
  /** Packages that one lock file installs in several versions, or whose licence is denied. */
  readonly disordered: readonly Pick<PackageRow, 'manifest' | 'ecosystem' | 'name'>[]
}

/**
 * Percent of direct dependencies in order; null without any. A version that a file outside the
 * project decides (a parent POM) is neither in nor out of order, and stays out of the count.
 */
export function hygieneOf(packages: readonly PackageRow[], disorder: Disorder): number | null {
  const unlocked = new Set(disorder.unlocked)
  const disordered = new Set(disorder.disordered.map(placeOf))
  const direct = Map.groupBy(
    packages.filter(each => each.direct),
    placeOf,
  )
  const judged = [...direct].flatMap(([place, rows]) => {
    const isUnknown = rows.some(({ version }) => version === '')
    const [{ manifest }] = rows as [PackageRow]
    if (isUnknown) return unlocked.has(manifest) ? [false] : []
    return [!disordered.has(place)]
  })
  if (judged.length === 0) return null
  return (100 * judged.filter(Boolean).length) / judged.length
}

const placeOf = ({ manifest, ecosystem, name }: Disorder['disordered'][number]) =>
  `${manifest} ${ecosystem}/${name}`
