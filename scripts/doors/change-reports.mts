/** What do the skills that follow a change ask for, and how is their evidence told to people? */

import { resolve } from 'node:path'
import type { Command } from 'commander'
import type { SkillId } from '../core/evidence.mts'
import { reviewersOf } from '../core/reviewers.mts'
import type { Needed } from '../core/skill.mts'
import { namesOf } from '../edge/people.mts'
import { impactText } from '../report/impact.mts'
import { reviewMarkdown, reviewText } from '../report/review.mts'
import type { OpenProject } from './open-project.mts'
import { writeWhole } from './write-whole.mts'

export interface ChangeOptions {
  readonly impact?: string
  readonly baseline?: string
  readonly markdown?: string
}

export function changeOptions(program: Command, id: string): void {
  if (id === 'code-search')
    program.option('--impact <ref>', 'what the change since this commit reaches')
  if (id === 'pr-review-assistant')
    program.option('--markdown <file>', 'write the review as Markdown')
}

/** Skills that follow a change choose its beginning as `assess` does; the others look at one state unless asked. */
export function sinceOf(id: string, { impact, baseline }: ChangeOptions): { baseline?: string } {
  const since = impact ?? baseline
  if (since !== undefined) return { baseline: since }
  return id === 'code-search' || id === 'pr-review-assistant' ? {} : { baseline: 'none' }
}

/** Null where the outcome says all there is. Names of people are read from git here and kept nowhere. */
export async function toldOf(
  { repository, lens }: OpenProject,
  evidence: Needed<SkillId>,
  { markdown }: ChangeOptions,
  id: string,
): Promise<string | null> {
  const impact = evidence['code-search']
  if (id === 'code-search' && impact !== undefined) return impactText(impact)
  const review = evidence['pr-review-assistant']
  if (id !== 'pr-review-assistant' || review === undefined) return null
  const { project } = lens
  const reviewers = reviewersOf(review)
  const wanted = new Set(reviewers.map(({ author }) => author))
  const names = await namesOf(repository.root, project.commit, project.slug, wanted)
  const told = { review, reviewers, names, needed: evidence }
  if (markdown !== undefined) await writeWhole(resolve(markdown), reviewMarkdown(told))
  return reviewText(told)
}
