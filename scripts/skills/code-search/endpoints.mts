/** Which HTTP endpoints stand behind a change? Those whose handler, or the place that declares them, is changed or reached. */

import type { ImpactEvidence, ReachedPlace } from '../../core/impact.mts'
import type { Lens } from '../../core/lens.mts'
import { joinRoutes } from '../../languages/routes.mts'
import { inOrder } from './order.mts'
import { ownerAt } from './uses.mts'

type Endpoint = ImpactEvidence['endpoints'][number]
type Place = Pick<ReachedPlace, 'path' | 'name' | 'distance' | 'isByName'>

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
    [...changed.map(each => ({ ...each, distance: 0, isByName: false })), ...reached],
    ({ path }) => path,
  )
  return routes
    .flatMap(({ method, path: route, file, line, handler }): Endpoint[] => {
      const known = facts.get(file)
      const owner = known === undefined ? '' : ownerAt(known, line).name
      const names = new Set([handler, owner].filter(name => name !== ''))
      const [nearest] = (places.get(file) ?? [])
        .filter(({ name }) => names.has(name) || name.endsWith(`.${handler}`))
        .map(({ distance, isByName }) => ({ path: file, line, distance, isByName }))
        .toSorted(inOrder)
      return nearest === undefined ? [] : [{ method, route, ...nearest }]
    })
    .toSorted(inOrder)
}
