/** Which requests is the app asked under load? Those the project names, else those its OpenAPI documents or routes say may be read. */

import { UserFault } from '../../core/fault.mts'
import type { Lens } from '../../core/lens.mts'
import type { LoadRequest, LoadSpec } from '../../core/load.mts'
import { isFields } from '../../core/untyped.mts'
import { isOpenApi, readOpenApi } from '../../formats/openapi.mts'
import { joinRoutes } from '../../languages/routes.mts'
import type { LoadSettings } from './settings.mts'

/** More than these would be asked too seldom to say anything. */
const MOST_REQUESTS = 20

/** What stands for a parameter nobody gave a value: the first row of most things. */
const FIRST = '1'

const WHERE = 'shipworthy.yml: skills.performance-profiler.load'

/** Null where nothing starts the app. */
export async function loadSpec(lens: Lens, load: LoadSettings): Promise<LoadSpec | null> {
  const start = lens.load ?? load.start
  if (start === null) return null
  const { rate, seconds, warmUp } = load
  if (!(rate > 0 && rate <= 10_000 && seconds >= 1 && seconds <= 600 && warmUp >= 0))
    throw new UserFault(`${WHERE} needs a rate from 1 to 10,000 and seconds from 1 to 600`)
  const named = load.requests.map(requestFrom)
  const requests = named.length > 0 ? named : await foundRequests(lens)
  return { start, rate, seconds, warmUp, requests: requests.slice(0, MOST_REQUESTS) }
}

function requestFrom(entry: unknown, nth: number): LoadRequest {
  const fault = new UserFault(
    `${WHERE}.requests[${nth}] must be a text such as "GET /path", or have a method and a path`,
  )
  if (typeof entry === 'string') {
    const [, method, path] = /^([A-Z]+) (\/\S*)$/.exec(entry) ?? []
    if (method === undefined || path === undefined) throw fault
    return read(method, path)
  }
  const { method, path, headers, body } = isFields(entry) ? entry : {}
  if (typeof method !== 'string' || typeof path !== 'string' || !/^\/\S*$/.test(path)) throw fault
  const text = typeof body === 'string' || body === undefined ? body : JSON.stringify(body)
  const json = typeof body === 'object' ? { 'content-type': 'application/json' } : {}
  const given = isFields(headers) ? Object.entries(headers) : []
  const named = Object.fromEntries(given.map(([name, value]) => [name, String(value)]))
  return { method: method.toUpperCase(), path, headers: { ...json, ...named }, body: text ?? null }
}

const read = (method: string, path: string): LoadRequest => ({
  ...{ method, path, headers: {}, body: null },
})

async function foundRequests(lens: Lens): Promise<readonly LoadRequest[]> {
  const documented = await documentedPaths(lens)
  const paths = documented.length > 0 ? documented : await routedPaths(lens)
  const asked = paths
    .map(path => path.replace(/\{[^}/]*\}/g, FIRST))
    .filter(path => /^\/\S*$/.test(path))
  const distinct = [...new Set(asked.length === 0 ? ['/'] : asked)]
  return distinct.map(path => read('GET', path))
}

async function documentedPaths(lens: Lens): Promise<readonly string[]> {
  const found: string[] = []
  for (const { path, role } of await lens.files()) {
    if (role !== 'other' || !/\.(ya?ml|json)$/i.test(path)) continue
    const text = await lens.text(path)
    if (!text.ok || !isOpenApi(text.value)) continue
    const api = readOpenApi(text.value)
    if (typeof api === 'string') continue
    const [base = ''] = api.bases
    const gets = api.operations.filter(({ method }) => method === 'GET')
    found.push(...gets.map(each => `${base}${each.path}`))
  }
  return found
}

async function routedPaths(lens: Lens): Promise<readonly string[]> {
  const rows = await lens.facts('source')
  const sources = rows.filter(({ file }) => file.role === 'source')
  const { routes } = joinRoutes(sources.map(({ file, facts }) => ({ path: file.path, facts })))
  return routes
    .filter(({ method, path, isWhole }) => method === 'GET' && isWhole && !path.includes('*}'))
    .map(({ path }) => (path === '' ? '/' : path))
}
