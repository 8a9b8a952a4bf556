/** How does one of the project's own commands run? In its folder, never longer than allowed, and nothing of it stays. */

import { randomUUID } from 'node:crypto'
import { access, constants } from 'node:fs/promises'
import { delimiter, join } from 'node:path'
import type { Command, Executed } from '../core/lens.mts'
import { withoutNetwork } from './isolation.mts'
import { pidsOf } from './listening.mts'

const KEPT = 64 * 1024

/** What a command leaves running in the background may hold its output open: nobody waits for that. */
const LINGER_MS = 500

/** Process group → its mark: a variable that every process it starts inherits, whatever group it moves to. */
const running = new Map<number, string>()

export const MARK = 'SHIPWORTHY_COMMAND'

/** Ends every command still running, with its children: for Ctrl-C and for a timeout. */
export function stopCommands(): void {
  for (const [pid, mark] of running) end(pid, mark)
}

/** @param control A signal that ends it before its time, and the mark its processes bear. */
export async function runCommand(
  root: string,
  command: Command,
  seconds: number,
  { stop, mark = randomUUID() }: { readonly stop?: AbortSignal; readonly mark?: string } = {},
): Promise<Executed> {
  const started = performance.now()
  const { execa } = await import('execa')
  const before = command.isOffline === true ? await withoutNetwork() : null
  const [file = '', ...args] = [...(before ?? []), command.file, ...command.args]
  const child = execa(file, args, {
    cwd: join(root, command.cwd ?? ''),
    // Ours alone: tests that load compiled code from a cache report less precise coverage, and a shared cache has a password.
    env: {
      NODE_COMPILE_CACHE: undefined,
      SHIPWORTHY_CACHE_REDIS: undefined,
      ...command.env,
      [MARK]: mark,
    },
    stdin: 'ignore',
    reject: false,
    detached: true,
    buffer: false,
    preferLocal: false,
  })
  let isTimedOut = false
  if (child.pid !== undefined) running.set(child.pid, mark)
  const timer = setTimeout(
    () => {
      isTimedOut = true
      if (child.pid !== undefined) end(child.pid, mark)
    },
    Math.min(seconds, command.seconds ?? seconds) * 1000,
  )
  const cut = () => {
    if (child.pid !== undefined && running.has(child.pid)) end(child.pid, mark)
  }
  stop?.addEventListener('abort', cut)
  if (stop?.aborted === true) cut()
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
    end(child.pid, mark)
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

/** The group, and where the system shows it (Linux) also what left the group: a daemon, a session of its own. */
function end(group: number, mark: string): void {
  for (const pid of [-group, ...pidsOf(`${MARK}=${mark}`)])
    try {
      process.kill(pid, 'SIGKILL')
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
