/** How does a front door end? 2 for the user's mistake, 3 for ours, 130 for Ctrl-C; children and scratch never outlive it. */

import { type Command, CommanderError } from 'commander'
import { reasonOf, UserFault } from '../core/fault.mts'
import { stopCommands } from '../edge/execute.mts'
import { removeScratch } from '../edge/scratch.mts'
import { stopTelemetry } from '../edge/telemetry.mts'

// biome-ignore lint/suspicious/noExplicitAny: commander hands over what the program declared
type Action = (...given: any[]) => Promise<number>

/** Parses the arguments, runs the action, exits with the code it returns. */
export async function main(
  program: Command,
  action: Action,
  argv: readonly string[] = process.argv,
): Promise<void> {
  program
    .exitOverride()
    .configureOutput({ outputError: (text, write) => write(text.replace(/^error: /, '')) })
  for (const output of [process.stdout, process.stderr]) output.on('error', unprinted)
  for (const [signal, code] of [
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const)
    process.once(signal, () => {
      stopCommands()
      removeScratch()
      process.exit(code)
    })
  process.exit(await run(program, action, argv))
}

/** A reader that has seen enough (`| head`) closes the pipe: nothing more is wanted, and the run ends as it would have. */
function unprinted({ code }: NodeJS.ErrnoException): void {
  if (code !== 'EPIPE')
    process.exit(explain(new UserFault(`The answer could not be printed (${code}).`)))
}

async function run(program: Command, action: Action, argv: readonly string[]): Promise<number> {
  let code = 0
  program.action(async (...given) => {
    code = await action(...given)
  })
  try {
    await program.parseAsync(argv)
    return code
  } catch (error) {
    return explain(error)
  } finally {
    await stopTelemetry()
    removeScratch()
  }
}

function explain(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2
  if (error instanceof UserFault) {
    process.stderr.write(`${error.message}\n`)
    return 2
  }
  process.stderr.write(
    `Shipworthy itself broke: ${reasonOf(error)}. Please report it with this trace.\n`,
  )
  process.stderr.write(`${error instanceof Error ? error.stack : ''}\n`)
  return 3
}
