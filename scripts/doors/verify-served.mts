/** Does the program answer the same before and after, and which of its routes send a span? */

import type { InstrumentationEvidence, InstrumentedService } from '../core/evidence.mts'
import type { Visit } from '../edge/served.mts'
import { visited } from '../edge/served.mts'
import { visible } from '../report/escape.mts'

export interface ServedResult {
  readonly name: string
  readonly command: string
  readonly visits: readonly Visit[]
  /** Why it could not be started. */
  readonly why: string | null
  /** From its start to its end. */
  readonly seconds: number
}

const MOST_ROUTES = 200

/** What a GET should not change, and still may. */
const UNSAFE = /log-?out|sign-?out|delete|remove|destroy|reset|unsubscribe|revoke|purge|shutdown/i

/**
 * One after the other: each has the machine to itself.
 * @param how Whether tracing is switched off.
 */
export async function servedBy(
  root: string,
  services: InstrumentationEvidence['services'],
  how: { readonly isSilent: boolean } = { isSilent: false },
): Promise<readonly ServedResult[]> {
  const results: ServedResult[] = []
  for (const service of services) {
    const { start, name } = service
    const paths = pathsOf(service)
    if (start === null || paths.length === 0) continue
    const begun = performance.now()
    const seen = await visited(root, { ...start, paths, ...how })
    const seconds = (performance.now() - begun) / 1000
    const known = { name, command: start.label ?? start.command, seconds }
    results.push({ ...known, visits: seen.ok ? seen.value : [], why: seen.ok ? null : seen.why })
  }
  return results
}

/** Its safe routes, `1` for every parameter. */
function pathsOf({ endpoints }: InstrumentedService): string[] {
  const paths = endpoints
    .filter(({ method, path }) => /^(GET|\*)$/.test(method) && !UNSAFE.test(path))
    .map(({ path }) => path.replace(/\{[^}]*\}/g, '1'))
    .filter(path => /^\/[\w\-./~%]*$/.test(path))
  return [...new Set(paths)].slice(0, MOST_ROUTES)
}

/** Why the second visit is worse than the first; null when it is not. What did not start before was not asked again. */
export function lossServed(
  before: readonly ServedResult[],
  after: readonly ServedResult[],
  [first, second]: readonly [string, string] = ['before', 'after'],
): string | null {
  for (const was of before) {
    const is = after.find(({ name }) => name === was.name)
    if (was.why !== null || is === undefined) continue
    if (is.why !== null) return `${was.name} started ${first} and does not ${second}: ${is.why}`
    for (const { path, status } of was.visits) {
      const now = is.visits.find(each => each.path === path)?.status ?? 0
      const isWorse = status > 0 && status < 500 && (now === 0 || now >= 500)
      if (isWorse)
        return `GET ${path} of ${was.name} answered ${status} ${first} and ${now} ${second}`
    }
  }
  return null
}

export function saidOf(results: readonly ServedResult[]): string[] {
  return results.flatMap(({ name, command, visits, why }) => {
    if (why !== null)
      return [`${name} was not asked: "${command}" did not start it (${visible(why)}).`]
    const traced = visits.filter(({ span }) => span !== null).length
    const rows = visits.map(
      ({ path, status, span }) =>
        `  GET ${path}  ${status === 0 ? 'no answer' : status}  ${span === null ? 'no span' : span === '' ? 'a span without a route' : visible(span)}`,
    )
    const hint =
      traced === 0 && visits.length > 0
        ? ['  No span arrived: install the added packages, then run --verify again.']
        : []
    return [
      `${name}, started with "${command}": ${traced} of ${visits.length} GET routes sent a span.`,
      ...rows,
      ...hint,
    ]
  })
}
