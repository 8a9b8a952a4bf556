/** How is a run remembered? Appended to the history, on a data branch as one commit of new files; never lost in silence. */

import { relative } from 'node:path'
import type { Alert } from '../core/alerts.mts'
import { reasonOf, UserFault } from '../core/fault.mts'
import type { Rows } from '../core/history.mts'
import { alertRow, toRows } from '../core/history-rows.mts'
import type { Policy } from '../core/policy.mts'
import { policyText } from '../core/policy-text.mts'
import type { TrendNews } from '../core/trends.mts'
import type { Assessment } from '../core/verdict.mts'
import { appendToBranch, checkoutBranch } from '../edge/branch.mts'
import type { Where } from '../edge/store.mts'
import type { Assessed } from './assess.mts'
import type { AssessChoices } from './assess-options.mts'
import { lookBack } from './look-back.mts'
import type { OpenPlace } from './where.mts'

export interface Remembered {
  /** False when the run could not be stored: the verdict still stands, and stderr says what went wrong. */
  readonly isRemembered: boolean
  /** What the history says of the run, where it has enough of them. */
  readonly trend?: TrendNews
  readonly alerts?: readonly Alert[]
}

interface News {
  /** The branch whose history the run is seen in. */
  readonly branch: string | null
  /** Whom the run wakes; it is not in the history yet. */
  readonly raise: (assessment: Assessment) => Promise<{ alerts?: readonly Alert[] }>
}

/** Without `news` more runs follow: nobody asks yet what the history says. */
export async function remember(
  assessed: Assessed,
  policy: Policy,
  place: OpenPlace,
  { push, warn }: Pick<AssessChoices, 'push' | 'warn'>,
  news?: News,
): Promise<Remembered> {
  const { assessment } = assessed
  const { run } = assessment
  const { branch, history } = place
  const rows = rowsOf(assessed, policy)
  const trend =
    news === undefined
      ? {}
      : await lookBack(history, { project: run.slug, branch: news.branch, rows, warn }, policy)
  const raised = (await news?.raise({ ...assessment, ...trend })) ?? {}
  if (branch !== null && run.isDirty) {
    warn(
      `Not remembered: the work tree has changes that are not committed, and branch ${branch.name} holds only commits.`,
    )
    return { isRemembered: true, ...raised }
  }
  try {
    const where = { project: run.slug, startedAt: run.startedAt, run: run.id }
    await keep(place, where, withAlerts(rows, raised.alerts ?? [], run.id), push === true)
    return { isRemembered: true, ...trend, ...raised }
  } catch (error) {
    const why = reasonOf(error)
    warn(error instanceof UserFault ? why : `The run was not remembered: ${why}`)
    return { isRemembered: false, ...raised }
  }
}

/** Adds a run to the place; on a data branch as one commit. */
export async function keep(
  { dir, branch, history, target }: OpenPlace,
  where: Where,
  rows: Rows,
  push: boolean,
): Promise<void> {
  const written = await history.append(where, rows)
  if (branch === null) return
  const files = written.map(absolute => ({ path: relative(target, absolute), absolute }))
  const message = `Assess ${where.project}: run ${where.run}`
  try {
    await appendToBranch({ repo: branch.repo, branch: branch.name, files, message, push })
  } finally {
    await checkoutBranch({ repo: branch.repo, branch: branch.name, into: dir })
  }
}

/** What the run leaves in the history, its alerts apart. */
export const rowsOf = ({ assessment, evidence, catalogue }: Assessed, policy: Policy): Rows =>
  toRows(assessment, {
    policyText: policyText(policy),
    catalogue,
    evidence: definedOnly(evidence),
  })

/** Rows of a run, and of what it raised. */
export const withAlerts = (rows: Rows, alerts: readonly Alert[], run: string): Rows => ({
  ...rows,
  alerts: [...(rows.alerts ?? []), ...alerts.map(each => alertRow(run, each))],
})

const definedOnly = (evidence: Assessed['evidence']) =>
  Object.fromEntries(
    Object.entries(evidence).filter(([, value]) => value !== undefined),
  ) as Parameters<typeof toRows>[1]['evidence']
