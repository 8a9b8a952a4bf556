/** What of a span's attributes may be kept? An allow-list, old names brought to the current ones, values of users removed. */

import { createHash } from 'node:crypto'
import { compareText } from '../../core/order.mts'
import type { PlaceCode } from '../../core/traces/place.mts'
import { hasPlaceholders, isSql, shapeOf } from './statement.mts'

export type Raw = ReadonlyMap<string, string | number>

/** Name as recorded → OpenTelemetry's current name. */
const KEPT: ReadonlyMap<string, string> = new Map([
  ['http.request.method', 'http.request.method'],
  ['http.method', 'http.request.method'],
  ['http.response.status_code', 'http.response.status_code'],
  ['http.status_code', 'http.response.status_code'],
  ['http.route', 'http.route'],
  ['url.path', 'url.path'],
  ['url.full', 'url.path'],
  ['http.target', 'url.path'],
  ['http.url', 'url.path'],
  ['server.address', 'server.address'],
  ['net.peer.name', 'server.address'],
  ['http.host', 'server.address'],
  ['db.system.name', 'db.system.name'],
  ['db.system', 'db.system.name'],
  ['db.operation.name', 'db.operation.name'],
  ['db.operation', 'db.operation.name'],
  ['db.collection.name', 'db.collection.name'],
  ['db.sql.table', 'db.collection.name'],
  ['db.mongodb.collection', 'db.collection.name'],
  ['db.query.text', 'db.query.text'],
  ['db.statement', 'db.query.text'],
  ['db.response.returned_rows', 'db.response.returned_rows'],
  ['rpc.system.name', 'rpc.system.name'],
  ['rpc.system', 'rpc.system.name'],
  ['rpc.service', 'rpc.service'],
  ['rpc.method', 'rpc.method'],
  ['messaging.system', 'messaging.system'],
  ['messaging.destination.name', 'messaging.destination.name'],
  ['code.file.path', 'code.file.path'],
  ['code.filepath', 'code.file.path'],
  ['code.line.number', 'code.line.number'],
  ['code.lineno', 'code.line.number'],
  ['code.function.name', 'code.function.name'],
  ['code.function', 'code.function.name'],
  ['error.type', 'error.type'],
])

const PARAMETER = /^db\.(?:query|operation)\.parameter\./

const LONGEST = 200

/** Whether the value is worth decoding; parameters are, to tell equal queries apart, and are then forgotten. */
export const isWanted = (name: string): boolean => KEPT.has(name) || PARAMETER.test(name)

export interface Scrubbed {
  readonly attributes: Readonly<Record<string, string | number>>
  readonly exact: string | null
}

/** The kept attributes; `exact` as in core's Span. Where an old and the current name are both there, the first stands. Code outside the project is not named. */
export function scrubbed(raw: Raw, placeCode: PlaceCode): Scrubbed {
  const kept: Record<string, string | number> = {}
  for (const [name, value] of raw) {
    const current = KEPT.get(name)
    if (current !== undefined) kept[current] ??= value
  }
  const statement = kept['db.query.text']
  const exact = typeof statement === 'string' ? exactOf(statement, raw) : null
  for (const [name, value] of Object.entries(kept)) {
    const safe =
      name === 'code.file.path'
        ? placeCode(String(value))
        : safeValue(name, value, String(kept['db.system.name'] ?? ''))
    if (safe === null) delete kept[name]
    else kept[name] = safe
  }
  if (kept['http.route'] !== undefined) delete kept['url.path']
  if (kept['db.system.name'] !== undefined) delete kept['server.address']
  return { attributes: kept, exact }
}

function safeValue(name: string, value: string | number, system: string): string | number | null {
  if (typeof value === 'number') return value
  if (name === 'http.response.status_code' || name.endsWith('.line.number'))
    return /^\d{1,9}$/.test(value) ? Number(value) : null
  if (name === 'db.query.text') return isSql(value, system) ? shapeOf(value, system) : null
  if (name === 'url.path') return pathOf(value)
  if (name === 'server.address') return hostOf(value)
  if (name === 'http.request.method') return /^[A-Z]{1,10}$/.test(value) ? value : '_OTHER'
  return value.slice(0, LONGEST)
}

/** `/users/42?token=x` → `/users/{}`: a segment that may be a value is none of ours. */
export function pathOf(url: string): string {
  const path = url.replace(/^[a-z][a-z0-9+.-]*:\/\/[^/?#]*/i, '').replace(/[?#][\s\S]*$/, '')
  const segments = path.slice(0, LONGEST).split('/')
  return segments.map(each => (isWord(each) ? each : '{}')).join('/') || '/'
}

const isWord = (segment: string) =>
  segment.length <= 30 && /^(?:[A-Za-z._-]*|v\d{1,2})$/.test(segment)

/** A name anybody can look up; an address or a name of somebody's own network says only that it was one. */
function hostOf(address: string): string {
  const host = address.toLowerCase().replace(/:\d+$/, '')
  const isPublic =
    /^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,24}$/.test(host) &&
    !/\.(?:local|internal|lan|corp|home|intranet|svc|cluster|test|localdomain)$/.test(host)
  return isPublic ? host.slice(0, LONGEST) : 'internal host'
}

function exactOf(statement: string, raw: Raw): string | null {
  const parameters = [...raw].filter(([name]) => PARAMETER.test(name))
  if (parameters.length === 0 && hasPlaceholders(statement)) return null
  return createHash('sha1')
    .update(JSON.stringify([statement, parameters.sort(([a], [b]) => compareText(a, b))]))
    .digest('base64')
}
