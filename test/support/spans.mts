/** Spans typed by hand, and OTLP messages made of them. */

import type { Span } from '../../scripts/core/traces/span.mts'

const START_US = 1_750_000_000_000_000

/** A span `at` ms after the start of its trace, `ms` long; ids are short numbers, padded. */
export function span(
  id: number,
  parent: number | null,
  at: number,
  ms: number,
  more: Partial<Span> = {},
): Span {
  return {
    traceId: '1'.padStart(32, '0'),
    id: hex(id, 16),
    parentId: parent === null ? null : hex(parent, 16),
    service: 'shop',
    release: 'v1',
    scope: 'test',
    name: `step ${id}`,
    kind: parent === null ? 'server' : 'internal',
    startUs: START_US + at * 1000,
    durationMs: ms,
    isError: false,
    attributes: {},
    exact: null,
    ...more,
  }
}

export const hex = (id: number, digits: number) => id.toString(16).padStart(digits, '0')

export const query = (text: string): Partial<Span> => ({
  kind: 'client',
  attributes: { 'db.system.name': 'postgresql', 'db.query.text': text },
})

export const call = (host: string, path = '/x', method = 'GET'): Partial<Span> => ({
  kind: 'client',
  attributes: { 'http.request.method': method, 'server.address': host, 'url.path': path },
})

/** The same spans in another trace, `at` ms later. */
export const inTrace = (trace: number, spans: readonly Span[], at = 0): readonly Span[] =>
  spans.map(each => ({
    ...each,
    traceId: hex(trace, 32),
    startUs: each.startUs + at * 1000,
  }))

const KINDS = ['unset', 'internal', 'server', 'client', 'producer', 'consumer']

/** An ExportTraceServiceRequest in JSON; attributes as given, with their values as text. */
export function otlpJson(spans: readonly Span[]): object {
  return {
    resourceSpans: spans.map(each => ({
      resource: {
        attributes: [
          { key: 'service.name', value: { stringValue: each.service } },
          { key: 'service.version', value: { stringValue: each.release } },
        ],
      },
      scopeSpans: [{ scope: { name: each.scope }, spans: [otlpSpan(each)] }],
    })),
  }
}

const otlpSpan = (each: Span) => ({
  traceId: each.traceId,
  spanId: each.id,
  parentSpanId: each.parentId ?? '',
  name: each.name,
  kind: KINDS.indexOf(each.kind),
  startTimeUnixNano: String(BigInt(Math.round(each.startUs)) * 1000n),
  endTimeUnixNano: String(
    BigInt(Math.round(each.startUs)) * 1000n + BigInt(Math.round(each.durationMs * 1e6)),
  ),
  attributes: Object.entries(each.attributes).map(([key, value]) => ({
    key,
    value: typeof value === 'number' ? { intValue: String(value) } : { stringValue: value },
  })),
  status: each.isError ? { code: 2, message: 'secret' } : {},
})
