/** Does Jaeger run beside the project? Started where a container engine answers, stopped when setup is taken back. */

import { bringDown, bringUp, hasContainers, isUp } from '../../edge/containers.mts'
import { lastWritten } from '../../edge/edits/apply.mts'
import { openRepository } from '../../edge/repository.mts'
import { COMPOSE_FILE } from './files.mts'

export type JaegerState = 'runs' | 'stopped' | 'no-engine'

export async function jaegerState(root: string): Promise<JaegerState> {
  if (!(await hasContainers())) return 'no-engine'
  return (await isUp(root, COMPOSE_FILE)) ? 'runs' : 'stopped'
}

export const STARTS_JAEGER = `runs docker compose --file ${COMPOSE_FILE} up --detach --wait`

/** What is set up does not depend on it: a failure is a sentence. */
export async function startJaeger(root: string): Promise<string> {
  const why = await bringUp(root, COMPOSE_FILE)
  return why === null
    ? 'http://127.0.0.1:16686 answers'
    : `it was not started, everything else works without it: ${why}`
}

/** Before its compose file is taken back; a sentence when it was running. */
export async function stopJaeger(path: string): Promise<string | null> {
  const { root } = await openRepository(path)
  if (!(await lastWritten(root)).has(COMPOSE_FILE) || (await jaegerState(root)) !== 'runs')
    return null
  return (await bringDown(root, COMPOSE_FILE))
    ? 'Jaeger was stopped; its traces stay in the volume.'
    : 'Jaeger could not be stopped: docker ps shows it.'
}
