/** What is left to set up, step by step? Each can be repeated: what is done already is no step any more. */

import { existsSync } from 'node:fs'
import { apply } from '../../edge/edits/apply.mts'
import type { Change } from '../../edge/edits/prepare.mts'
import { toolVersion } from '../../edge/places.mts'
import { readReleases } from '../../edge/releases.mts'
import type { PlannedStep } from '../../report/setup.mts'
import { skill as cicdGenerator } from '../../skills/cicd-generator.mts'
import { skill as codeInstrumenter } from '../../skills/code-instrumenter.mts'
import { siteFolder } from '../afterwards.mts'
import type { AssessChoices } from '../assess-options.mts'
import { applied } from '../edits-door.mts'
import type { TestResult } from '../verify.mts'
import type { HistoryPlace } from '../where.mts'
import { POLICY_FILE } from './files.mts'
import { type JaegerState, STARTS_JAEGER, startJaeger } from './jaeger.mts'
import type { Look } from './look.mts'
import { buildSetupSite, firstRun, lastReleases, writePolicy } from './runs.mts'

export interface SetupStep extends PlannedStep {
  /** Whether it executes the project's own tests or program. */
  readonly isOwn?: boolean
  run(): Promise<Done>
}

interface Done {
  /** What it did, in a sentence. */
  readonly said: string
  /** What the project's own tests and program took of its time. */
  readonly ownSeconds?: number
}

/** `measured`: commits of this project that the history knows. */
export async function stepsOf(
  path: string,
  look: Look,
  asked: AssessChoices,
  place: HistoryPlace,
  measured: ReadonlySet<string>,
  jaeger: JaegerState,
): Promise<readonly SetupStep[]> {
  const { root, commit, branch, isClean, instrumentation, hasPolicy } = look
  // Where the edits are tried, the tests run in any case.
  const options = { ...asked, mayExecute: asked.mayExecute || instrumentation.length > 0 }
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
  let tests: TestResult | null = null
  const steps: (SetupStep | false)[] = [
    releases.length > 0 && {
      title: 'releases',
      does: [`assesses ${releases.map(({ name }) => name).join(', ')}`, ...adding],
      run: async () => {
        await lastReleases(path, branch, options)
        return { said: `${releases.length} in the history` }
      },
    },
    isFirst && {
      title: 'first run',
      isOwn: options.mayExecute && look.tests.length > 0,
      does: [
        `assesses ${commit.slice(0, 10)}`,
        ...look.tests.map(each =>
          options.mayExecute
            ? `runs ${each}`
            : `leaves ${each} to the pipeline: --run-tests runs it now, so that the gate begins with its coverage`,
        ),
        ...(releases.length > 0 ? [] : adding),
      ],
      run: async () => {
        const first = await firstRun(path, look, options)
        tests = first.tests
        return { said: first.said, ownSeconds: tests.ran?.seconds ?? 0 }
      },
    },
    instrumentation.length > 0 && {
      title: 'instrumentation',
      isOwn: look.tests.length > 0 || look.services.some(({ start }) => start !== null),
      does: [...instrumentation.map(shown), ...hooksOf(look), ...verifying(look, isFirst)],
      run: async () => {
        const { next } = codeInstrumenter.edits ?? { next: '' }
        const work = {
          by: codeInstrumenter.id,
          next,
          services: look.services,
          isTried: true,
          tests,
        }
        return applied(root, instrumentation, work)
      },
    },
    writing('workflows', root, look.workflows, cicdGenerator.id, [
      `their jobs get Shipworthy from ${look.from === 'npm' ? `npm, version ${toolVersion}` : look.from}`,
    ]),
    writing('compose file', root, look.compose, 'setup'),
    look.hasCompose &&
      jaeger === 'stopped' && {
        title: 'Jaeger',
        does: [STARTS_JAEGER],
        run: async () => ({ said: await startJaeger(root) }),
      },
    !hasPolicy && {
      title: 'policy',
      does: [`writes ${POLICY_FILE}: the gate holds what is certain of the score`],
      run: async () => ({ said: await writePolicy(path, look, options) }),
    },
    (releases.length > 0 || isFirst || !existsSync(siteFolder(place))) && {
      title: 'site',
      does: ['builds the report site, outside the project'],
      run: async () => ({ said: await buildSetupSite(path, branch) }),
    },
  ]
  return steps.filter(step => step !== false)
}

function writing(
  title: string,
  root: string,
  changes: readonly Change[],
  by: string,
  more: readonly string[] = [],
): SetupStep | false {
  if (changes.length === 0) return false
  const run = async () => {
    await apply(root, changes, { by, isOnTrial: false })
    return { said: changes.map(({ path }) => path).join(', ') }
  }
  return { title, does: [...changes.map(shown), ...more], run }
}

const shown = ({ path, before }: Change) => `${before === null ? 'writes' : 'edits'} ${path}`

/** What is written besides tracing; the JVM needs nothing written. */
const hooksOf = ({ services }: Look): string[] =>
  services.some(({ ecosystem, edits }) => ecosystem !== 'java' && edits.length > 0)
    ? ['requests are profiled, too, while SHIPWORTHY_PROFILE names a folder']
    : []

/** What is executed before and after the edits, so that nothing they lose stays lost. */
const verifying = ({ tests, services }: Look, isFirst: boolean): string[] => [
  ...tests.map(each =>
    isFirst
      ? `runs ${each} again, to compare with the first run`
      : `runs ${each}, before and after`,
  ),
  ...services.flatMap(({ start }) =>
    start === null
      ? []
      : [`starts ${start.label ?? start.command} and asks its GET routes, before and after`],
  ),
]
