/** How is a run remembered? Appended to the history, on a data branch as one commit of new files; never lost in silence. */

import { relative } from 'node:path'
import { policyText } from '../core/config.mts'
import { reasonOf, UserFault } from '../core/fault.mts'
import { toRows } from '../core/history-rows.mts'
import type { Policy } from '../core/policy.mts'
import { appendToBranch } from '../edge/branch.mts'
import { openHistory } from '../edge/store.mts'
import type { Assessed } from './assess.mts'
import type { AssessChoices } from './assess-options.mts'
import { catalogue } from './catalogue.mts'
import type { HistoryPlace } from './where.mts'

/** False when the run could not be stored: the verdict still stands, and stderr says what went wrong. */
export async function remember(
  { assessment, evidence }: Assessed,
  policy: Policy,
  place: HistoryPlace,
  { push, warn }: Pick<AssessChoices, 'push' | 'warn'>,
): Promise<boolean> {
  const { run } = assessment
  if (place.branch !== null && run.isDirty) {
    warn(
      `Not remembered: the work tree has changes that are not committed, and branch ${place.branch.name} holds only commits.`,
    )
    return true
  }
  try {
    const rows = toRows(assessment, {
      policyText: policyText(policy),
      catalogue,
      evidence: definedOnly(evidence),
    })
    const files = await append(
      place.dir,
      { project: run.slug, startedAt: run.startedAt, run: run.id },
      rows,
    )
    if (place.branch !== null)
      await appendToBranch({
        repo: place.branch.repo,
        branch: place.branch.name,
        files: files.map(absolute => ({ path: relative(place.dir, absolute), absolute })),
        message: `Assess ${run.slug} at ${run.release ?? run.commit?.slice(0, 12) ?? 'no commit'}`,
        push: push === true,
      })
    return true
  } catch (error) {
    const why = reasonOf(error)
    warn(error instanceof UserFault ? why : `The run was not remembered: ${why}`)
    return false
  }
}

async function append(
  dir: string,
  where: Parameters<Awaited<ReturnType<typeof openHistory>>['append']>[0],
  rows: ReturnType<typeof toRows>,
) {
  const history = await openHistory(dir)
  try {
    return await history.append(where, rows)
  } finally {
    history.close()
  }
}

const definedOnly = (evidence: Assessed['evidence']) =>
  Object.fromEntries(
    Object.entries(evidence).filter(([, value]) => value !== undefined),
  ) as Parameters<typeof toRows>[1]['evidence']
