/** How fast does each operation answer, and how did that move? Percentiles of the latest run, p95 along the trend. */

import { incomparable } from '../../../scripts/core/series.mts'
import type { Project } from '../model.mts'
import { trendOf } from '../trend.mts'
import { machinesOf, type OperationRow, operationsOf } from './rows.mts'

export interface Endpoint {
  readonly service: string
  readonly operation: string
  readonly now: OperationRow
  /** One a run of the trend, ms; null where it was not traced. */
  readonly p95: readonly (number | null)[]
  readonly range: readonly [number, number]
  readonly breaks: readonly boolean[]
}

/** Of the latest run, those with most requests first. */
export async function endpointsOf(project: Project): Promise<readonly Endpoint[]> {
  const trend = trendOf(project)
  const machineOf = await machinesOf(project)
  const breaks = trend.map((run, index) => {
    const before = trend[index - 1]
    if (before === undefined) return false
    const under = (id: string) => ({ ...machineOf(id), source: null })
    return incomparable(under(before.run), under(run.run)) !== null
  })
  const rows = Map.groupBy(await operationsOf(project), row => `${row.service}\0${row.operation}`)
  return [...rows.values()]
    .flatMap(own => {
      const now = own.find(({ run }) => run === project.latest.run)
      if (now === undefined) return []
      const byRun = new Map(own.map(row => [row.run, row]))
      const p95 = trend.map(({ run }) => byRun.get(run)?.p95 ?? null)
      const known = p95.flatMap(value => value ?? [])
      const range: readonly [number, number] = [Math.min(...known), Math.max(...known)]
      return [{ service: now.service, operation: now.operation, now, p95, range, breaks }]
    })
    .toSorted((a, b) => (b.now.count ?? 0) - (a.now.count ?? 0))
}
