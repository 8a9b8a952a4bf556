/** How is a change of traced operations told? What got slower, through which step, and where to look at both in the tracing tool. */

import type { OperationChange } from '../core/traces/changes.mts'
import { causeText } from '../core/traces/explain.mts'
import type { DeepLinks } from './deep-links.mts'
import { sentence } from './escape.mts'
import { fit, type Paint } from './layout.mts'
import { counted } from './words.mts'

export interface TraceWindow {
  readonly links: DeepLinks
  /** Milliseconds since 1970 between which the traces were made. */
  readonly from: number
  readonly to: number
}

const MOST = 8

/** A section; empty where there is nothing to compare. */
export function operationLines(
  changes: readonly OperationChange[],
  paint: Paint,
  width: number,
  window: TraceWindow | null = null,
): readonly string[] {
  if (changes.length === 0) return []
  const explained = changes.filter(({ causes }) => causes.length > 0)
  const rest = changes.length - Math.min(MOST, explained.length)
  return [
    `  ${paint.bold('In the traces')}`,
    ...explained
      .slice(0, MOST)
      .flatMap(change => [
        fit(`  ${title(change, paint)}`, width),
        ...change.causes
          .slice(0, 4)
          .map(cause => fit(`      ${sentence(causeText(cause))}`, width)),
        ...(window === null ? [] : addresses(change, window).map(line => `      ${line}`)),
      ]),
    ...(rest === 0
      ? []
      : [`  ${paint.dim(`${counted(rest, 'more operation')}: nothing explains a change.`)}`]),
  ]
}

function title({ service, operation, ratio, before, after }: OperationChange, paint: Paint) {
  const mark = ratio > 1 ? paint.bad('▲') : paint.good('▼')
  const requests = `${counted(before.count, 'request')} and ${after.count}`
  return `${mark} ${sentence(service)} ${sentence(operation)}: ${ratio.toFixed(2)} times as long (${requests})`
}

/** An address that is cut leads nowhere: these are never shortened. */
function addresses(
  { service, operation, before, after }: OperationChange,
  { links, from, to }: TraceWindow,
): readonly string[] {
  const [a, b] = [before.exampleTraceIds[0], after.exampleTraceIds[0]]
  const search = (release: string | null) => links.search({ service, operation, release, from, to })
  const compare = a === undefined || b === undefined ? null : links.compare(a, b)
  return [
    ['compare', compare],
    [before.release ?? 'before', search(before.release)],
    [after.release ?? 'after', search(after.release)],
  ].flatMap(([name, address]) =>
    address === null || address === undefined
      ? []
      : [`${sentence(name ?? '')}: ${sentence(address)}`],
  )
}
