/** What does an OTLP message in JSON say? Its spans; also what Jaeger's /api/v3 answers, which is the same tree. */

import type { SpanKind } from '../../core/traces/span.mts'
import { fields, isFields, list, text } from '../../core/untyped.mts'
import { isWanted } from './attributes.mts'
import type { SpanSet } from './span-set.mts'

export const ERROR_STATUS = 2

const KINDS: readonly SpanKind[] = [
  'internal',
  'internal',
  'server',
  'client',
  'producer',
  'consumer',
]

export const kindOf = (kind: number): SpanKind => KINDS[kind] ?? 'internal'

/** Adds every span below `resourceSpans` to the set; what is not of that shape counts as unreadable or is no span. */
export function readOtlpJson(request: unknown, into: SpanSet): void {
  for (const resourceSpans of list(fields(request).resourceSpans)) {
    const { resource, scopeSpans, instrumentationLibrarySpans } = fields(resourceSpans)
    const named = attributesOf(fields(resource).attributes, name => name.startsWith('service.'))
    const service = String(named.get('service.name') ?? '')
    const version = named.get('service.version')
    const release = version === undefined ? null : String(version)
    for (const group of list(scopeSpans ?? instrumentationLibrarySpans)) {
      const { scope, spans } = fields(group)
      const library = text(fields(scope).name)
      for (const span of list(spans)) addSpan(span, { service, release, scope: library }, into)
    }
  }
}

interface Origin {
  readonly service: string
  readonly release: string | null
  readonly scope: string
}

function addSpan(span: unknown, origin: Origin, into: SpanSet): void {
  if (!isFields(span)) {
    into.refuse()
    return
  }
  const start = nanoseconds(span.startTimeUnixNano)
  const end = nanoseconds(span.endTimeUnixNano)
  if (start === null || end === null) {
    into.refuse()
    return
  }
  const status = fields(span.status).code
  into.add({
    ...origin,
    traceId: idOf(span.traceId, 32),
    id: idOf(span.spanId, 16),
    parentId: idOf(span.parentSpanId, 16),
    name: text(span.name),
    kind: kindNamed(span.kind),
    startUs: Number(start / 1000n) + Number(start % 1000n) / 1000,
    durationMs: Number(end - start) / 1e6,
    isError: status === ERROR_STATUS || status === 'STATUS_CODE_ERROR',
    attributes: attributesOf(span.attributes, isWanted),
  })
}

function kindNamed(kind: unknown): SpanKind {
  if (typeof kind === 'number') return kindOf(kind)
  const named = text(kind).replace('SPAN_KIND_', '').toLowerCase()
  return KINDS.find(each => each === named) ?? 'internal'
}

/** A 64-bit number comes as text, from some writers as a number. */
function nanoseconds(value: unknown): bigint | null {
  if (typeof value === 'string' && /^\d{1,20}$/.test(value)) return BigInt(value)
  return typeof value === 'number' && Number.isSafeInteger(Math.trunc(value / 1e4))
    ? BigInt(Math.trunc(value))
    : null
}

/** Hex as OTLP says; plain protobuf-to-JSON writers send base64. */
function idOf(value: unknown, digits: 16 | 32): string {
  const id = text(value)
  if (id.length === digits) return id.toLowerCase()
  const base64Length = digits === 32 ? 24 : 12
  return id.length === base64Length ? Buffer.from(id, 'base64').toString('hex') : ''
}

function attributesOf(
  attributes: unknown,
  isKept: (name: string) => boolean,
): Map<string, string | number> {
  const found = new Map<string, string | number>()
  for (const attribute of list(attributes)) {
    const { key, value } = fields(attribute)
    if (typeof key !== 'string' || !isKept(key)) continue
    const { stringValue, intValue, doubleValue } = fields(value)
    if (typeof stringValue === 'string') found.set(key, stringValue)
    else {
      const number = Number(intValue ?? doubleValue ?? Number.NaN)
      if (Number.isFinite(number)) found.set(key, number)
    }
  }
  return found
}
