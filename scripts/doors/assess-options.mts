/** Which words does `assess` understand? Declared once, read into one typed shape (contracts.md). */

import { availableParallelism } from 'node:os'
import type { Command } from 'commander'
import { closest } from 'fastest-levenshtein'
import { UserFault } from '../core/fault.mts'
import { METRICS_SKILL } from '../core/metrics.mts'
import type { Skill } from '../core/skill.mts'
import { EXAMPLES, LOAD, START, TRACES } from './option-words.mts'
import { skills as registered } from './skills.mts'
import { withWhere } from './where.mts'

export interface AssessChoices {
  readonly json?: boolean
  readonly skills?: string
  readonly skip?: string
  readonly data?: string
  readonly branch?: string
  readonly push?: boolean
  readonly baseline?: string
  readonly release?: string
  readonly releases: number
  readonly releaseTags?: string
  readonly gate?: boolean
  readonly failUnder?: number
  readonly site?: boolean
  readonly compact?: boolean
  readonly advisories?: string
  readonly outdated?: boolean
  readonly sarif?: string
  readonly junit?: string
  readonly markdown?: string
  readonly gitlab?: string
  readonly alerts?: string
  readonly badge?: string
  readonly releaseReport?: string
  readonly releaseNotes?: string
  readonly jobs: number
  readonly timeoutSeconds: number
  readonly mayExecute: boolean
  readonly mayBench: boolean
  readonly traces?: string
  readonly start?: string
  readonly load?: string
  readonly isOffline: boolean
  readonly warn: (sentence: string) => void
}

export function assessOptions(program: Command): Command {
  return withWhere(program)
    .argument('[project]', 'folder of the project', '.')
    .option('--json', 'print everything as JSON on stdout')
    .option('--skills <a,b>', 'run only these skills and the ones they need')
    .option('--skip <a,b>', 'leave these skills out')
    .option(
      '--run-tests',
      "execute the project's own test command and the commands of its metrics (else only what exists is read)",
    )
    .option(
      '--bench',
      "run the project's benchmarks, in turns with the baseline's where there is one (takes minutes)",
    )
    .option('--run-examples', EXAMPLES)
    .option('--traces <file|url>', TRACES)
    .option('--start <command>', START)
    .option('--load <command>', LOAD)
    .option(
      '--baseline <ref>',
      "compare with this commit, branch or tag; 'none' compares with nothing",
    )
    .option('--release <name>', 'call the assessed commit this release')
    .option('--releases <n>', 'also assess the last N releases, so that a trend exists at once')
    .option(
      '--release-tags <glob>',
      'tags that are releases (default: the most common version prefix)',
    )
    .option('--gate', 'exit 1 when the gate fails (the default in CI and with a shipworthy.yml)')
    .option('--no-gate', 'never fail, only report')
    .option('--fail-under <n>', 'fail when the score is below N')
    .option('--push', 'send the data branch to its remote')
    .option(
      '--compact',
      'merge the closed months of the history now, not only once 100 runs lie in them',
    )
    .option('--site', 'build the report site after the run')
    .option('--offline', 'ask no network service')
    .option('--advisories <dir>', 'read OSV advisories from this folder instead of the network')
    .option('--outdated', 'ask the package registries how old the direct dependencies are')
    .option('--sarif <file>', 'write findings as SARIF 2.1.0')
    .option('--junit <file>', 'write gate and findings as JUnit XML')
    .option('--markdown <file>', 'write the pull-request comment')
    .option('--gitlab <file>', 'write findings as GitLab Code Quality JSON')
    .option('--alerts <file>', 'write what is new or over on this branch as the text of an e-mail')
    .option('--badge <file>', 'write the score as an SVG badge')
    .option(
      '--release-report <file>',
      'write the release report: verdict, risks and notes on one page',
    )
    .option('--release-notes <file>', 'write the notes of the next release, as Markdown')
    .option('--jobs <n>', 'parser threads (default: one a core, and a core left for the rest)')
    .option('--timeout <s>', 'longest time for each skill, in seconds', '600')
}

export function readAssessOptions(given: object): AssessChoices {
  const { timeout, releases, failUnder, jobs, runTests, bench, offline, ...rest } = given as Record<
    string,
    unknown
  >
  return {
    ...(rest as object),
    timeoutSeconds: numberFrom('--timeout', timeout, 1, 86_400) ?? 600,
    releases: numberFrom('--releases', releases, 0, 1000) ?? 0,
    ...optional('failUnder', numberFrom('--fail-under', failUnder, 0, 100)),
    jobs: numberFrom('--jobs', jobs, 1, 256) ?? Math.max(1, availableParallelism() - 1),
    mayExecute: runTests === true,
    mayBench: bench === true,
    isOffline: offline === true,
    warn: sentence => void process.stderr.write(`${sentence}\n`),
  }
}

const optional = (name: string, value: number | undefined) =>
  value === undefined ? {} : { [name]: value }

function numberFrom(
  option: string,
  text: unknown,
  least: number,
  most: number,
): number | undefined {
  if (text === undefined) return undefined
  const value = Number(text)
  if (String(text).trim() === '' || !Number.isFinite(value) || value < least || value > most)
    throw new UserFault(`${option} ${text}: give a number from ${least} to ${most}`)
  return value
}

/** `--skills` and `--skip` in skill ids, of what there is to run; an unknown one names the nearest known. */
export function chosenSkills(
  { skills: only, skip }: Pick<AssessChoices, 'skills' | 'skip'>,
  skills: readonly Skill[],
): readonly Skill[] {
  const known = [...registered.map(({ id }) => id), METRICS_SKILL]
  const named = (option: string, list: string | undefined) =>
    (list ?? '').split(',').flatMap(word => {
      const id = word.trim()
      if (id === '') return []
      if (!known.includes(id))
        throw new UserFault(
          `${option}: there is no skill "${id}"; did you mean ${closest(id, known)}?`,
        )
      return [id]
    })
  const [wanted, unwanted] = [named('--skills', only), named('--skip', skip)]
  return skills.filter(
    ({ id }) => (wanted.length === 0 || wanted.includes(id)) && !unwanted.includes(id),
  )
}

/** Enforced when asked for, when the project has a policy, or in CI; a first look only reports. */
export function isGateEnforced(
  { gate, failUnder }: Pick<AssessChoices, 'gate' | 'failUnder'>,
  hasPolicy: boolean,
  isInCi: boolean,
): boolean {
  if (gate === false) return false
  return gate === true || failUnder !== undefined || hasPolicy || isInCi
}
