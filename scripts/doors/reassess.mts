/** What is true of a change whose own job cannot be trusted? Its objects are assessed here by the base's policy; what only its job can know is a claim. */

import { UserFault } from '../core/fault.mts'
import { METRICS_SKILL } from '../core/metrics.mts'
import type { Skill } from '../core/skill.mts'
import type { Assessment } from '../core/verdict.mts'
import type { FollowedRun, GitHub, Pull } from '../edge/forge/github.mts'
import { gitText } from '../edge/git.mts'
import { openRepository } from '../edge/repository.mts'
import { openHistory } from '../edge/store.mts'
import { readClaims } from '../formats/claims.mts'
import { assess } from './assess.mts'
import { type Catalogue, catalogueOf } from './catalogue.mts'
import { lookBack } from './look-back.mts'
import { openProject } from './open-project.mts'
import { rowsOf } from './remember.mts'
import { traceLinks } from './show.mts'
import { storedOutcomes } from './stored-outcomes.mts'
import { type WhereOptions, whereIsHistory } from './where.mts'

/** More bytes than any honest assessment has. */
const LARGEST_CLAIMS = 32 * 1024 * 1024

/** What no look at the objects can tell. */
const isClaimant = ({ id }: Skill) =>
  id === 'test-orchestrator' || id === 'performance-profiler' || id === METRICS_SKILL

const CLAIMED =
  "What only running tells (coverage, test results, benchmarks, the project's own numbers) was reported by the pull request's own job and is not verified."

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
  const { dir } = await whereIsHistory({ ...options, project: folder })
  const history = await openHistory(dir)
  const open = await openProject(folder, {
    ...{ at: pull.head, target: pull.base, isPullRequest: true, timeoutSeconds: 600 },
    ...{ mayExecute: false, mayBench: false, isOffline: false },
    warn,
  })
  try {
    const { skills, lens, policy } = open
    const json = await github.artifact(run, options.artifact, 'assessment.json', LARGEST_CLAIMS)
    const claims = json.ok ? readClaims(json.value, run.head, skills.filter(isClaimant)) : json
    const assessed = await assess(open, {
      ...{ skills, timeoutSeconds: 600, isEnforced: true },
      storedOutcomes: async commit =>
        commit === pull.head && 'outcomes' in claims
          ? claims.outcomes
          : storedOutcomes(history, lens.project.slug, commit),
      ...('outcomes' in claims ? { patchCoverage: claims.patchCoverage } : {}),
    })
    const { assessment } = assessed
    const rows = rowsOf(assessed, policy)
    const project = lens.project.slug
    const trend = await lookBack(history, { project, branch: pull.base, rows, warn }, policy)
    const note =
      'why' in claims
        ? `The pull request's own job left no usable assessment (${claims.why}): what it ran is not known.`
        : CLAIMED
    const { traceLink: url } = traceLinks(assessment, policy.links)
    return {
      assessment: { ...assessment, ...trend, notes: [...(assessment.notes ?? []), note] },
      catalogue: catalogueOf(skills),
      links: url === undefined ? [] : [{ text: 'Trace', url }],
    }
  } finally {
    history.close()
    await open.close()
  }
}

const warn = (sentence: string) => void process.stderr.write(`${sentence}\n`)

async function mustBeHere(folder: string, commit: string): Promise<void> {
  const { root } = await openRepository(folder)
  if ((await gitText(root, ['rev-parse', '--verify', '--quiet', `${commit}^{tree}`])) === null)
    throw new UserFault(
      `The head of the pull request is not in this repository: run git fetch origin ${commit} first`,
    )
}
