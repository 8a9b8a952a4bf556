/** What is there to set up in this project, and what is set up already? Looks only. */

import { fitting } from '../../core/edits.mts'
import type { InstrumentationEvidence } from '../../core/evidence.mts'
import { UserFault } from '../../core/fault.mts'
import type { Lens } from '../../core/lens.mts'
import type { Forge, Outcome } from '../../core/model.mts'
import { settingsOf } from '../../core/settings.mts'
import { NoEvidence } from '../../core/skill.mts'
import { lastWritten } from '../../edge/edits/apply.mts'
import { type Change, prepare } from '../../edge/edits/prepare.mts'
import { openRepository } from '../../edge/repository.mts'
import { blobId, workTree } from '../../edge/work-tree.mts'
import type { PipelineSettings } from '../../skills/cicd-generator/view.mts'
import { skill as cicdGenerator } from '../../skills/cicd-generator.mts'
import { skill as codeInstrumenter } from '../../skills/code-instrumenter.mts'
import type { TestSettings } from '../../skills/test-orchestrator/collect.mts'
import { planRuns } from '../../skills/test-orchestrator/run.mts'
import { skill as testOrchestrator } from '../../skills/test-orchestrator.mts'
import { stoppedEarlier } from '../edits-door.mts'
import { openProject } from '../open-project.mts'
import { type RunOptions, runSkills } from '../run-skills.mts'
import { composeFile, keepingEdits } from './files.mts'
import { installsOf } from './installs.mts'

export interface Look {
  readonly root: string
  readonly commit: string
  readonly slug: string
  /** Branch of the history. */
  readonly branch: string
  /** Nothing differs from the commit, not even what an earlier setup wrote. */
  readonly isClean: boolean
  readonly hasPolicy: boolean
  /** Whether there is a program whose traces Jaeger would show. */
  readonly hasCompose: boolean
  readonly forge: Forge | null
  readonly hasOrigin: boolean
  /** Where its pipelines get Shipworthy from: `skills.cicd-generator.from`. */
  readonly from: string
  /** Commands that install the packages which the instrumentation adds. */
  readonly installs: readonly string[]
  readonly services: InstrumentationEvidence['services']
  /** Labels of what runs its tests. */
  readonly tests: readonly string[]
  readonly instrumentation: readonly Change[]
  readonly workflows: readonly Change[]
  readonly compose: readonly Change[]
  /** Sentences on what is not touched, or what a person has to know. */
  readonly notes: readonly string[]
}

export async function lookAt(path: string): Promise<Look> {
  const { root, commit, isClean, hasOrigin } = await cleanRepository(path)
  const timeoutSeconds = 600
  const open = await openProject(path, {
    ...{ isPullRequest: false, mayExecute: false, mayBench: false, isOffline: true },
    ...{ timeoutSeconds, baseline: 'none', warn: () => {} },
  })
  try {
    const { lens, policy, hasPolicy } = open
    const run = { policy, startedAt: new Date().toISOString(), timeoutSeconds }
    const { outcomes, evidence } = await runSkills([cicdGenerator, codeInstrumenter], lens, run)
    const seen = evidence['code-instrumenter']
    const services = seen === undefined || seen instanceof NoEvidence ? [] : seen.services
    const { branch, from } = settingsOf(
      cicdGenerator,
      policy,
      run.startedAt,
    ) as unknown as PipelineSettings
    const [ci, traces] = outcomes as readonly [Outcome, Outcome]
    const instrumentation = await prepare(root, editsOf(traces))
    const isTraced = services.some(
      ({ foreign, applications }) =>
        foreign === null && applications.some(({ status }) => status !== 'refused'),
    )
    const workflows = await keepingEdits(root, await prepare(root, editsOf(ci)))
    const compose = await keepingEdits(
      root,
      isTraced ? await prepare(root, [await composeFile(root)]) : [],
    )
    return {
      ...{ root, commit, isClean, hasPolicy, services, branch, instrumentation },
      ...{ slug: lens.project.slug, forge: lens.project.forge, tests: await testsIn(lens, run) },
      ...{ hasOrigin, from },
      installs: installsOf(
        instrumentation.map(({ path }) => path),
        new Set((await lens.files()).map(({ path }) => path)),
      ),
      hasCompose: isTraced,
      workflows: workflows.changes,
      compose: compose.changes,
      notes: [
        ...(await stoppedEarlier(root)),
        ...notesOf(ci),
        ...workflows.left,
        ...compose.left,
        ...notesOf(traces),
        ...darkIn(services),
      ],
    }
  } finally {
    await open.close()
  }
}

/** What is not committed would be mixed with what is written; what setup itself wrote may be there, and edits of its new files. */
async function cleanRepository(path: string) {
  const { root, git } = await openRepository(path)
  if (git === null)
    throw new UserFault(
      `${root} is not a git repository: run git init and commit the project first`,
    )
  if (git.isBare) throw new UserFault(`${root} is a bare repository: run setup in a clone of it`)
  if (git.commit === null)
    throw new UserFault(`${root} has no commit yet: commit the project first`)
  const [{ edited, untracked, entries }, written] = await Promise.all([
    workTree(root),
    lastWritten(root),
  ])
  const oids = new Map(entries.map(({ path, oid }) => [path, oid]))
  const isOurs = (each: string) => {
    const wrote = written.get(each)?.wrote
    return wrote !== undefined && oids.get(each) === blobId(wrote)
  }
  const foreign = [
    ...edited.filter(each => !isOurs(each)),
    ...untracked.filter(each => !written.has(each)),
  ]
  if (foreign.length > 0)
    throw new UserFault(
      `${root} has changes that are not committed (${foreign.slice(0, 3).join(', ')}${foreign.length > 3 ? ` and ${foreign.length - 3} more` : ''}): commit or stash them, then run setup again`,
    )
  const isClean = edited.length + untracked.length === 0
  return { root, commit: git.commit, isClean, hasOrigin: git.origin !== null }
}

const editsOf = ({ proposals }: Outcome) => fitting(proposals).edits

function notesOf({ skill, status, why, proposals }: Outcome): string[] {
  if (status === 'failed' || status === 'unavailable') return [`${skill}: ${why}`]
  return proposals.flatMap(({ why, edits, paste }) =>
    (edits ?? []).length > 0
      ? []
      : [paste === undefined ? why : `${why}, at line ${paste.line}: see code-instrumenter`],
  )
}

/** What has a line to paste says so itself. */
function darkIn(services: Look['services']): string[] {
  return services
    .filter(({ foreign }) => foreign === null)
    .flatMap(({ applications }) => applications)
    .filter(({ status, why, paste }) => status === 'refused' && why !== null && paste === null)
    .map(({ path, line, why }) => `${path}:${line} gets no traces: ${why}`)
}

/** Found as `--run-tests` finds it; nothing is executed to find out. */
async function testsIn(lens: Lens, { policy, startedAt }: RunOptions): Promise<string[]> {
  const { command } = settingsOf(testOrchestrator, policy, startedAt) as unknown as TestSettings
  return (await planRuns(lens, command)).map(({ label }) => label)
}
