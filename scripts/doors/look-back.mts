/** What does the history say of the run that was just remembered? Changes of level, drift, and series that begin anew. */

import type { Run } from '../core/model.mts'
import type { Policy } from '../core/policy.mts'
import { newsOf, type TrendNews, trendOf } from '../core/trends.mts'
import type { History } from '../edge/store.mts'

/** Nothing for a run that is no point of a branch's history, and where there is nothing to compare it with. */
export async function lookBack(
  history: History,
  run: Pick<Run, 'id' | 'slug' | 'branch' | 'commit' | 'isDirty'>,
  policy: Pick<Policy, 'changes'>,
): Promise<{ trend?: TrendNews }> {
  if (run.isDirty || run.commit === null) return {}
  const series = await history.series({ project: run.slug, branch: run.branch, run: run.id })
  if (series.length === 0) return {}
  const trends = series.map(each => trendOf(each, { triage: policy.changes ?? [] }))
  return { trend: newsOf(trends, run.id) }
}
