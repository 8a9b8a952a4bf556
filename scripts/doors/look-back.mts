/** What does the history say of the run that was just remembered? Changes of level, drift, and series that begin anew. */

import type { Run } from '../core/model.mts'
import type { Policy } from '../core/policy.mts'
import { newsOf, type TrendNews, trendOf } from '../core/trends.mts'
import type { Assessment } from '../core/verdict.mts'
import type { History } from '../edge/store.mts'

interface Looked {
  readonly run: Pick<Run, 'id' | 'slug' | 'branch' | 'commit' | 'isDirty'>
  readonly outcomes: Assessment['outcomes']
}

/** Measures of a run that timed something. */
const TIMED: ReadonlySet<string> = new Set(['benchmarks', 'operations'])

/** Nothing for a run that is no point of a branch's history, and where there is nothing to compare it with. */
export async function lookBack(
  history: History,
  { run, outcomes }: Looked,
  policy: Pick<Policy, 'changes'>,
): Promise<{ trend?: TrendNews }> {
  if (run.isDirty || run.commit === null) return {}
  const isTimed = outcomes.some(({ measures }) => measures.some(({ name }) => TIMED.has(name)))
  const { slug: project, branch, id } = run
  const series = await history.series({ project, branch, run: id, isTimed })
  if (series.length === 0) return {}
  const trends = series.map(each => trendOf(each, { triage: policy.changes ?? [] }))
  return { trend: newsOf(trends, run.id) }
}
