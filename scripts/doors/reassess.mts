/** What is true of a change whose own job cannot be trusted? Its objects are assessed here by the base's policy; what only its job can know is a claim. */

import { UserFault } from '../core/fault.mts'
import type { Assessment } from '../core/verdict.mts'
import type { FollowedRun, GitHub, Pull } from '../edge/forge/github.mts'
import { gitText } from '../edge/git.mts'
import { openRepository } from '../edge/repository.mts'
import { openHistory } from '../edge/store.mts'
import { type Claims, LARGEST_CLAIMS, readClaims } from '../formats/claims.mts'
import { assess } from './assess.mts'
import type { Catalogue } from './catalogue.mts'
import { openProject } from './open-project.mts'
import { traceLinks } from './show.mts'
import { skills } from './skills.mts'
import { storedOutcomes } from './stored-outcomes.mts'
import { type WhereOptions, whereIsHistory } from './where.mts'

/** What no look at the objects can tell. */
const claimants = skills.filter(
  ({ id }) => id === 'test-orchestrator' || id === 'performance-profiler',
)

const CLAIMED =
  "Coverage, test results and benchmarks were reported by the pull request's own job and are not verified."

interface Reassessed {
  readonly assessment: Assessment
  readonly catalogue: Catalogue
  readonly links: readonly { readonly text: string; readonly url: string }[]
}

export async function reassess(
  folder: string,
  github: GitHub,
  run: FollowedRun,
  pull: Pull,
  options: WhereOptions & { readonly artifact: string },
): Promise<Reassessed> {
  await mustBeHere(folder, pull.head)
  const claims = await claimsOf(github, run, options.artifact)
  const place = await whereIsHistory({ ...options, project: folder })
  const history = await openHistory(place.dir)
  const open = await openProject(folder, {
    ...{ at: pull.head, target: pull.base, isPullRequest: true, timeoutSeconds: 600 },
    ...{ mayExecute: false, mayBench: false, isOffline: false },
    warn: sentence => void process.stderr.write(`${sentence}\n`),
  })
  try {
    const { slug } = open.lens.project
    const { assessment, catalogue } = await assess(open, {
      ...{ skills: open.skills, timeoutSeconds: 600, isEnforced: true },
      storedOutcomes: async commit =>
        commit === pull.head && 'outcomes' in claims
          ? claims.outcomes
          : storedOutcomes(history, slug, commit),
      ...('outcomes' in claims ? { patchCoverage: claims.patchCoverage } : {}),
    })
    const note =
      'why' in claims
        ? `The pull request's own job left no usable assessment (${claims.why}): what it ran is not known.`
        : CLAIMED
    const { traceLink: url } = traceLinks(assessment, open.policy.links)
    return {
      catalogue,
      assessment: { ...assessment, notes: [...(assessment.notes ?? []), note] },
      links: url === undefined ? [] : [{ text: 'Trace', url }],
    }
  } finally {
    history.close()
    await open.close()
  }
}

async function claimsOf(
  github: GitHub,
  run: FollowedRun,
  artifact: string,
): Promise<Claims | { readonly why: string }> {
  const json = await github.artifact(run, artifact, 'assessment.json', LARGEST_CLAIMS)
  return json.ok ? readClaims(json.value, run.head, claimants) : { why: json.why }
}

async function mustBeHere(folder: string, commit: string): Promise<void> {
  const { root } = await openRepository(folder)
  if ((await gitText(root, ['rev-parse', '--verify', '--quiet', `${commit}^{tree}`])) === null)
    throw new UserFault(
      `The head of the pull request is not in this repository: run git fetch origin ${commit} first`,
    )
}
