/** What happens with the edits a skill proposes? They are shown; with --apply carried out, with --undo taken back, with --verify tried. */

import type { Command } from 'commander'
import type { InstrumentationEvidence } from '../core/evidence.mts'
import { UserFault } from '../core/fault.mts'
import type { Outcome } from '../core/model.mts'
import type { Skill } from '../core/skill.mts'
import { apply, isInterrupted, undo } from '../edge/additions/apply.mts'
import { type Change, prepare } from '../edge/additions/prepare.mts'
import { openRepository } from '../edge/repository.mts'
import { rendered } from '../edge/templates.mts'
import { decode } from '../edge/text.mts'
import { visible } from '../report/escape.mts'
import { patch } from '../report/patch.mts'
import { lossBetween, testsOf } from './verify.mts'
import { lossServed, saidOf, servedBy } from './verify-served.mts'

export interface AdditionOptions {
  readonly apply?: boolean
  readonly undo?: boolean
  readonly check?: boolean
  readonly verify?: boolean
}

export function withAdditionOptions(program: Command): Command {
  return program
    .option('--apply', 'carry out the edits; a backup is written first')
    .option('--undo', 'take back every edit, byte for byte')
    .option('--check', 'exit 1 when something is left to do, change nothing')
    .option(
      '--verify',
      'apply, run its tests and the program before and after, report routes and spans, and take back what was lost',
    )
}

/** The sentence after an undo, or null when none was asked for. */
export async function undone(path: string, options: AdditionOptions): Promise<string | null> {
  if (options.undo !== true) return null
  if (options.apply === true || options.verify === true)
    throw new UserFault('--undo takes back what --apply does: ask for one of them')
  const { root } = await openRepository(path)
  const paths = await undo(root)
  return paths.length === 0
    ? 'There is nothing to take back.'
    : ['Taken back:', ...paths.map(each => `  ${each}`)].join('\n')
}

/** Finishes what an earlier run left in the middle, so that what is looked at next is whole. */
export async function cleared(path: string, options: AdditionOptions): Promise<void> {
  if (options.apply !== true && options.verify !== true) return
  const { root } = await openRepository(path)
  if (await isInterrupted(root)) await undo(root, true)
}

export interface Carried {
  readonly text: string
  readonly exitCode: number
}

type Services = InstrumentationEvidence['services']

/** @param services What a program of the project may be started and asked as; none for most skills. */
export async function carryOut(
  path: string,
  { next, isLeftBy }: NonNullable<Skill['additions']>,
  outcome: Outcome,
  services: Services,
  options: AdditionOptions,
): Promise<Carried> {
  const { root } = await openRepository(path)
  const changes = await prepare(
    root,
    outcome.proposals.flatMap(({ additions }) => additions ?? []),
  )
  const shown = [...changes.map(shownChange), ...outcome.proposals.flatMap(pasted)]
  if (options.check === true) {
    const unwaived = outcome.findings.filter(({ waived }) => waived === undefined)
    const left = isLeftBy === 'finding' ? unwaived : changes
    return { text: shown.join('\n'), exitCode: left.length > 0 ? 1 : 0 }
  }
  if (options.apply !== true && options.verify !== true) {
    const how =
      changes.length === 0 ? [] : ['Nothing was changed: --apply does it, --undo takes it back.']
    return { text: [...shown, ...how].join('\n'), exitCode: 0 }
  }
  const { said, exitCode } = await applied(root, changes, next, services, options)
  return { text: [...shown, said].join('\n'), exitCode }
}

/** Writes the changes; with `verify` they are taken back where tests or program lost something by them: exit code 1. */
export async function applied(
  root: string,
  changes: readonly Change[],
  next: string,
  services: Services,
  { verify }: Pick<AdditionOptions, 'verify'>,
): Promise<{ readonly said: string; readonly exitCode: number }> {
  const nothing = 'There is nothing to change.'
  if (changes.length === 0)
    return {
      said:
        verify === true ? [nothing, ...saidOf(await servedBy(root, services))].join('\n') : nothing,
      exitCode: 0,
    }
  const wrote = `Changed ${changes.length} files. ${next}; --undo takes it back.`
  if (verify !== true) {
    await apply(root, changes)
    return { said: wrote, exitCode: 0 }
  }
  const before = await verified(root, services)
  await apply(root, changes)
  const after = await verified(root, services)
  const loss = lossBetween(before.tests, after.tests) ?? lossServed(before.served, after.served)
  if (loss !== null) {
    await undo(root, true)
    return { said: `Taken back, because ${loss}.`, exitCode: 1 }
  }
  const said = [wrote, `Tests before and after: ${after.tests.said}.`, ...saidOf(after.served)]
  return { said: said.join('\n'), exitCode: 0 }
}

const verified = async (root: string, services: Services) => ({
  tests: await testsOf(root),
  served: await servedBy(root, services),
})

function shownChange({ path, before, after }: Change): string {
  const textOf = (bytes: Buffer) => {
    const text = decode(bytes)
    return text.ok ? text.value : ''
  }
  const diff = patch(path, before === null ? null : textOf(before), textOf(after))
  return diff.split('\n').map(visible).join('\n')
}

const pasted = ({ why, paste }: Outcome['proposals'][number]): string[] =>
  paste === undefined ? [] : [`${why}, in ${paste.path} at line ${paste.line}:\n${rendered(paste)}`]
