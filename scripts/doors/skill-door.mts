/** How does one skill run alone, with the evidence of those it needs? Exit codes as contracts.md has them. */

import { resolve } from 'node:path'
import { Command } from 'commander'
import type { DocsEvidence, InstrumentationEvidence, SkillId } from '../core/evidence.mts'
import { UserFault } from '../core/fault.mts'
import { withNeeds } from '../core/graph.mts'
import type { Outcome, Status } from '../core/model.mts'
import { settingsOf } from '../core/settings.mts'
import { type Needed, NoEvidence, type Skill } from '../core/skill.mts'
import { toolVersion } from '../edge/places.mts'
import { visible } from '../report/escape.mts'
import { skillText } from '../report/skill.mts'
import { type ChangeOptions, changeOptions, sinceOf, toldOf } from './change-reports.mts'
import { isCi } from './ci.mts'
import type { EditOptions } from './edits-door.mts'
import { main } from './main.mts'
import { type OpenProject, openProject } from './open-project.mts'
import { EXAMPLES, LOAD, START, TRACES } from './option-words.mts'
import { print } from './print.mts'
import { runSkills } from './run-skills.mts'
import { writeWhole } from './write-whole.mts'

const EXIT: Readonly<Record<Status, number>> = {
  judged: 0,
  'not-applicable': 0,
  failed: 3,
  unavailable: 4,
}

interface DoorOptions extends ChangeOptions, EditOptions {
  readonly json?: boolean
  readonly evidence?: boolean
  readonly runTests?: boolean
  readonly bench?: boolean
  readonly baseline?: string
  readonly selfCheck?: string
  readonly traces?: string
  readonly start?: string
  readonly load?: string
  readonly offline?: boolean
  readonly advisories?: string
  readonly outdated?: boolean
  readonly pages?: string
  readonly runExamples?: boolean
  readonly timeout: string
  readonly sbom?: string
  readonly propose?: boolean
}

export async function runDoor(skill: Skill): Promise<void> {
  const program = new Command(`${skill.id}.mts`)
    .description(skill.question)
    .argument('[project]', 'folder of the project', '.')
    .option('--json', 'print the outcome as JSON')
    .option('--evidence', 'print what was seen, as JSON, instead of the verdict')
    .option('--run-tests', "execute the project's own test command and the commands of its metrics")
    .option('--bench', "run the project's benchmarks")
    .option('--traces <file|url>', TRACES)
    .option('--start <command>', START)
    .option('--load <command>', LOAD)
    .option('--baseline <ref>', 'commit, branch or tag that a skill may compare with')
    .option('--offline', 'ask no network service')
    .option('--advisories <dir>', 'read OSV advisories from this folder')
    .option('--outdated', 'ask the package registries how old the direct dependencies are')
    .option('--timeout <seconds>', 'longest time for the skill', '600')
  if (skill.id === 'dependency-guardian')
    program.option('--sbom <file>', 'write a CycloneDX 1.6 bill of materials')
  if (skill.id === 'doc-generator')
    program
      .option('--pages <dir>', 'write the public surface as Markdown pages into this folder')
      .option('--run-examples', EXAMPLES)
  if (skill.edits !== undefined) (await edits()).withEditOptions(program)
  if (skill.selfCheck !== undefined)
    program.option(
      '--self-check <n>',
      'compare the project with itself N times: every alarm is false',
    )
  if (skill.propose !== undefined)
    program
      .option('--propose', 'print what could be put right, as a unified diff')
      .option('--apply', 'write that into files that git has as they are')
      .option('--undo', 'take back what --apply wrote')
  changeOptions(program, skill.id)
  await main(program, async (project: string, options: DoorOptions) =>
    runOne(skill, project, options),
  )
}

/** What edits files is loaded only for who may. */
const edits = () => import('./edits-door.mts')

async function runOne(skill: Skill, path: string, options: DoorOptions): Promise<number> {
  if (options.undo === true) {
    await (await edits()).undone(path, options, skill.id)
    return 0
  }
  if (options.apply === true || options.verify === true)
    await (await edits()).cleared(path, skill.id)
  const open = await opened(skill, path, options)
  try {
    return options.selfCheck !== undefined && skill.selfCheck !== undefined
      ? await selfChecked(skill, skill.selfCheck, open, options.selfCheck)
      : await answered(skill, path, open, options)
  } finally {
    await open.close()
  }
}

