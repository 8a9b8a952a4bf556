/** What happens with the edits a skill proposes? They are shown; with --apply carried out, with --undo taken back, with --verify tried. */

import type { Command } from 'commander'
import { fitting } from '../core/edits.mts'
import type { InstrumentationEvidence } from '../core/evidence.mts'
import { UserFault } from '../core/fault.mts'
import type { Outcome } from '../core/model.mts'
import type { Skill } from '../core/skill.mts'
import { sum } from '../core/sum.mts'
import { apply, takeBack, undo, unfinished } from '../edge/edits/apply.mts'
import { pass, stepsOf } from '../edge/edits/backup.mts'
import { type Change, prepare } from '../edge/edits/prepare.mts'
import { openRepository } from '../edge/repository.mts'
import { rendered } from '../edge/templates.mts'
import { decode } from '../edge/text.mts'
import { visible } from '../report/escape.mts'
import { patch } from '../report/patch.mts'
import { print } from './print.mts'
import { lossBetween, type TestResult, testsOf } from './verify.mts'
import { lossServed, type ServedResult, saidOf, servedBy } from './verify-served.mts'

export interface EditOptions {
  readonly apply?: boolean
  readonly undo?: boolean
  readonly check?: boolean
  readonly verify?: boolean
}

export function withEditOptions(program: Command): Command {
  return program
    .option('--apply', 'carry out the edits; a backup is written first')
    .option('--undo', 'take back every edit, byte for byte')
    .option('--check', 'exit 1 when something is left to do, change nothing')
    .option(
      '--verify',
      'apply, run its tests and the program before and after, report routes and spans, and take back what was lost',
    )
}

/**
 * Prints what was taken back. UserFault: what was not, and why.
 * @param by the skill whose edits are meant, every one's when absent
 */
export async function undone(path: string, options: EditOptions, by?: string): Promise<void> {
  if (options.apply === true || options.verify === true)
    throw new UserFault('--undo takes back what --apply does: ask for one of them')
  const { root } = await openRepository(path)
  const { taken, left } = await takeBack(root, await stepsOf(root, by))
  const rows = (lines: readonly string[]) => lines.map(each => `\n  ${visible(each)}`).join('')
  if (taken.length > 0) await print(`Taken back:${rows(taken)}`)
  if (left.length > 0) throw new UserFault(`Left as it is:${rows(left)}`)
  if (taken.length === 0) await print('There is nothing to take back.')
}

/** Takes back what a run that was stopped has left half done or not tried, so that what is looked at next is whole. */
export async function cleared(path: string, by?: string): Promise<void> {
  const { root } = await openRepository(path)
  await undo(root, await unfinished(root, by))
}

export interface Carried {
  readonly text: string
  readonly exitCode: number
}

type Services = InstrumentationEvidence['services']

/** @param services What a program of the project may be started and asked as; none for most skills. */
export async function carryOut(
  path: string,
  { next, isLeftBy }: NonNullable<Skill['edits']>,
  outcome: Outcome,
  services: Services,
  options: EditOptions,
): Promise<Carried> {
  const { root } = await openRepository(path)
  const changes = await prepare(root, fitting(outcome.proposals).edits)
  const shown = [...changes.map(shownChange), ...outcome.proposals.flatMap(pasted)]
  if (options.check === true) {
    const unwaived = outcome.findings.filter(({ waived }) => waived === undefined)
    const left = isLeftBy === 'finding' ? unwaived : changes
    return { text: shown.join('\n'), exitCode: left.length > 0 ? 1 : 0 }
  }
  if (options.apply !== true && options.verify !== true) {
    const how =
      changes.length === 0 ? [] : ['Nothing was changed: --apply does it, --undo takes it back.']
    const left = await stoppedEarlier(root, outcome.skill)
    return { text: [...shown, ...left, ...how].join('\n'), exitCode: 0 }
  }
  const work = { by: outcome.skill, next, services, isTried: options.verify === true }
  const { said, exitCode } = await applied(root, changes, work)
  return { text: [...shown, said].join('\n'), exitCode }
}

