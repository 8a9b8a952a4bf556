/** Does a container engine answer on this machine, and does it run what a compose file describes? */

import { $ } from 'zx'
import { which } from './execute.mts'

const ASKED_MS = 10_000

/** Images have to come over the network first. */
const STARTED_MS = 300_000

const compose = (root: string, file: string, args: readonly string[], timeout = ASKED_MS) =>
  $({ cwd: root, quiet: true, nothrow: true, timeout })`docker compose --file ${file} ${args}`

/** Whether Docker's engine and its `compose` answer. */
export async function hasContainers(): Promise<boolean> {
  if ((await which(['docker'])) === null) return false
  const asked = { quiet: true, nothrow: true, timeout: ASKED_MS }
  const [engine, plugin] = await Promise.all([
    $(asked)`docker info`,
    $(asked)`docker compose version`,
  ])
  return engine.exitCode === 0 && plugin.exitCode === 0
}

/** Whether any service of the file runs; `file` lies in `root`. */
export async function isUp(root: string, file: string): Promise<boolean> {
  const { exitCode, stdout } = await compose(root, file, ['ps', '--status', 'running', '--quiet'])
  return exitCode === 0 && stdout.trim() !== ''
}

/** Starts what the file describes and waits until it is healthy; null when it is, else the engine's last words. */
export async function bringUp(root: string, file: string): Promise<string | null> {
  const said = await compose(root, file, ['up', '--detach', '--wait'], STARTED_MS)
  if (said.exitCode === 0) return null
  const words = said.stderr.trim().split('\n').at(-1) ?? ''
  return words === '' ? `docker compose ended with ${said.exitCode ?? 'a signal'}` : words
}

/** Stops it; volumes stay. */
export async function bringDown(root: string, file: string): Promise<boolean> {
  return (await compose(root, file, ['down'], STARTED_MS)).exitCode === 0
}
