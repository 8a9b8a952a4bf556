/** What is one timed step of a request, whoever recorded it? Scrubbed as it is read: nothing of a user is in it. */

export type SpanKind = 'internal' | 'server' | 'client' | 'producer' | 'consumer'

export interface Span {
  /** 32 lower-case hex digits. */
  readonly traceId: string
  /** 16 lower-case hex digits. */
  readonly id: string
  readonly parentId: string | null
  readonly service: string
  /** `service.version` of the service that recorded it. */
  readonly release: string | null
  /** Instrumentation library. */
  readonly scope: string
  readonly name: string
  readonly kind: SpanKind
  /** Microseconds since 1970. */
  readonly startUs: number
  readonly durationMs: number
  readonly isError: boolean
  /** Under OpenTelemetry's current names, only those of the allow-list, values of users replaced. */
  readonly attributes: Readonly<Record<string, string | number>>
  /** Digest of a statement with its parameters: equal only for the very same query. Null where the parameters are unknown; never stored. */
  readonly exact: string | null
}

export const endUs = (span: Span): number => span.startUs + span.durationMs * 1000

export const isQuery = (span: Span): boolean =>
  span.kind === 'client' && span.attributes['db.system.name'] !== undefined

/** A request to another program that is no database. */
export const isRemoteCall = (span: Span): boolean =>
  span.kind === 'client' &&
  span.attributes['db.system.name'] === undefined &&
  (span.attributes['http.request.method'] !== undefined ||
    span.attributes['rpc.system.name'] !== undefined)

export const textOf = (span: Span, name: string): string | null => {
  const value = span.attributes[name]
  return typeof value === 'string' ? value : null
}

export const numberOf = (span: Span, name: string): number | null => {
  const value = span.attributes[name]
  return typeof value === 'number' ? value : null
}

/** What the recorder called an error, or a server's own 5xx: a 404 is an answer. */
export const isFailed = (entry: Span): boolean =>
  entry.isError || (numberOf(entry, 'http.response.status_code') ?? 0) >= 500
