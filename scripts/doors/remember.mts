/** How is a run remembered? Appended to the history, on a data branch as one commit of new files; never lost in silence. */

import { relative } from 'node:path'
import { policyText } from '../core/config.mts'
import { reasonOf, UserFault } from '../core/fault.mts'
import type { Rows } from '../core/history.mts'
import { toRows } from '../core/history-rows.mts'
import type { Policy } from '../core/policy.mts'
import { appendToBranch, checkoutBranch } from '../edge/branch.mts'
import { scratchFolder } from '../edge/scratch.mts'
import { type History, openHistory } from '../edge/store.mts'
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
    const where = { project: run.slug, startedAt: run.startedAt, run: run.id }
    if (place.branch === null) await append(place.dir, place.dir, where, rows)
    else await commitToBranch(place.dir, place.branch, where, rows, push === true)
    return true
  } catch (error) {
    const why = reasonOf(error)
    warn(error instanceof UserFault ? why : `The run was not remembered: ${why}`)
    return false
  }
}

type Where = Parameters<History['append']>[0]

async function append(dir: string, appendTo: string, where: Where, rows: Rows) {
  const history = await openHistory(dir, { appendTo })
  try {
    return await history.append(where, rows)
  } finally {
    history.close()
  }
}

/** Written aside first: what lies in the copy of the branch is committed, or later runs would rely on what nobody has. */
async function commitToBranch(
  dir: string,
  { repo, name }: NonNullable<HistoryPlace['branch']>,
  where: Where,
  rows: Rows,
  push: boolean,
): Promise<void> {
  const aside = scratchFolder()
  const files = await append(dir, aside, where, rows)
  try {
    await appendToBranch({
      repo,
      branch: name,
      files: files.map(absolute => ({ path: relative(aside, absolute), absolute })),
      message: `Assess ${where.project}: run ${where.run}`,
      push,
    })
  } finally {
    await checkoutBranch({ repo, branch: name, into: dir })
  }
}

const definedOnly = (evidence: Assessed['evidence']) =>
  Object.fromEntries(
    Object.entries(evidence).filter(([, value]) => value !== undefined),
  ) as Parameters<typeof toRows>[1]['evidence']
