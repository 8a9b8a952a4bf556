/** What may a skill run, and where? The project's own commands, and only those the user allowed. */

import type { Lens } from '../../core/lens.mts'
import { runCommand, which } from '../execute.mts'
import { readMachine } from '../machine.mts'
import { scratchFolder } from '../scratch.mts'
import type { LensOptions, LensParts } from './parts.mts'

type Commands = Pick<
  Lens,
  | 'machine'
  | 'calibrate'
  | 'containerOverhead'
  | 'execute'
  | 'workspace'
  | 'traces'
  | 'which'
  | 'scratch'
>

/** `paths` are those of the project; `ran` is told after each command, which may have left files behind. */
export function commandsOf(
  { repository, tree, project, isWorkTree }: LensParts,
  options: LensOptions,
  paths: readonly string[],
  ran: () => void,
): Commands {
  const { root } = repository
  const {
    mayExecute,
    mayBench,
    runExamples,
    load,
    traces,
    start,
    timeoutSeconds: seconds,
  } = options
  let scratch: string | null = null
  let deadline: number | null = null
  return {
    machine: () => readMachine(paths),
    calibrate: async () => (await import('../calibration.mts')).calibrate(),
    containerOverhead: async () => (await import('../container-overhead.mts')).knownOverhead(),
    execute: command => {
      if (!mayExecute || !isWorkTree) throw new Error('running commands was not allowed')
      // All commands of a run share the time one skill has.
      deadline ??= performance.now() + seconds * 1000
      const left = Math.max(0, deadline - performance.now()) / 1000
      return runCommand(root, command, left).finally(ran)
    },
    workspace: async () => {
      if (!mayBench && runExamples !== true && load === undefined)
        throw new Error('running benchmarks was not allowed')
      const { openWorkspace } = await import('../workspace.mts')
      const { commit } = project
      const prefix = repository.git?.prefix ?? null
      return openWorkspace({ root, prefix, commit, tree, isWorkTree, seconds, paths })
    },
    traces: async apdexMs => {
      if (!isWorkTree || (traces === undefined && start === undefined)) return null
      const { collectTraces } = await import('../traces.mts')
      return collectTraces({
        ...(traces === undefined ? {} : { traces }),
        ...(start === undefined ? {} : { start }),
        execute: command => runCommand(root, command, seconds),
        paths,
        release: project.release,
        apdexMs,
      })
    },
    which,
    scratch: async () => {
      scratch ??= scratchFolder()
      return scratch
    },
  }
}
