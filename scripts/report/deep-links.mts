/** Where can a person look at this in their own tracing tool? Addresses for Jaeger, Tempo, Datadog, New Relic and Honeycomb. */

import type { LinkSettings } from '../core/policy.mts'

/** What a link leads to. Times are milliseconds since 1970. */
interface TraceTarget {
  readonly traceId: string
  readonly spanId?: string
  readonly from: number
  readonly to: number
}

interface SearchTarget {
  readonly service: string
  readonly operation: string | null
  readonly release: string | null
  readonly from: number
  readonly to: number
}

export interface DeepLinks {
  trace(target: TraceTarget): string | null
  /** Null where the tool has no address for a search. */
  search(target: SearchTarget): string | null
  /** Two traces side by side; null where the tool cannot. */
  compare(a: string, b: string): string | null
}

/** Looks a minute around: clocks of services differ. */
const MARGIN_MS = 60_000

const TOOLS = {
  jaeger: ({ url }) => ({
    trace: ({ traceId, spanId }) =>
      at(url, `trace/${idOf(traceId)}`, spanId === undefined ? {} : { uiFind: spanId }),
    search: ({ service, operation, release, from, to }) =>
      at(url, 'search', {
        service,
        ...(operation === null ? {} : { operation }),
        ...(release === null ? {} : { tags: JSON.stringify({ 'service.version': release }) }),
        start: String((from - MARGIN_MS) * 1000),
        end: String((to + MARGIN_MS) * 1000),
        lookback: 'custom',
        limit: '20',
      }),
    compare: (a, b) => at(url, `trace/${idOf(a)}...${idOf(b)}`),
  }),
  tempo: ({ url, datasource }) => {
    const explore = (query: string, from: number, to: number) =>
      at(url, 'explore', {
        schemaVersion: '1',
        orgId: '1',
        panes: JSON.stringify({
          a: {
            datasource,
            queries: [
              {
                refId: 'A',
                queryType: 'traceql',
                query,
                datasource: { type: 'tempo', uid: datasource },
              },
            ],
            range: { from: String(from - MARGIN_MS), to: String(to + MARGIN_MS) },
          },
        }),
      })
    return {
      trace: ({ traceId, from, to }) => explore(idOf(traceId), from, to),
      search: ({ service, operation, release, from, to }) =>
        explore(
          `{${[
            ['resource.service.name', service],
            ['name', operation],
            ['resource.service.version', release],
          ]
            .flatMap(([name, value]) =>
              value === null ? [] : [`${name}=${JSON.stringify(value)}`],
            )
            .join(' && ')}}`,
          from,
          to,
        ),
      compare: () => null,
    }
  },
  datadog: ({ url }) => ({
    trace: ({ traceId }) => at(url, `apm/trace/${idOf(traceId)}`),
    search: ({ service, operation, release, from, to }) =>
      at(url, 'apm/traces', {
        query: [
          `service:${quoted(service)}`,
          ...(operation === null ? [] : [`resource_name:${quoted(operation)}`]),
          ...(release === null ? [] : [`version:${quoted(release)}`]),
        ].join(' '),
        start: String(from - MARGIN_MS),
        end: String(to + MARGIN_MS),
      }),
    compare: () => null,
  }),
  // New Relic documents no address of a trace: its entity is as near as a link can lead.
  'new-relic': ({ url, entity }) => ({
    trace: () => at(url, `redirect/entity/${encodeURIComponent(entity)}`),
    search: () => at(url, `redirect/entity/${encodeURIComponent(entity)}`),
    compare: () => null,
  }),
  honeycomb: ({ url, dataset }) => ({
    trace: ({ traceId, spanId, from, to }) =>
      at(url, `datasets/${encodeURIComponent(dataset)}/trace`, {
        trace_id: idOf(traceId),
        ...(spanId === undefined ? {} : { span: spanId }),
        trace_start_ts: String(Math.floor((from - MARGIN_MS) / 1000)),
        trace_end_ts: String(Math.ceil((to + MARGIN_MS) / 1000)),
      }),
    search: () => null,
    compare: () => null,
  }),
} satisfies {
  readonly [T in LinkSettings['tool']]: (
    settings: Extract<LinkSettings, { readonly tool: T }>,
  ) => DeepLinks
}

/** Links of the tool, or null when its address is none that a browser should be sent to. */
export function deepLinks(settings: LinkSettings): DeepLinks | null {
  const url = URL.canParse(settings.url) ? new URL(settings.url) : null
  if (url === null || !/^https?:$/.test(url.protocol) || url.username !== '') return null
  return (TOOLS[settings.tool] as (settings: LinkSettings) => DeepLinks)(settings)
}

function at(base: string, path: string, query: Readonly<Record<string, string>> = {}): string {
  const url = new URL(base)
  url.pathname = `${url.pathname.replace(/\/+$/, '')}/${path}`
  url.hash = ''
  url.search = new URLSearchParams(query).toString().replaceAll('+', '%20')
  return url.href
}

/** Ids from traces are hex already; anything else must not shape an address. */
const idOf = (traceId: string) =>
  traceId
    .replace(/[^0-9a-f]/gi, '')
    .toLowerCase()
    .padStart(32, '0')

const quoted = (value: string) =>
  /^[\w./-]+$/.test(value) ? value : `"${value.replace(/["\\]/g, '\\$&')}"`
