/** What is left to set up, step by step? Each can be repeated: what is done already is no step any more. */

import { existsSync } from 'node:fs'
import { apply } from '../edge/additions/apply.mts'
import type { Change } from '../edge/additions/prepare.mts'
import { readReleases } from '../edge/releases.mts'
import type { PlannedStep } from '../report/setup.mts'
import { skill as codeInstrumenter } from '../skills/code-instrumenter.mts'
import { applied } from './additions-door.mts'
import { siteFolder } from './afterwards.mts'
import type { AssessChoices } from './assess-options.mts'
import { POLICY_FILE } from './setup-files.mts'
import type { Look } from './setup-look.mts'
import { buildSetupSite, firstRun, lastReleases, writePolicy } from './setup-runs.mts'
import type { HistoryPlace } from './where.mts'

export interface SetupStep extends PlannedStep {
  /** Returns what it did, in a sentence. */
  run(): Promise<string>
}

/** `measured`: commits of this project that the history knows. */
export async function stepsOf(
  path: string,
  look: Look,
  options: AssessChoices,
  place: HistoryPlace,
  measured: ReadonlySet<string>,
): Promise<readonly SetupStep[]> {
  const { root, commit, branch, isClean, instrumentation, hasPolicy } = look
  const releases = (await readReleases(root, commit, options.releaseTags))
    .slice(0, options.releases)
    .filter(release => !measured.has(release.commit))
  const isFirst = isClean && !measured.has(commit)
  const adding = [
    `git: adds to the branch ${branch} and touches no checkout`,
    ...(options.isOffline
      ? []
      : ['asks the OSV database about names and versions of dependencies']),
  ]
  const steps: (SetupStep | false)[] = [
    releases.length > 0 && {
      title: 'releases',
      does: [`assesses ${releases.map(({ name }) => name).join(', ')}`, ...adding],
      run: async () => {
        await lastReleases(path, branch, options)
        return `${releases.length} in the history`
      },
    },
    isFirst && {
      title: 'first run',
      does: [
        `assesses ${commit.slice(0, 10)}`,
        ...(options.mayExecute ? look.tests.map(each => `runs ${each}`) : []),
        ...(releases.length > 0 ? [] : adding),
      ],
      run: () => firstRun(path, branch, options),
    },
    instrumentation.length > 0 && {
      title: 'instrumentation',
      does: [...instrumentation.map(shown), ...verifying(look)],
      run: async () => {
        const { next } = codeInstrumenter.additions ?? { next: '' }
        const verify = { verify: true }
        return (await applied(root, instrumentation, next, look.services, verify)).said
      },
    },
    writing('workflows', root, look.workflows),
    writing('compose file', root, look.compose),
    !hasPolicy && {
      title: 'policy',
      does: [`writes ${POLICY_FILE}: the gate holds the score of the first run`],
      run: () => writePolicy(path, look, options),
    },
    (releases.length > 0 || isFirst || !existsSync(siteFolder(place))) && {
      title: 'site',
      does: ['builds the report site, outside the project'],
      run: () => buildSetupSite(path, branch),
    },
  ]
  return steps.filter(step => step !== false)
}

function writing(title: string, root: string, changes: readonly Change[]): SetupStep | false {
  if (changes.length === 0) return false
  const run = async () => {
    await apply(root, changes)
    return changes.map(({ path }) => path).join(', ')
  }
  return { title, does: changes.map(shown), run }
}

const shown = ({ path, before }: Change) => `${before === null ? 'writes' : 'edits'} ${path}`

/** What is executed before and after the edits, so that nothing they lose stays lost. */
const verifying = ({ tests, services }: Look): string[] => [
  ...tests.map(each => `runs ${each}, before and after`),
  ...services.flatMap(({ start }) =>
    start === null
      ? []
      : [
          `starts ${start.command.replace(/^PY=.*exec "\$PY"/, 'python')} and asks its GET routes, before and after`,
        ],
  ),
]
