/** How does a trend exist on day one? The last N releases are assessed from the object database, oldest first. */

import { UserFault } from '../core/fault.mts'
import { readReleases } from '../edge/releases.mts'
import { openRepository } from '../edge/repository.mts'
import { assess } from './assess.mts'
import { type AssessChoices, chosenSkills } from './assess-options.mts'
import { openProject, ownPolicy } from './open-project.mts'
import type { Progress } from './progress.mts'
import { remember } from './remember.mts'
import { isStored } from './stored-outcomes.mts'
import type { OpenPlace } from './where.mts'

/** All are judged by the policy that is checked out, or their scores could not be compared. A release this version and policy assessed before is not assessed again. False when one could not be stored. */
export async function assessReleases(
  path: string,
  options: AssessChoices,
  place: OpenPlace,
  ticker: Progress,
): Promise<boolean> {
  const repository = await openRepository(path)
  const { root, git } = repository
  if (git?.commit == null) throw new UserFault(`--releases: there is no git history at ${root}`)
  const releases = await readReleases(root, git.commit, options.releaseTags)
  if (releases.length === 0)
    throw new UserFault(
      '--releases: no release tag can be reached from here; name the tags with --release-tags, or fetch them with git fetch --tags',
    )
  const judgedBy = await ownPolicy(repository)
  for (const [index, { name, commit }] of releases.slice(0, options.releases).reverse().entries()) {
    const open = await openProject(path, {
      ...options,
      mayExecute: false,
      mayBench: false,
      at: commit,
      judgedBy,
      release: name,
      baseline: 'none',
      isPullRequest: false,
    })
    try {
      if (await isStored(place.history, open)) continue
      ticker.step(
        `Release ${name} (${index + 1} of ${Math.min(options.releases, releases.length)})`,
      )
      const assessed = await assess(open, {
        ...options,
        skills: chosenSkills(options, open.skills),
        isEnforced: false,
        storedOutcomes: async () => [],
      })
      const { isRemembered } = await remember(assessed, open.policy, place, options)
      if (!isRemembered) return false
    } finally {
      await open.close()
    }
  }
  return true
}
