/** Which numbers does the history give, and why is one missing? */

import type { CodeEvidence, HistoryEvidence } from '../../core/evidence.mts'
import { counting } from '../../core/findings.mts'
import type { Finding } from '../../core/model.mts'
import { median } from '../../core/statistics/describe.mts'
import { busFactor, byPeople, share } from './people.mts'
import { ofSource, parsedShare } from './source.mts'
import { oldTodos } from './todos.mts'

export interface MeasureLimits {
  readonly maxChangesetSize: number
  readonly hotspotRevisions: number
}

const NO_CODE = 'the code was not analysed, so source files cannot be told from the rest'
const NO_AGE = 'there is no source file, or half of them are in no commit'
const UNCOMMITTED = 'the work tree has changes that are in no commit yet'
const NO_BRANCH = 'the default branch was assessed'

/** On the default branch there is nothing to measure, rather than something unseen. */
const statusOf = (why: string) => (why === NO_BRANCH ? { status: 'not-applicable' as const } : {})

/** `hotspots` of them, and the secrets as they were settled. */
export function measuresOf(
  evidence: HistoryEvidence,
  limits: MeasureLimits,
  code: CodeEvidence | undefined,
  hotspots: number,
  secrets: readonly Finding[],
) {
  const { commits, unread, codeAgeDays, branchDays, todos = [] } = evidence
  const ageless = unread ?? (todos.some(({ isOld }) => isOld === null) ? UNCOMMITTED : null)
  const people = byPeople(commits)
  const nobody =
    unread ?? (people.length > 0 ? null : `no person committed in ${evidence.sinceDays} days`)
  const noCode = unread ?? (code ? null : NO_CODE)
  const { files, pairs } = code ? ofSource(evidence, code) : { files: [], pairs: [] }
  const owned = files.filter(
    ({ revisions, authors }) => authors === 1 && revisions >= limits.hotspotRevisions,
  )
  const large = commits.filter(({ files }) => files > limits.maxChangesetSize)
  const standing = counting(secrets, ['error', 'warn', 'note'])
  const counted = (...rules: string[]) => standing.filter(({ rule }) => rules.includes(rule)).length
  const sizes = people.map(({ added, deleted }) => added + deleted)
  const table = [
    row('leaked-secrets', counted('leaked-secret'), null),
    row('suspected-secrets', counted('likely-secret', 'possible-secret'), null),
    row('committed-secrets', counted('committed-secret'), unread),
    row('commits', commits.length, unread),
    row('bot-commits', commits.length - people.length, unread),
    row('authors', new Set(people.map(({ author }) => author)).size, unread),
    row('large-commits', large.length, unread),
    row('bus-factor', busFactor(commits), nobody),
    row('commit-files', median(people.map(({ files }) => files)), nobody),
    row('commit-lines', median(sizes), nobody),
    row(
      'conventional-commits',
      share(people, each => each.isConventional),
      nobody,
    ),
    row(
      'signed-commits',
      share(people, each => each.isSigned),
      nobody,
    ),
    row('code-age', codeAgeDays ?? 0, unread ?? (codeAgeDays === null ? NO_AGE : null)),
    row('branch-age', branchDays ?? 0, unread ?? (branchDays === null ? NO_BRANCH : null)),
    row('todos', todos.length, null),
    row('old-todos', oldTodos(evidence).length, ageless),
    row('hotspots', hotspots, noCode, code && parsedShare(code)),
    row('coupled-pairs', pairs.length, noCode),
    row('single-owner-files', owned.length, noCode),
  ]
  return {
    measures: table.flatMap(({ measure, why }) => (why === null ? [measure] : [])),
    missing: table.flatMap(({ measure, why }) =>
      why === null ? [] : [{ measure: measure.name, why, ...statusOf(why) }],
    ),
  }
}

/** A number, or why there is none. */
const row = <M extends string>(name: M, value: number, why: string | null, extent = 1) => ({
  measure: { name, subject: '', value, ...(extent === 1 ? {} : { extent }) },
  why,
})
