/** What would a skill put right, and was it done? Sentences, then a unified diff that `git apply` takes. */

import { fitting } from '../core/edits.mts'
import type { Skill } from '../core/skill.mts'
import { apply } from '../edge/edits/apply.mts'
import { writable } from '../edge/edits/committed.mts'
import { prepare } from '../edge/edits/prepare.mts'
import { visible } from '../report/escape.mts'
import { diffOf } from './edits-door.mts'
import type { OpenProject } from './open-project.mts'

/** @returns the diff for stdout, and what is said beside it. */
export async function propose(
  skill: Skill,
  { lens, repository }: OpenProject,
  evidence: unknown,
  isApplied: boolean,
): Promise<{ readonly diff: string; readonly said: string }> {
  const all = (await skill.propose?.(lens, evidence as never)) ?? []
  const { allowed, refused } = isApplied
    ? await writable(repository, all)
    : { allowed: all, refused: [] }
  const { proposals, edits, left } = fitting(allowed)
  const changes = await prepare(repository.root, edits)
  if (isApplied) await apply(repository.root, changes, { by: skill.id, isOnTrial: false })
  const lines = [
    ...proposals.map(({ why }) => `  ${why}`),
    ...refused.map(({ path, why }) => `  ${path} is left as it is: ${why}`),
    `${proposals.length} proposals ${isApplied ? 'applied' : 'found'}, in ${edits.length} files`,
    ...(left > 0 ? [`${left} more touch the same lines: ask again when these are applied`] : []),
    ...(isApplied && edits.length > 0 ? ['Run the tests; --undo takes all of it back'] : []),
  ]
  return { diff: changes.map(diffOf).join(''), said: lines.map(visible).join('\n') }
}
