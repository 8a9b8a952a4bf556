/** How does one of the project's own commands run? In its folder, in its own process group, never longer than allowed. */

import { access, constants } from 'node:fs/promises'
import { delimiter, join } from 'node:path'
import { execa } from 'execa'
import type { Command, Executed } from '../core/lens.mts'

const KEPT = 64 * 1024

/** What a command leaves running in the background may hold its output open: nobody waits for that. */
const LINGER_MS = 500

const running = new Set<number>()

/** Ends every command still running, with its children: for Ctrl-C and for a timeout. */
export function stopCommands(): void {
  for (const pid of running) killGroup(pid, 'SIGKILL')
}

export async function runCommand(
  root: string,
  command: Command,
  seconds: number,
): Promise<Executed> {
  const started = performance.now()
  const child = execa(command.file, [...command.args], {
    cwd: join(root, command.cwd ?? ''),
    // Ours alone: tests that load compiled code from a cache report less precise coverage.
    env: { NODE_COMPILE_CACHE: undefined, ...command.env },
    stdin: 'ignore',
    reject: false,
    detached: true,
    buffer: false,
    preferLocal: false,
  })
  let isTimedOut = false
  if (child.pid !== undefined) running.add(child.pid)
  const timer = setTimeout(() => {
    isTimedOut = true
    if (child.pid !== undefined) killGroup(child.pid, 'SIGKILL')
  }, seconds * 1000)
  const [stdout, stderr] = [tail(child.stdout), tail(child.stderr)]
  child.nodeChildProcess.once('exit', () =>
    setTimeout(() => {
      child.stdout?.destroy()
      child.stderr?.destroy()
    }, LINGER_MS).unref(),
  )
  const result = await child
  clearTimeout(timer)
  if (child.pid !== undefined) {
    killGroup(child.pid, 'SIGKILL')
    running.delete(child.pid)
  }
  const why = result.exitCode === undefined && !isTimedOut ? (result.originalMessage ?? '') : ''
  return {
    exitCode: result.exitCode ?? null,
    isTimedOut,
    stdout: stdout(),
    stderr: stderr() + why,
    seconds: (performance.now() - started) / 1000,
  }
}

/** The first program of the list that this machine has. */
export async function which(programs: readonly string[]): Promise<string | null> {
  const folders = (process.env.PATH ?? '').split(delimiter).filter(folder => folder !== '')
  for (const program of programs)
    for (const folder of folders) if (await isExecutable(join(folder, program))) return program
  return null
}

const isExecutable = (file: string) =>
  access(file, constants.X_OK).then(
    () => true,
    () => false,
  )

function killGroup(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-pid, signal)
  } catch {}
}

/** Keeps the end of a stream: a test run may print for hours. */
function tail(stream: NodeJS.ReadableStream | undefined): () => string {
  let kept = ''
  stream?.setEncoding('utf8')
  stream?.on('data', (chunk: string) => {
    kept = (kept + chunk).slice(-KEPT)
  })
  return () => kept
}