/** A sentence, when there is something nobody has tried. */
export async function stoppedEarlier(root: string, by?: string): Promise<string[]> {
  const steps = await unfinished(root, by)
  const paths = new Set(steps.flatMap(({ files }) => files.map(({ path }) => path)))
  return paths.size === 0
    ? []
    : [
        `A run was stopped before it had tried its edits of ${[...paths].join(', ')}: the next one takes them back and begins anew; --undo takes them back.`,
      ]
}

interface Work {
  /** The skill that proposed the changes. */
  readonly by: string
  readonly next: string
  readonly services: Services
  /** Whether tests and program are run before and after. */
  readonly isTried: boolean
  /** What the tests say of the project as it is, where they have just been run; else they are run before. */
  readonly tests?: TestResult | null
}

interface Applied {
  readonly said: string
  readonly exitCode: number
  /** What the project's own tests and programs took. */
  readonly ownSeconds: number
}

/** Writes the changes; those that are tried are taken back where tests or program lost something by them: exit code 1. */
export async function applied(
  root: string,
  changes: readonly Change[],
  { by, next, services, isTried, tests }: Work,
): Promise<Applied> {
  const nothing = 'There is nothing to change.'
  const wrote = `Changed ${changes.length} files. ${next}; --undo takes it back.`
  if (!isTried) {
    const step = await apply(root, changes, { by, isOnTrial: false })
    return { said: step === null ? nothing : wrote, exitCode: 0, ownSeconds: 0 }
  }
  if (changes.length === 0) {
    const { said, ...rest } = await askedTwice(root, services)
    return { said: [nothing, ...said].join('\n'), ...rest }
  }
  const before = {
    tests: tests ?? (await testsOf(root)),
    served: await servedBy(root, services),
  }
  const step = await apply(root, changes, { by, isOnTrial: true })
  const steps = step === null ? [] : [step]
  const [down, started] = startedIn(services, before.served)
  const after = await verified(root, started).catch(async error => {
    await undo(root, steps)
    throw error
  })
  const ranTests = tests == null ? [before.tests, after.tests] : [after.tests]
  const ownSeconds =
    sum(ranTests, ({ ran }) => ran?.seconds ?? 0) + secondsOf([...before.served, ...after.served])
  const loss = lossBetween(before.tests, after.tests) ?? lossServed(before.served, after.served)
  if (loss !== null) {
    await undo(root, steps)
    return { said: `Taken back, because ${loss}.`, exitCode: 1, ownSeconds }
  }
  for (const each of steps) await pass(root, each)
  const said = [
    wrote,
    `Tests before and after: ${after.tests.said}.`,
    ...saidOf([...down, ...after.served]),
  ]
  return { said: said.join('\n'), exitCode: 0, ownSeconds }
}

const secondsOf = (served: readonly ServedResult[]) => sum(served, ({ seconds }) => seconds)

/** Where it is traced already, each program is asked without traces, then with them. */
async function askedTwice(root: string, services: Services) {
  const silent = await servedBy(root, services, { isSilent: true })
  const [down, started] = startedIn(services, silent)
  const traced = await servedBy(root, started)
  const loss = lossServed(silent, traced, ['without traces', 'with them'])
  const said = saidOf([...down, ...traced])
  const ownSeconds = secondsOf([...silent, ...traced])
  return loss === null
    ? { said, exitCode: 0, ownSeconds }
    : { said: [...said, `${loss}: --undo takes the edits back.`], exitCode: 1, ownSeconds }
}

/** What could not be started, and what is worth starting again. */
function startedIn(
  services: Services,
  served: readonly ServedResult[],
): readonly [down: readonly ServedResult[], started: Services] {
  const down = served.filter(({ why }) => why !== null)
  return [down, services.filter(({ name }) => !down.some(each => each.name === name))]
}

const verified = async (root: string, services: Services) => ({
  tests: await testsOf(root),
  served: await servedBy(root, services),
})

const shownChange = (change: Change): string => diffOf(change).split('\n').map(visible).join('\n')

export function diffOf({ path, before, after }: Change): string {
  const textOf = (bytes: Buffer) => {
    const text = decode(bytes)
    return text.ok ? text.value : ''
  }
  return patch(path, before === null ? null : textOf(before), textOf(after))
}

const pasted = ({ why, paste }: Outcome['proposals'][number]): string[] =>
  paste === undefined ? [] : [`${why}, in ${paste.path} at line ${paste.line}:\n${rendered(paste)}`]
