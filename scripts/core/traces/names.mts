/** What are a request and its steps called, so that the same thing has the same name in every release? */

import type { Step } from './requests.mts'
import { isQuery, isRemoteCall, type Span, textOf } from './span.mts'

/** `GET /users/{id}` from method and route; the span's own name where it is no web request. */
export function operationName(entry: Span): string {
  const method = textOf(entry, 'http.request.method')
  if (method === null) return entry.name
  const route = textOf(entry, 'http.route')
  if (route !== null && route !== '') return `${method} ${route}`
  const status = entry.attributes['http.response.status_code']
  // Scanners ask for thousands of paths that do not exist: they are one operation.
  if (status === 404 || status === 405) return `${method} (no route)`
  const path = textOf(entry, 'url.path')
  return path === null ? entry.name : `${method} ${path}`
}

/** A query by its shape, a call by what it calls, anything else by its own name. */
export function stepName({ span, callee }: Pick<Step, 'span' | 'callee'>): string {
  if (isQuery(span)) return textOf(span, 'db.query.text') ?? span.name
  if (!isRemoteCall(span)) return span.name
  const target = callee ?? textOf(span, 'server.address')
  const method = textOf(span, 'http.request.method')
  if (method === null) return span.name
  const path = textOf(span, 'http.route') ?? textOf(span, 'url.path') ?? ''
  return target === null ? span.name : `${method} ${target}${path}`
}
