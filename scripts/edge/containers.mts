/** Which container engine answers on this machine, and does it run what a compose file describes? */

import { $ } from 'zx'
import { which } from './execute.mts'

const ASKED_MS = 10_000

/** Images have to come over the network first. */
const STARTED_MS = 300_000

const compose = (root: string, file: string, args: readonly string[], timeout = ASKED_MS) =>
  $({ cwd: root, quiet: true, nothrow: true, timeout })`docker compose --file ${file} ${args}`

export interface Engine {
  readonly name: 'docker' | 'podman'
  /** Of what runs the containers, which is not always that of the program asked. */
  readonly version: string
}

/** The first that answers: its program alone runs nothing. */
export async function findEngine(): Promise<Engine | null> {
  for (const name of ['docker', 'podman'] as const) {
    if ((await which([name])) === null) continue
    const asked = $({ quiet: true, nothrow: true, timeout: ASKED_MS })
    const { exitCode, stdout } = await asked`${name} version --format ${'{{.Server.Version}}'}`
    if (exitCode === 0) return { name, version: stdout.trim() }
  }
  return null
}

export async function hasImage({ name }: Engine, image: string): Promise<boolean> {
  const asked = $({ quiet: true, nothrow: true, timeout: ASKED_MS })
  return (await asked`${name} image inspect ${image}`).exitCode === 0
}

/** Null when it is there, else the engine's last words. */
export async function pullImage({ name }: Engine, image: string): Promise<string | null> {
  const asked = $({ quiet: true, nothrow: true, timeout: STARTED_MS })
  const { exitCode, stderr } = await asked`${name} pull --quiet ${image}`
  return exitCode === 0 ? null : stderr.trim().split('\n').at(-1) || 'it said nothing'
}

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
