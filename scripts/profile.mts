#!/usr/bin/env -S sh -c 'exec "$(dirname "$(readlink -f "$0")")/run" "$0" "$@"'
/** Which functions take the time, and which take more of it than before? One profile, or two of them side by side. */

import { basename, resolve } from 'node:path'
import { Command } from 'commander'
import { UserFault } from './core/fault.mts'
import { main } from './doors/main.mts'
import { print } from './doors/print.mts'
import { terminalOptions } from './doors/show.mts'
import { writeWhole } from './doors/write-whole.mts'
import { readPacked } from './edge/packed-file.mts'
import { type ReadProfile, readProfile } from './formats/profiles/index.mts'
import { differentialFlame, functionsOf, toSpeedscope } from './formats/profiles/profile.mts'
import { type FunctionShare, profileText, shares } from './report/profile.mts'

interface ProfileChoices {
  readonly speedscope?: string
  readonly flame?: string
  readonly json?: boolean
}

const program = new Command('profile.mts')
  .description(
    'Rank the functions of a CPU profile: .cpuprofile, pprof, speedscope, folded stacks, cProfile’s file or table, JFR as JSON',
  )
  .argument('<profile>', 'a profile; with a second one, the profile of the state before')
  .argument('[after]', 'the profile to compare it with')
  .option('--speedscope <file>', 'write the profile (of two the second) for www.speedscope.app')
  .option(
    '--flame <file>',
    'write both as one flame graph: shares before and after of each frame, JSON',
  )
  .option('--json', 'print every function as JSON')

await main(program, async (first: string, second: string | undefined, choices: ProfileChoices) => {
  const [one, other] = [await read(first), second === undefined ? null : await read(second)]
  const newest = other ?? one
  if (choices.speedscope !== undefined)
    await writeJson(choices.speedscope, toSpeedscope(withStacks(newest, second ?? first)))
  if (choices.flame !== undefined) {
    if (other === null || second === undefined)
      throw new UserFault('--flame compares: give the profile before and the one after')
    const flame = differentialFlame(withStacks(one, first), withStacks(other, second))
    await writeJson(choices.flame, flame)
  }
  const rows: readonly FunctionShare[] = shares(
    functionsIn(newest),
    other === null ? null : functionsIn(one),
  )
  await print(
    choices.json === true
      ? JSON.stringify({ unit: newest.unit, functions: rows }, null, 2)
      : profileText(rows, newest.unit, terminalOptions()),
  )
  return 0
})

async function read(path: string): Promise<ReadProfile> {
  const bytes = await readPacked(path, 'profile.mts takes profiles', 'sample for a shorter time')
  const profile = readProfile(basename(path), bytes)
  if ('why' in profile) throw new UserFault(`${path} ${profile.why}.`)
  return profile
}

function functionsIn(profile: ReadProfile) {
  return 'functions' in profile ? profile.functions : functionsOf(profile)
}

function withStacks(profile: ReadProfile, path: string) {
  if ('stacks' in profile) return profile
  throw new UserFault(
    `${path} holds functions without their call stacks: speedscope and flame graphs need a sampling profiler's file.`,
  )
}

function writeJson(file: string, value: object) {
  return writeWhole(resolve(file), JSON.stringify(value))
}
