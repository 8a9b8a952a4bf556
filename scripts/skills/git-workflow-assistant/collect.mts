/** What do log and tree say? One look at each; people as hashes, secrets as kinds, subjects not at all. */

import { conventional } from '../../core/conventional.mts'
import { daysBetween } from '../../core/days.mts'
import type { HistoryEvidence } from '../../core/evidence.mts'
import type { Lens } from '../../core/lens.mts'
import { sum } from '../../core/sum.mts'
import { codeAge } from './age.mts'
import { churn } from './churn.mts'
import { type CouplingLimits, coupling } from './coupling.mts'
import { leftOut } from './left-out.mts'
import { committedSecrets, secretsIn } from './secrets.mts'
import { todosOf } from './todos.mts'

export async function collect(
  lens: Lens,
  settings: CouplingLimits & { readonly sinceDays: number },
): Promise<HistoryEvidence> {
  const out = await leftOut(lens)
  const [log, secrets, codeAgeDays, branchedAt] = await Promise.all([
    lens.commits(settings.sinceDays),
    secretsIn(lens),
    codeAge(lens, out),
    lens.branchedAt(),
  ])
  const commits = log.ok ? log.value.filter(({ isMerge }) => !isMerge) : []
  const telling = commits.filter(({ id }) => !out.has(id))
  const todos = await todosOf(lens, log, telling)
  const existing = new Set((await lens.files()).map(({ path }) => path))
  return {
    files: churn(telling, existing, lens.asOf),
    coupling: coupling(telling, existing, settings),
    commits: commits.map(({ id, at, author, isBot, isSigned, subject, files }) => ({
      id,
      at,
      author,
      isBot,
      isSigned,
      isConventional: conventional(subject) !== null,
      files: files.length,
      added: sum(files, ({ added }) => added),
      deleted: sum(files, ({ deleted }) => deleted),
    })),
    sinceDays: settings.sinceDays,
    unread: log.ok ? null : log.why,
    codeAgeDays,
    branchDays: branchedAt === null ? null : daysBetween(branchedAt, lens.asOf),
    secrets,
    committed: committedSecrets(commits),
    ...(todos.length === 0 ? {} : { todos }),
  }
}
