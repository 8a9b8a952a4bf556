/** What would a skill put right, and was it done? Sentences, then a unified diff that `git apply` takes. */

import { fitting, spliced } from '../core/edits.mts'
import type { Lens } from '../core/lens.mts'
import type { Edit } from '../core/model.mts'
import type { Skill } from '../core/skill.mts'
import { writable, writeEdits } from '../edge/apply.mts'
import { visible } from '../report/escape.mts'
import { patch } from '../report/patch.mts'
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
  const diff = (await Promise.all(edits.map(edit => difference(lens, edit)))).join('')
  if (isApplied) await writeEdits(repository.root, edits)
  const lines = [
    ...proposals.map(({ why }) => `  ${why}`),
    ...refused.map(({ path, why }) => `  ${path} is left as it is: ${why}`),
    `${proposals.length} proposals ${isApplied ? 'applied' : 'found'}, in ${edits.length} files`,
    ...(left > 0 ? [`${left} more touch the same lines: ask again when these are applied`] : []),
    ...(isApplied && edits.length > 0
      ? ['Run the tests; `git checkout -- <file>` takes a file back']
      : []),
  ]
  return { diff, said: lines.map(visible).join('\n') }
}

async function difference(lens: Lens, { path, splices }: Edit): Promise<string> {
  const before = await lens.text(path)
  const after = before.ok ? spliced(before.value, splices) : null
  return before.ok && after !== null ? patch(path, before.value, after) : ''
}
