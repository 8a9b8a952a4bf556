/** How do spans come together from many messages? Each once, in its trace, under limits that count what they leave out. */

import type { PlaceCode } from '../../core/traces/place.mts'
import type { Span } from '../../core/traces/span.mts'
import { pathOf, type Raw, scrubbed } from './attributes.mts'
import { isSql, shapeOf } from './statement.mts'

/** A span as a format read it, before it is believed. */
export interface SpanDraft extends Omit<Span, 'parentId' | 'attributes' | 'exact'> {
  readonly parentId: string
  readonly attributes: Raw
}

/** Spans that were seen and are not among the kept ones. */
interface LeftOut {
  /** Over the limit. */
  readonly dropped: number
  /** Sent again under the same ids, as a retry does. */
  readonly duplicates: number
  /** Without usable ids or times. */
  readonly unreadable: number
}

export interface SpanSet {
  add(draft: SpanDraft): void
  /** Counts a span whose parts could not be read at all. */
  refuse(): void
  readonly size: number
  readonly leftOut: LeftOut
  traces(): Iterable<readonly Span[]>
}

export const MOST_SPANS = 200_000

const LONGEST_NAME = 200

const NOTHING = /^0*$/

/** 2000-01-01 to 2100-01-01: a clock outside is no clock. */
const [FIRST_US, LAST_US] = [946_684_800e6, 4_102_444_800e6]

/** Equal texts are kept once: thousands of spans share a few names. */
const MOST_TEXTS = 100_000

export interface SpanSetOptions {
  /** Most spans that are kept; default 200,000, about half a gigabyte. */
  readonly most?: number
  /** Recorded code path → the project's own; by default no code is named. */
  readonly placeCode?: PlaceCode
}

export function createSpanSet(options: SpanSetOptions = {}): SpanSet {
  const { most = MOST_SPANS, placeCode = () => null } = options
  const traces = new Map<string, Map<string, Span>>()
  const texts = new Map<string, string>()
  const leftOut = { dropped: 0, duplicates: 0, unreadable: 0 }
  let size = 0
  const shared = (text: string): string => {
    const known = texts.get(text)
    if (known !== undefined) return known
    // A slice of a large message would keep all of it in memory.
    const own = Buffer.from(text).toString()
    if (texts.size < MOST_TEXTS) texts.set(own, own)
    return own
  }
  return {
    add(draft) {
      if (!isUsable(draft)) {
        leftOut.unreadable += 1
        return
      }
      const trace = traces.get(draft.traceId)
      if (trace?.has(draft.id)) {
        leftOut.duplicates += 1
        return
      }
      if (size >= most) {
        leftOut.dropped += 1
        return
      }
      const span = spanOf(draft, shared, placeCode)
      size += 1
      if (trace === undefined) traces.set(span.traceId, new Map([[span.id, span]]))
      else trace.set(span.id, span)
    },
    refuse() {
      leftOut.unreadable += 1
    },
    get size() {
      return size
    },
    get leftOut() {
      return { ...leftOut }
    },
    *traces() {
      for (const spans of traces.values()) yield [...spans.values()]
    },
  }
}

const isUsable = ({ traceId, id, startUs, durationMs }: SpanDraft) =>
  /^[0-9a-f]{32}$/.test(traceId) &&
  /^[0-9a-f]{16}$/.test(id) &&
  !NOTHING.test(traceId) &&
  !NOTHING.test(id) &&
  startUs >= FIRST_US &&
  startUs <= LAST_US &&
  Number.isFinite(durationMs) &&
  // Clocks are set back while a request runs; a span that ends before it starts took no time we know.
  durationMs >= 0

function spanOf(draft: SpanDraft, shared: (text: string) => string, placeCode: PlaceCode): Span {
  const { attributes, exact } = scrubbed(draft.attributes, placeCode)
  const parentId = /^[0-9a-f]{16}$/.test(draft.parentId) && !NOTHING.test(draft.parentId)
  const kept = Object.entries(attributes).map(([name, value]) => [
    shared(name),
    typeof value === 'string' ? shared(value) : value,
  ])
  return {
    traceId: shared(draft.traceId),
    id: Buffer.from(draft.id).toString(),
    parentId: parentId ? Buffer.from(draft.parentId).toString() : null,
    service: shared(draft.service.slice(0, LONGEST_NAME) || 'unknown_service'),
    release: draft.release === null ? null : shared(draft.release.slice(0, LONGEST_NAME)),
    scope: shared(draft.scope.slice(0, LONGEST_NAME)),
    name: shared(nameOf(draft.name, attributes)),
    kind: draft.kind,
    startUs: draft.startUs,
    durationMs: draft.durationMs,
    isError: draft.isError,
    attributes: Object.fromEntries(kept),
    exact,
  }
}

/** Some libraries name a span by its statement or its address: then the values in it go the same way. */
function nameOf(name: string, attributes: Readonly<Record<string, string | number>>): string {
  const system = attributes['db.system.name']
  if (system !== undefined && isSql(name, String(system)))
    return shapeOf(name, String(system)).slice(0, LONGEST_NAME)
  const route = attributes['http.route']
  const isRoute = typeof route === 'string' && route !== '' && name.includes(route)
  const address = /^(\S+ )?((?:\/|https?:)\S*)( .*)?$/.exec(name)
  if (isRoute || address === null || /[{<*]|\/:/.test(address[2] ?? ''))
    return name.slice(0, LONGEST_NAME)
  const [, method = '', path = '', rest = ''] = address
  return `${method}${pathOf(path)}${rest}`.slice(0, LONGEST_NAME)
}
