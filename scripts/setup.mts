#!/usr/bin/env -S sh -c 'exec "$(dirname "$(readlink -f "$0")")/run" "$0" "$@"'
/** How does a project begin with Shipworthy? One plan, one yes: history, tracing, pipelines, gate and site. */

import { createInterface } from 'node:readline/promises'
import { Command } from 'commander'
import { UserFault } from './core/fault.mts'
import { readAssessOptions } from './doors/assess-options.mts'
import { cleared, undone } from './doors/edits-door.mts'
import { main } from './doors/main.mts'
import { type Look, lookAt } from './doors/setup-look.mts'
import { measuredIn, standingAt } from './doors/setup-runs.mts'
import { type SetupStep, stepsOf } from './doors/setup-steps.mts'
import { print, terminalOptions } from './doors/show.mts'
import { whereToWrite } from './doors/where.mts'
import { isCheckout } from './edge/places.mts'
import { visible } from './report/escape.mts'
import { boxText, planText } from './report/setup.mts'
import { total } from './report/words.mts'

/** Of what a step says: the routes of a large program would push the rest from the screen. */
const MOST_LINES = 12

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
  const said = await undone(path, choices)
  if (said !== null) {
    await print(said)
    return 0
  }
  const isAsking = choices.yes !== true && process.stdin.isTTY && process.stdout.isTTY
  const mayWrite = choices.dryRun !== true && (choices.yes === true || isAsking)
  if (mayWrite) await cleared(path)
  const look = await lookAt(path)
  const steps = await leftToDo(path, look, choices)
  await print(planText(look.slug, steps, look.notes, terminalOptions().width))
  if (choices.dryRun === true) return 0
  if (steps.length > 0) {
    if (!mayWrite)
      throw new UserFault('Nothing was changed, because nobody was asked: --yes carries this out')
    if (isAsking && !(await isConfirmed())) return 0
    for (const step of steps) await carryOut(step)
  }
  await print(await box(path, look))
  return 0
})

async function leftToDo(
  path: string,
  look: Look,
  choices: SetupChoices,
): Promise<readonly SetupStep[]> {
  const place = await whereToWrite({ branch: look.branch, project: path })
  try {
    const measured = await measuredIn(place.history, look.slug)
    const options = readAssessOptions({ timeout: 600, ...choices, branch: look.branch })
    return await stepsOf(path, look, options, place, measured)
  } finally {
    place.history.close()
  }
}

async function carryOut({ title, run }: SetupStep): Promise<void> {
  const started = performance.now()
  const said = await run()
  const seconds = ((performance.now() - started) / 1000).toFixed(1)
  const lines = said.split('\n').slice(0, MOST_LINES).map(visible)
  const text = lines.join(`\n${' '.repeat(28)}`)
  await print(`✓ ${title.padEnd(16)} ${seconds.padStart(5)} s  ${text}`)
}

async function isConfirmed(): Promise<boolean> {
  const terminal = createInterface({ input: process.stdin, output: process.stdout })
  const answer = await terminal.question('\nCarry this out? [y/N] ')
  terminal.close()
  return /^y(es)?$/i.test(answer.trim())
}

async function box(path: string, look: Look): Promise<string> {
  const { branch, slug, commit, hasCompose } = look
  const place = await whereToWrite({ branch, project: path })
  const standing = await standingAt(place.history, slug, commit)
  place.history.close()
  const score = standing?.score ?? null
  const report = isCheckout ? './scripts/report.mts' : 'npx shipworthy report'
  const jaeger = 'docker compose --file compose.shipworthy.yml up, then http://127.0.0.1:16686'
  const rows: (readonly [string, string])[] = [
    ['score', score === null ? 'not known yet' : `${total(score)} of 100`],
    ['dashboard', `${report} ${path} --branch ${branch} --serve, then http://127.0.0.1:3000`],
    ...(hasCompose ? [['Jaeger', jaeger] as const] : []),
    ...(look.instrumentation.length > 0
      ? [
          [
            'tracing',
            'install the added packages, then run code-instrumenter with --verify',
          ] as const,
        ]
      : []),
    ['next', 'look at git status, then commit what was written; --undo takes it back'],
    ['', `git push origin ${branch} shares the history`],
  ]
  return `\n${boxText('Shipworthy', rows, terminalOptions().width)}`
}
