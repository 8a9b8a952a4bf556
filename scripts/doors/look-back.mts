/** What does the history say of a run that is about to enter it? Changes of level, drift, and series that begin anew. */

import { reasonOf } from '../core/fault.mts'
import type { Rows } from '../core/history.mts'
import type { Policy } from '../core/policy.mts'
import { newsOf, type TrendNews, trendOf } from '../core/trends.mts'
import type { History } from '../edge/store.mts'

export interface Looked {
  readonly project: string
  /** The branch whose history it is seen in: its own, or the one it is to be merged into. */
  readonly branch: string | null
  /** Of the run. */
  readonly rows: Rows
  readonly warn: (sentence: string) => void
}

/** Nothing for a run that is no point of a branch's history, and where there is nothing to compare it with. */
export async function lookBack(
  history: History,
  { project, branch, rows, warn }: Looked,
  policy: Pick<Policy, 'changes'>,
): Promise<{ trend?: TrendNews }> {
  const [run] = rows.runs ?? []
  if (run === undefined || run.dirty === true || run.commit === null) return {}
  try {
    const series = await history.series({ project, branch, added: rows })
    if (series.length === 0) return {}
    const trends = series.map(each => trendOf(each, { triage: policy.changes ?? [] }))
    return { trend: newsOf(trends, String(run.run), branch) }
  } catch (error) {
    warn(`What the history says of this run is unknown: ${reasonOf(error)}`)
    return {}
  }
}
