/** What does the change change, and what does that reach? */

import { isFollowed } from '../../core/code-text.mts'
import type { ImpactEvidence } from '../../core/impact.mts'
import type { Lens } from '../../core/lens.mts'
import { type NoEvidence, notApplicable } from '../../core/skill.mts'
import { changedSymbols } from './changed.mts'
import { follow } from './follow.mts'

export async function collectReach(lens: Lens): Promise<ImpactEvidence | NoEvidence> {
  const { change } = lens
  if (change === null) return notApplicable('there is no change to follow: name a --baseline')
  const changed = await changedSymbols(lens, change)
  const edited = new Set([...change.hunks, ...change.removed].map(({ path }) => path))
  const others = (await lens.files()).filter(
    ({ path, role, language }) =>
      edited.has(path) && role === 'source' && language !== null && !isFollowed(language),
  )
  return {
    since: change.baseline.project.commit ?? '',
    changed,
    ...(await follow(lens, changed)),
    unfollowed: others.length,
  }
}
