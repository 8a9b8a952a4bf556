#!/usr/bin/env -S sh -c 'exec "$(dirname "$(readlink -f "$0")")/run" "$0" "$@"'
/** How does a project begin with Shipworthy? One plan, one yes: history, tracing, pipelines, gate and site. */

import { createInterface } from 'node:readline/promises'
import { Command } from 'commander'
import { UserFault } from './core/fault.mts'
import { readAssessOptions } from './doors/assess-options.mts'
import { cleared, undone } from './doors/edits-door.mts'
import { main } from './doors/main.mts'
import { print } from './doors/print.mts'
import { badgeOf, boxRows, type Took } from './doors/setup/box.mts'
import { type JaegerState, jaegerState, stopJaeger } from './doors/setup/jaeger.mts'
import { type Look, lookAt } from './doors/setup/look.mts'
import { measuredIn, standingAt } from './doors/setup/runs.mts'
import { type SetupStep, stepsOf } from './doors/setup/steps.mts'
import { terminalOptions } from './doors/show.mts'
import { whereToWrite } from './doors/where.mts'
import { visible } from './report/escape.mts'
import { boxText, planText } from './report/setup.mts'

/** Of what a step says. */
const MOST_LINES = 12

const NO_ENGINE =
  'Docker does not answer here, so Jaeger is not started: Shipworthy receives and shows traces itself, and the compose file waits'

const OWN_TIME =
  "How long setup takes is mostly up to the project's own tests and program, which are stopped after half an hour at the latest: the box at the end says what they took"

interface SetupChoices {
  readonly yes?: boolean
  readonly dryRun?: boolean
  readonly undo?: boolean
}

const program = new Command('setup.mts')
  .description('Set a project up: history, tracing, pipelines, gate and site, after one plan.')
  .argument('[project]', 'folder of the project', '.')
  .option('--yes', 'carry out the plan without asking')
  .option('--dry-run', 'show the plan and change nothing')
  .option('--undo', 'take back every file that was written or edited')
  .option('--releases <n>', 'assess the last N releases, so that a trend exists at once', '5')
  .option('--run-tests', "execute the project's own tests, so that the gate begins with coverage")
  .option('--offline', 'ask no network service')

await main(program, async (path: string, choices: SetupChoices) => {
  if (choices.undo === true) return takeBack(path)
  const isAsking = choices.yes !== true && process.stdin.isTTY && process.stdout.isTTY
  const mayWrite = choices.dryRun !== true && (choices.yes === true || isAsking)
  if (mayWrite) await cleared(path)
  const look = await lookAt(path)
  const jaeger = look.hasCompose ? await jaegerState(look.root) : 'no-engine'
  const steps = await leftToDo(path, look, choices, jaeger)
  const isIdle = look.hasCompose && jaeger === 'no-engine' && steps.length > 0
  const isOwn = steps.some(step => step.isOwn === true)
  const notes = [...(isIdle ? [NO_ENGINE] : []), ...(isOwn ? [OWN_TIME] : [])]
  await print(planText(look.slug, steps, [...look.notes, ...notes], terminalOptions().width))
  if (choices.dryRun === true) return 0
  if (steps.length > 0 && !mayWrite)
    throw new UserFault('Nothing was changed, because nobody was asked: --yes carries this out')
  if (steps.length > 0 && isAsking && !(await isConfirmed())) return 0
  const took = { seconds: 0, ownSeconds: 0 }
  for (const step of steps) {
    const { seconds, ownSeconds } = await carryOut(step)
    took.seconds += seconds
    took.ownSeconds += ownSeconds
  }
  const isUp = look.hasCompose ? await jaegerState(look.root) : 'no-engine'
  await print(await box(path, look, isUp, took))
  return 0
})

async function takeBack(path: string): Promise<number> {
  const stopped = await stopJaeger(path)
  if (stopped !== null) await print(stopped)
  await undone(path, {})
  return 0
}

async function leftToDo(
  path: string,
  look: Look,
  choices: SetupChoices,
  jaeger: JaegerState,
): Promise<readonly SetupStep[]> {
  const place = await whereToWrite({ branch: look.branch, project: path })
  try {
    const measured = await measuredIn(place.history, look.slug)
    const options = readAssessOptions({ timeout: 600, ...choices, branch: look.branch })
    return await stepsOf(path, look, options, place, measured, jaeger)
  } finally {
    place.history.close()
  }
}

async function carryOut({ title, run }: SetupStep): Promise<Took> {
  const started = performance.now()
  const { said, ownSeconds = 0 } = await run()
  const seconds = (performance.now() - started) / 1000
  // Indented is every single route: code-instrumenter --verify lists them.
  const whole = said.split('\n').filter(line => !/^ +GET /.test(line))
  const lines = whole.slice(0, MOST_LINES).map(visible)
  const text = lines.join(`\n${' '.repeat(28)}`)
  await print(`✓ ${title.padEnd(16)} ${seconds.toFixed(1).padStart(5)} s  ${text}`)
  return { seconds, ownSeconds }
}

async function isConfirmed(): Promise<boolean> {
  const terminal = createInterface({ input: process.stdin, output: process.stdout })
  const answer = await terminal.question('\nCarry this out? [y/N] ')
  terminal.close()
  return /^y(es)?$/i.test(answer.trim())
}

async function box(path: string, look: Look, jaeger: JaegerState, took: Took): Promise<string> {
  const { branch, slug, commit } = look
  const place = await whereToWrite({ branch, project: path })
  const standing = await standingAt(place, slug, commit)
  place.history.close()
  const rows = boxRows(path, look, standing?.score ?? null, jaeger, took)
  const badge = badgeOf(look)
  const below =
    badge === null ? '' : `\n\nThe badge for your README, once the site is published:\n${badge}`
  return `\n${boxText('Shipworthy', rows, terminalOptions().width)}${below}`
}
