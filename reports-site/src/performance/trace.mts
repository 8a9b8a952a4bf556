/** What happened in one request, and what took the time? Its spans in order, with their own time, and summed by what they are. */

import { stepName } from '../../../scripts/core/traces/names.mts'
import { requestsOf } from '../../../scripts/core/traces/requests.mts'
import type { Span } from '../../../scripts/core/traces/span.mts'
import type { TraceRow } from './rows.mts'

interface SpanLine {
  readonly span: Span
  readonly name: string
  readonly depth: number
  /** ms since the first span began. */
  readonly start: number
  /** ms in which none of its own steps ran; null where the span belongs to no request. */
  readonly self: number | null
}

/** What has the same name below the same parent is one frame. */
export interface Frame {
  readonly name: string
  /** ms of its own and of all below it. */
  readonly total: number
  readonly self: number
  readonly calls: number
  readonly children: readonly Frame[]
}

export interface TraceView {
  readonly lines: readonly SpanLine[]
  /** ms from the first start to the last end. */
  readonly duration: number
  readonly root: Frame
}

/** Null where the stored text is no trace. */
export function traceView(row: Pick<TraceRow, 'traceId' | 'spans'>): TraceView | null {
  const spans = spansIn(row)
  if (spans.length === 0) return null
  const began = Math.min(...spans.map(({ startUs }) => startUs))
  const ended = Math.max(...spans.map(({ startUs, durationMs }) => startUs + durationMs * 1000))
  const steps = new Map(
    requestsOf([spans]).requests.flatMap(({ steps: own }) => own.map(step => [step.span.id, step])),
  )
  const children = Map.groupBy(spans, ({ parentId, id }) => (parentId === id ? null : parentId))
  const known = new Set(spans.map(({ id }) => id))
  const roots = spans.filter(({ parentId }) => parentId === null || !known.has(parentId))
  const seen = new Set<Span>()
  const lines: SpanLine[] = []
  const frameOf = (same: readonly Span[], depth: number, name: string): Frame => {
    const below: Span[] = []
    for (const span of same) {
      if (seen.has(span)) continue
      seen.add(span)
      below.push(...(children.get(span.id) ?? []))
    }
    const inner = depth < DEEPEST ? grouped(below.filter(span => !seen.has(span))) : []
    const frames = inner.map(([inside, own]) => frameOf(own, depth + 1, inside))
    const self = same.reduce((sum, { id }) => sum + (steps.get(id)?.selfMs ?? 0), 0)
    const total = self + frames.reduce((sum, frame) => sum + frame.total, 0)
    return { name, total, self, calls: same.length, children: frames }
  }
  const nameOf = (span: Span) => stepName(steps.get(span.id) ?? { span, callee: null })
  const grouped = (all: readonly Span[]) => [...Map.groupBy(all, nameOf)]
  const walk = (span: Span, depth: number): void => {
    if (lines.length > spans.length || depth > DEEPEST) return
    const start = (span.startUs - began) / 1000
    lines.push({ span, name: nameOf(span), depth, start, self: steps.get(span.id)?.selfMs ?? null })
    for (const child of children.get(span.id) ?? []) walk(child, depth + 1)
  }
  for (const root of roots) walk(root, 0)
  const frames = grouped(roots).map(([name, own]) => frameOf(own, 1, name))
  const total = frames.reduce((sum, frame) => sum + frame.total, 0)
  const [only] = frames
  const root =
    frames.length === 1 && only !== undefined
      ? only
      : { name: 'trace', total, self: 0, calls: 1, children: frames }
  return { lines, duration: (ended - began) / 1000, root }
}

/** No request is nested deeper; a circle would be. */
const DEEPEST = 60

function spansIn({ traceId, spans }: Pick<TraceRow, 'traceId' | 'spans'>): readonly Span[] {
  try {
    const read: unknown = JSON.parse(spans ?? '[]')
    if (!Array.isArray(read)) return []
    return read
      .filter(isSpan)
      .map(span => ({ ...span, traceId, exact: null }))
      .toSorted((a, b) => a.startUs - b.startUs || (a.id < b.id ? -1 : 1))
  } catch {
    return []
  }
}

function isSpan(value: unknown): value is Omit<Span, 'traceId' | 'exact'> {
  const { id, name, startUs, durationMs, attributes } = (value ?? {}) as Partial<Span>
  const isNamed = typeof id === 'string' && typeof name === 'string'
  const isTimed = Number.isFinite(startUs) && Number.isFinite(durationMs) && (durationMs ?? -1) >= 0
  return isNamed && isTimed && typeof attributes === 'object' && attributes !== null
}
