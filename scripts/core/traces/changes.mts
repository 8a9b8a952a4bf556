/** Which operations take longer or less long than before, and which of their steps explain it? */

import { type Explanation, explainChange } from './explain.mts'
import type { OperationRow } from './rows.mts'

type Side = Pick<
  OperationRow,
  'release' | 'count' | 'p50' | 'p95' | 'errorRate' | 'queries' | 'exampleTraceIds'
>

/** One operation that both sides have; times in ms, shares 0–1. */
export interface OperationChange extends Explanation {
  readonly service: string
  readonly operation: string
  readonly before: Side
  readonly after: Side
}

/** What costs most in all comes first: change of a request times requests. */
export function operationChanges(
  before: readonly OperationRow[],
  after: readonly OperationRow[],
): readonly OperationChange[] {
  const old = new Map(before.map(row => [keyOf(row), row]))
  return after
    .flatMap(row => {
      const was = old.get(keyOf(row))
      if (was === undefined) return []
      const { service, operation } = row
      return [
        { service, operation, before: side(was), after: side(row), ...explainChange(was, row) },
      ]
    })
    .sort((a, b) => Math.abs(b.deltaMs * b.after.count) - Math.abs(a.deltaMs * a.after.count))
}

const keyOf = ({ service, operation }: OperationRow) => `${service}\0${operation}`

const side = (row: OperationRow): Side => {
  const { release, count, p50, p95, errorRate, queries, exampleTraceIds } = row
  return { release, count, p50, p95, errorRate, queries, exampleTraceIds }
}
