/** Which HTTP endpoints stand behind a change? Those whose handler, or the place that declares them, is changed or reached. */

import type { ImpactEvidence, ReachedPlace } from '../../core/impact.mts'
import type { Lens } from '../../core/lens.mts'
import { joinRoutes } from '../../languages/routes.mts'
import { ownerAt } from './uses.mts'

type Endpoint = ImpactEvidence['endpoints'][number]
type Place = Pick<ReachedPlace, 'path' | 'name' | 'distance'>

/** A handler is named where it is declared, or beside its route. */
export async function endpointsBehind(
  lens: Lens,
  changed: ImpactEvidence['changed'],
  reached: readonly ReachedPlace[],
): Promise<readonly Endpoint[]> {
  const rows = (await lens.facts('source')).filter(({ file }) => file.role === 'source')
  const facts = new Map(rows.map(({ file, facts }) => [file.path, facts]))
  const { routes } = joinRoutes(rows.map(({ file: { path }, facts }) => ({ path, facts })))
  const places = Map.groupBy<string, Place>(
    [...changed.map(each => ({ ...each, distance: 0 })), ...reached],
    ({ path }) => path,
  )
  return routes
    .flatMap(({ method, path: route, file, line, handler }): Endpoint[] => {
      const known = facts.get(file)
      const owner = known === undefined ? '' : ownerAt(known, line).name
      const names = new Set([handler, owner].filter(name => name !== ''))
      const distances = (places.get(file) ?? [])
        .filter(({ name }) => names.has(name) || name.endsWith(`.${handler}`))
        .map(({ distance }) => distance)
      return distances.length === 0
        ? []
        : [{ method, route, path: file, line, distance: Math.min(...distances) }]
    })
    .toSorted((a, b) => a.distance - b.distance)
}
