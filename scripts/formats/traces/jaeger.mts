/** What does an answer of Jaeger's first HTTP API (/api/traces) say? Its spans; the UI exports the same shape. */

import type { SpanKind } from '../../core/traces/span.mts'
import { type Fields, fields, isFields, list, text } from '../../core/untyped.mts'
import { isWanted } from './attributes.mts'
import type { SpanSet } from './span-set.mts'

/** Adds every span of `data` to the set. Times are microseconds, the service is named by `processID`. */
export function readJaeger(answer: unknown, into: SpanSet): void {
  for (const trace of list(fields(answer).data)) {
    const { spans, processes } = fields(trace)
    for (const span of list(spans)) {
      if (!isFields(span)) into.refuse()
      else addSpan(span, processOf(span, fields(processes)), into)
    }
  }
}

function processOf(span: Fields, processes: Fields): Fields {
  const id = text(span.processID)
  return fields(span.process ?? (Object.hasOwn(processes, id) ? processes[id] : undefined))
}

function addSpan(span: Fields, sender: Fields, into: SpanSet): void {
  const { startTime, duration } = span
  if (typeof startTime !== 'number' || typeof duration !== 'number') {
    into.refuse()
    return
  }
  const tags = tagsOf(span.tags)
  const version = tagsOf(sender.tags).get('service.version')
  into.add({
    traceId: text(span.traceID).toLowerCase().padStart(32, '0'),
    id: text(span.spanID).toLowerCase().padStart(16, '0'),
    parentId: parentOf(span).toLowerCase().padStart(16, '0'),
    service: text(sender.serviceName),
    release: version === undefined ? null : String(version),
    scope: String(tags.get('otel.scope.name') ?? tags.get('otel.library.name') ?? ''),
    name: text(span.operationName),
    kind: kindOf(tags.get('span.kind')),
    startUs: startTime,
    durationMs: duration / 1000,
    isError: tags.get('error') === 'true' || tags.get('otel.status_code') === 'ERROR',
    attributes: new Map([...tags].filter(([name]) => isWanted(name))),
  })
}

/** The first reference to a span of the same trace; older spans name the parent directly. */
function parentOf(span: Fields): string {
  const parent = list(span.references)
    .map(fields)
    .find(each => each.refType === 'CHILD_OF' && each.traceID === span.traceID)
  return text(parent?.spanID ?? span.parentSpanID)
}

const kindOf = (kind: string | number | undefined): SpanKind =>
  kind === 'server' || kind === 'client' || kind === 'producer' || kind === 'consumer'
    ? kind
    : 'internal'

function tagsOf(tags: unknown): Map<string, string | number> {
  const found = new Map<string, string | number>()
  for (const tag of list(tags)) {
    const { key, value } = fields(tag)
    if (typeof key !== 'string') continue
    if (typeof value === 'string' || typeof value === 'number') found.set(key, value)
    else if (typeof value === 'boolean') found.set(key, String(value))
  }
  return found
}
