/** How many promises of the OpenAPI documents are kept, and which are not? */

import type { SpecEvidence } from '../../core/evidence.mts'
import type { Fates, Promised } from './operations.mts'

/** `open` holds the rule of every fault that nobody waived. */
export function routeReading(
  evidence: SpecEvidence,
  { operations, documentable }: Fates,
  open: readonly string[],
) {
  const measure = <N extends string>(name: N, value: number, extent = 1) => ({
    name,
    subject: '',
    value,
    extent,
  })
  const routes = measure('routes', evidence.routes.length, parsedShare(evidence))
  const promised = measure('api-operations', operations.length)
  const number = (fate: Promised['fate']) => operations.filter(each => each.fate === fate).length
  const faults = (rule: string) => open.filter(each => each === rule).length
  const told = number('implemented') + number('missing')
  const unclear = measure('unclear-operations', number('unclear'))
  const missing = [
    ...(told > 0 ? [] : [{ measure: 'missing-routes' as const, why: whyUnclear(evidence) }]),
    ...(documentable > 0
      ? []
      : [{ measure: 'undocumented-routes' as const, why: whyUnclear(evidence) }]),
  ]
  return {
    missing,
    measures: [
      promised,
      routes,
      unclear,
      ...(told > 0
        ? [measure('missing-routes', faults('missing-route'), told / operations.length)]
        : []),
      ...(documentable > 0 ? [measure('undocumented-routes', faults('undocumented-route'))] : []),
    ],
  }
}

const parsedShare = ({ files, unparsed }: SpecEvidence) => (files === 0 ? 1 : 1 - unparsed / files)

function whyUnclear({ apis, routes }: SpecEvidence): string {
  if (apis.length === 0) return 'there is no OpenAPI document'
  if (routes.length === 0) return 'no route of a framework we read was found'
  return `the routes found do not fit ${apis
    .map(({ path }) => path)
    .slice(0, 3)
    .join(', ')}`
}

export function routeDrafts({ faults }: SpecEvidence, { operations, undocumented }: Fates) {
  return [
    ...faults.map(({ path, why }) => ({
      rule: 'unreadable-specification' as const,
      path,
      line: null,
      symbol: '',
      message: why,
    })),
    ...operations
      .filter(({ fate }) => fate === 'missing')
      .map(({ api, line, method, path, others }) => ({
        rule: 'missing-route' as const,
        path: api,
        line,
        symbol: `${method} ${path}`,
        message: `no route answers ${method} ${path}${others.length === 0 ? '' : ` (only ${others.join(', ')})`}`,
      })),
    ...undocumented.map(({ file, line, method, path, handler }) => ({
      rule: 'undocumented-route' as const,
      path: file,
      line,
      symbol: `${method} ${path}`,
      message: `${method} ${path}${handler === '' ? '' : ` (${handler})`} is in no OpenAPI document`,
    })),
  ]
}
