/** How does a DuckDB value read in JSON? Numbers where exact, else text; times in ISO 8601, UTC. */

import {
  DuckDBArrayValue,
  DuckDBDecimalValue,
  DuckDBListValue,
  DuckDBMapValue,
  DuckDBStructValue,
  DuckDBTimestampMillisecondsValue,
  DuckDBTimestampNanosecondsValue,
  DuckDBTimestampSecondsValue,
  DuckDBTimestampTZValue,
  DuckDBTimestampValue,
  DuckDBUnionValue,
  type DuckDBValue,
} from '@duckdb/node-api'

export type Cell =
  | null
  | boolean
  | number
  | string
  | readonly Cell[]
  | { readonly [key: string]: Cell }

/** Whole numbers beyond 2^53, NaN and the infinities become text: JSON has no exact form for them. */
export function cellOf(value: DuckDBValue): Cell {
  if (value === null || typeof value === 'boolean' || typeof value === 'string') return value
  if (typeof value === 'number') return Number.isFinite(value) ? value : String(value)
  if (typeof value === 'bigint') return wholeNumber(value)
  if (value instanceof DuckDBDecimalValue) return value.toDouble()
  if (value instanceof DuckDBListValue || value instanceof DuckDBArrayValue)
    return value.items.map(cellOf)
  if (value instanceof DuckDBStructValue)
    return Object.fromEntries(
      Object.entries(value.entries).map(([key, each]) => [key, cellOf(each)]),
    )
  if (value instanceof DuckDBMapValue)
    return value.entries.map(({ key, value: each }) => ({ key: cellOf(key), value: cellOf(each) }))
  if (value instanceof DuckDBUnionValue) return cellOf(value.value)
  if (isTime(value)) return isoTime(String(value))
  return String(value)
}

const wholeNumber = (value: bigint) =>
  BigInt.asIntN(54, value) === value ? Number(value) : String(value)

const isTime = (value: object) =>
  value instanceof DuckDBTimestampValue ||
  value instanceof DuckDBTimestampTZValue ||
  value instanceof DuckDBTimestampSecondsValue ||
  value instanceof DuckDBTimestampMillisecondsValue ||
  value instanceof DuckDBTimestampNanosecondsValue

/** `2026-08-01 12:00:00.5+00` → `2026-08-01T12:00:00.5Z`; infinity and years before Christ stay as they are. */
const isoTime = (text: string) =>
  text.replace(/^(-?\d{4,}-\d\d-\d\d) (\d\d:\d\d:\d\d(?:\.\d+)?)(?:\+00)?$/, '$1T$2Z')
