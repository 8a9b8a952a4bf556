/** What has to be in the tracing module of this folder? The values its template is filled with. */

import type { Edit } from '../../../core/model.mts'
import type { ClientsFound } from './clients.mts'

export const MODULE = 'otel_instrumentation'

/** First line of what Shipworthy wrote. */
export const MARKER = '# shipworthy:instrumentation'

export interface ModuleParts {
  readonly service: string
  readonly distribution: string | null
  readonly frameworks: ReadonlySet<string>
  readonly clients: ClientsFound
}

export function moduleOf(folder: string, parts: ModuleParts): Edit {
  const { service, distribution, frameworks, clients } = parts
  const { hooks, instrumentors } = clients
  const isSafe = distribution !== null && /^[\w.-]+$/.test(distribution)
  const view = {
    service,
    distribution: isSafe,
    versionOf: isSafe ? `_installed("${distribution}")` : 'None',
    web: [...frameworks].some(name => name !== 'django'),
    django: frameworks.has('django'),
    flask: frameworks.has('flask'),
    fastapi: frameworks.has('fastapi'),
    starlette: frameworks.has('starlette'),
    asgi: frameworks.has('fastapi') || frameworks.has('starlette'),
    sqlalchemy: hooks.has('sqlalchemy'),
    sqlite3: hooks.has('sqlite3'),
    hasStatements: hooks.size > 0,
    hasInstrumentors: instrumentors.length > 0,
    instrumentors,
  }
  const template = 'instrumentation/python/module'
  const splice = { at: 0, template, view }
  return { path: `${folder}${MODULE}.py`, oid: null, splices: [splice] }
}