const opened = (skill: Skill, path: string, options: DoorOptions): Promise<OpenProject> =>
  openProject(path, {
    isPullRequest: isCi(),
    mayExecute: options.runTests === true,
    mayBench: options.bench === true || options.selfCheck !== undefined,
    mayLookUpTypes: true,
    isOffline: options.offline === true,
    outdated: options.outdated === true,
    runExamples: options.runExamples === true,
    timeoutSeconds: Number(options.timeout),
    warn: sentence => void process.stderr.write(`${sentence}\n`),
    ...sinceOf(skill.id, options),
    ...(skill.needs.length === 0 ? { only: skill } : {}),
    ...(options.advisories === undefined ? {} : { advisories: options.advisories }),
    ...(options.traces === undefined ? {} : { traces: options.traces }),
    ...(options.start === undefined ? {} : { start: options.start }),
    ...(options.load === undefined ? {} : { load: options.load }),
  })

async function selfChecked(
  skill: Skill,
  selfCheck: NonNullable<Skill['selfCheck']>,
  open: OpenProject,
  rounds: string,
): Promise<number> {
  const settings = settingsOf(skill, open.policy, new Date().toISOString())
  await print(await selfCheck(open.lens, settings, roundsOf(rounds)))
  return 0
}

async function answered(
  skill: Skill,
  path: string,
  open: OpenProject,
  options: DoorOptions,
): Promise<number> {
  const asked = open.skills.find(({ id }) => id === skill.id) ?? skill
  const { outcomes, evidence } = await runSkills(
    withNeeds([asked], [...new Set([...open.skills, asked])]),
    open.lens,
    {
      policy: open.policy,
      startedAt: new Date().toISOString(),
      timeoutSeconds: Number(options.timeout),
    },
  )
  const outcome = outcomes.find(each => each.skill === skill.id) as Outcome
  const given = evidence[skill.id as keyof typeof evidence]
  const seen = given instanceof NoEvidence ? undefined : given
  if (options.sbom !== undefined) await writeSbom(options.sbom, open, evidence)
  if (options.pages !== undefined && seen !== undefined)
    await writePages(options.pages, open, seen as DocsEvidence)
  const isProposing = options.propose === true || options.apply === true
  if (outcome.status === 'judged' && isProposing && skill.propose !== undefined)
    return proposed(skill, open, seen, options.apply === true)
  if (options.evidence === true) await print(JSON.stringify(seen ?? null))
  else if (options.json === true) await print(JSON.stringify(outcome, null, 2))
  else await print((await toldOf(open, evidence, options, skill.id)) ?? skillText(asked, outcome))
  if (skill.edits === undefined || outcome.status !== 'judged') return EXIT[outcome.status]
  const services =
    skill.id === 'code-instrumenter' ? (seen as InstrumentationEvidence).services : []
  const { carryOut } = await edits()
  const { text, exitCode } = await carryOut(path, skill.edits, outcome, services, options)
  if (options.json !== true && options.evidence !== true) await print(`\n${text}`)
  return exitCode
}

async function proposed(
  skill: Skill,
  open: OpenProject,
  seen: unknown,
  isApplied: boolean,
): Promise<number> {
  const { propose } = await import('./propose.mts')
  const { diff, said } = await propose(skill, open, seen, isApplied)
  process.stderr.write(`${said}\n`)
  if (diff !== '') await print(diff.replace(/\n$/, ''))
  return EXIT.judged
}

async function writePages(folder: string, { lens }: OpenProject, seen: DocsEvidence) {
  const { writeApiPages } = await import('./api-pages.mts')
  const pages = await writeApiPages(lens, seen, folder)
  process.stderr.write(`${pages} pages written into ${visible(folder)}\n`)
}

/** Also of a project that carries nothing: that is an answer, too. */
async function writeSbom(
  file: string,
  { lens }: OpenProject,
  evidence: Needed<SkillId>,
): Promise<void> {
  const { sbom } = await import('../report/sbom.mts')
  const seen = evidence['dependency-guardian'] ?? { packages: [] }
  await writeWhole(resolve(file), sbom(lens.project, seen, toolVersion))
}

function roundsOf(text: string): number {
  const rounds = Number(text)
  if (Number.isInteger(rounds) && rounds >= 1 && rounds <= 1000) return rounds
  throw new UserFault(`--self-check ${text}: give a whole number from 1 to 1000`)
}
