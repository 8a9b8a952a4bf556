/** What is in the change? Files, public surface on both sides, change log, and whose work it touches. */

import type { Commit, Lens } from '../../core/lens.mts'
import type { ReviewEvidence, ReviewFile } from '../../core/review.mts'
import { type NoEvidence, notApplicable } from '../../core/skill.mts'
import { apiChange } from './api.mts'
import { changedFiles } from './files.mts'

export async function collect(
  lens: Lens,
  { sinceDays }: { readonly sinceDays: number },
): Promise<ReviewEvidence | NoEvidence> {
  const { change } = lens
  if (change === null) return notApplicable('there is no change to review: name a --baseline')
  const { commit, release } = change.baseline.project
  const [log, own, api] = await Promise.all([
    lens.commits(sinceDays),
    lens.commitsSince(commit ?? ''),
    apiChange(lens, change),
  ])
  const ours = new Set(own.ok ? own.value.map(({ id }) => id) : [])
  const commits = log.ok ? log.value : []
  const isOurs = ({ id }: Commit) => ours.has(id)
  const files = await changedFiles(
    lens,
    change,
    commits.filter(each => !isOurs(each)),
  )
  return {
    since: { commit: commit ?? '', release },
    files,
    api,
    changelog: await changelogOf(lens, files),
    authors: [...new Set(commits.filter(isOurs).map(({ author }) => author))].sort(),
    unread: log.ok ? null : log.why,
  }
}

const LOG = /^(docs\/)?(CHANGE(S|LOG)|HISTORY|NEWS|RELEASE[-_]?NOTES)(\.(md|rst|txt|adoc))?$/i
const PIECE =
  /(^|\/)(\.changeset|changelog\.d|newsfragments|changes)\/[^/]+$|(^|\/)CHANGE(S|LOG)(\.\w+)?$/i

async function changelogOf(
  lens: Lens,
  files: readonly ReviewFile[],
): Promise<ReviewEvidence['changelog']> {
  const path = (await lens.files()).map(each => each.path).find(each => LOG.test(each))
  if (path === undefined) return null
  return { path, isTouched: files.some(each => each.path === path || PIECE.test(each.path)) }
}
