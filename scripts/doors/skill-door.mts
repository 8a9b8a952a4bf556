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
import {
  type AdditionOptions,
  carryOut,
  cleared,
  undone,
  withAdditionOptions,
} from './additions-door.mts'
import { LOAD, START, TRACES } from './assess-options.mts'
import { type ChangeOptions, changeOptions, sinceOf, toldOf } from './change-reports.mts'
import { isCi } from './ci.mts'
import { main } from './main.mts'
import { type OpenProject, openProject } from './open-project.mts'
import { runSkills } from './run-skills.mts'
import { writeWhole } from './write-whole.mts'

const EXIT: Readonly<Record<Status, number>> = {
  judged: 0,
  'not-applicable': 0,
  failed: 3,
  unavailable: 4,
}

interface DoorOptions extends ChangeOptions, AdditionOptions {
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
  readonly timeout: string
  readonly sbom?: string
  readonly propose?: boolean
  readonly apply?: boolean
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
    program.option('--pages <dir>', 'write the public surface as Markdown pages into this folder')
  if (skill.additions !== undefined) withAdditionOptions(program)
  if (skill.selfCheck !== undefined)
    program.option(
      '--self-check <n>',
      'compare the project with itself N times: every alarm is false',
    )
  if (skill.propose !== undefined)
    program
      .option('--propose', 'print what could be put right, as a unified diff')
      .option('--apply', 'write that into files that git has as they are')
  changeOptions(program, skill.id)
  await main(program, async (project: string, options: DoorOptions) =>
    runOne(skill, project, options),
  )
}

async function runOne(skill: Skill, path: string, options: DoorOptions): Promise<number> {
  const timeoutSeconds = Number(options.timeout)
  const said = await undone(path, options)
  if (said !== null) {
    await print(said)
    return 0
  }
  await cleared(path, options)
  const open = await openProject(path, {
    isPullRequest: isCi(),
    mayExecute: options.runTests === true,
    mayBench: options.bench === true || options.selfCheck !== undefined,
    isOffline: options.offline === true,
    outdated: options.outdated === true,
    timeoutSeconds,
    warn: sentence => void process.stderr.write(`${sentence}\n`),
    ...sinceOf(skill.id, options),
    ...(options.advisories === undefined ? {} : { advisories: options.advisories }),
    ...(options.traces === undefined ? {} : { traces: options.traces }),
    ...(options.start === undefined ? {} : { start: options.start }),
    ...(options.load === undefined ? {} : { load: options.load }),
  })
  try {
    const run = { policy: open.policy, startedAt: new Date().toISOString(), timeoutSeconds }
    const asked = open.skills.find(({ id }) => id === skill.id) ?? skill
    if (options.selfCheck !== undefined && skill.selfCheck !== undefined) {
      const settings = settingsOf(skill, open.policy, run.startedAt)
      await print(await skill.selfCheck(open.lens, settings, roundsOf(options.selfCheck)))
      return 0
    }
    const { outcomes, evidence } = await runSkills(
      withNeeds([asked], [...new Set([...open.skills, asked])]),
      open.lens,
      run,
    )
    const outcome = outcomes.find(each => each.skill === skill.id) as Outcome
    if (options.sbom !== undefined) await writeSbom(options.sbom, open, evidence)
    const seen = evidence[skill.id as keyof typeof evidence]
    if (options.pages !== undefined && seen !== undefined && !(seen instanceof NoEvidence)) {
      const { writeApiPages } = await import('./api-pages.mts')
      const pages = await writeApiPages(open.lens, seen as DocsEvidence, options.pages)
      process.stderr.write(`${pages} pages written into ${visible(options.pages)}\n`)
    }
    const isProposing = options.propose === true || options.apply === true
    if (outcome.status === 'judged' && isProposing && skill.propose !== undefined) {
      const { propose } = await import('./propose.mts')
      const { diff, said } = await propose(skill, open, seen, options.apply === true)
      process.stderr.write(`${said}\n`)
      if (diff !== '') await print(diff.replace(/\n$/, ''))
      return EXIT.judged
    }
    if (options.evidence === true)
      await print(JSON.stringify(seen instanceof NoEvidence ? null : (seen ?? null)))
    else if (options.json === true) await print(JSON.stringify(outcome, null, 2))
    else await print((await toldOf(open, evidence, options, skill.id)) ?? readable(asked, outcome))
    if (skill.additions === undefined || outcome.status !== 'judged') return EXIT[outcome.status]
    const services =
      skill.id === 'code-instrumenter' ? (seen as InstrumentationEvidence).services : []
    const { text, exitCode } = await carryOut(path, skill.additions, outcome, services, options)
    if (options.json !== true && options.evidence !== true) await print(`\n${text}`)
    return exitCode
  } finally {
    await open.close()
  }
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

function readable(skill: Skill, outcome: Outcome): string {
  const lines = [skill.question, '']
  if (outcome.status !== 'judged') lines.push(`${outcome.status}: ${outcome.why}`)
  for (const { name, subject, value } of outcome.measures) {
    if (subject !== '') continue
    const unit = skill.scales[name]?.unit ?? ''
    lines.push(
      `  ${name.padEnd(28)} ${value.toLocaleString('en', { maximumFractionDigits: 2 }).padStart(14)} ${unit === 'count' ? '' : unit}`.trimEnd(),
    )
  }
  for (const [why, rows] of Map.groupBy(outcome.missing, ({ why }) => why)) {
    const names = rows.map(({ measure }) => measure).join(', ')
    const isMissing = rows.some(({ status }) => status === undefined)
    lines.push(`  ${names.padEnd(28)} ${isMissing ? 'missing' : 'not applicable'}: ${why}`)
  }
  if (outcome.findings.length > 0)
    lines.push('', `${outcome.findings.length.toLocaleString('en')} findings`)
  for (const { level, path, line, message } of outcome.findings.slice(0, 20))
    lines.push(
      `  ${level.padEnd(5)} ${path === null ? '' : `${path}${line === null ? '' : `:${line}`}  `}${message}`,
    )
  if (outcome.findings.length > 20)
    lines.push(`  … ${outcome.findings.length - 20} more with --json`)
  for (const { why, command } of outcome.proposals)
    lines.push('', `${why}${command === undefined ? '' : `: ${command}`}`)
  return lines.map(visible).join('\n')
}

/** Waits until a pipe has taken everything: large evidence is not cut by the exit. */
const print = (text: string) =>
  new Promise<void>(done => void process.stdout.write(`${text}\n`, () => done()))
