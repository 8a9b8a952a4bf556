/** How do runs that another job stored come into this history? Each is taken in as if it had been assessed here: what is kept once stays so, and whoever is to hear of it does. */

import type { Policy } from '../core/policy.mts'
import { type History, openHistory } from '../edge/store.mts'
import { alertsSince } from './alerts.mts'
import { lookBack } from './look-back.mts'
import { keep, withAlerts } from './remember.mts'
import { storedAssessment } from './stored-assessment.mts'
import type { OpenPlace } from './where.mts'

interface JoinChoices {
  readonly push: boolean
  readonly policy: Policy
  readonly warn: (sentence: string) => void
}

/** How many runs of `folder` were new here, oldest first; null when it holds none at all. */
export async function joinRuns(
  folder: string,
  place: OpenPlace,
  { push, policy, warn }: JoinChoices,
): Promise<number | null> {
  const source = await openHistory(folder)
  try {
    const runs = await runsOf(source)
    const known = new Set(await runsOf(place.history))
    const fresh = runs.filter(run => !known.has(run))
    for (const run of fresh) {
      const { where, rows } = await source.stored(run)
      const { assessment } = await storedAssessment(folder, run)
      const { slug: project, branch } = assessment.run
      const trend = await lookBack(place.history, { project, branch, rows, warn }, policy)
      const news = { ...assessment, ...trend }
      const alerts = await alertsSince(news, place.history, policy, { isOffline: false, warn })
      await keep(place, where, withAlerts(rows, alerts, run), push)
    }
    return runs.length === 0 ? null : fresh.length
  } finally {
    source.close()
  }
}

async function runsOf(history: History): Promise<string[]> {
  const { rows } = await history.query('SELECT run FROM runs ORDER BY started_at, run')
  return rows.map(([run]) => String(run))
}
