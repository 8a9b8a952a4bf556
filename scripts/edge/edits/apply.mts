/** How are edits carried out so that they can be taken back? Backup first, each file in one step, and whatever a person wrote since stays. */

import { join } from 'node:path'
import { reasonOf, UserFault } from '../../core/fault.mts'
import { drop, forgetEmpty, hash, keep, type Step, savedIn, stepsOf } from './backup.mts'
import { bytesAt, mustBeInside, removed, withoutDraft, write } from './files.mts'
import type { Change } from './prepare.mts'
import { carried, restored } from './restore.mts'

/**
 * Writes all changes; an earlier run that was cut off in the middle has to be taken back first.
 * UserFault: a file or folder cannot be written; nothing is then.
 * @returns null where there is nothing to write.
 */
export async function apply(
  root: string,
  changes: readonly Change[],
  who: Pick<Step, 'by' | 'isOnTrial'>,
): Promise<Step | null> {
  if (changes.length === 0) return null
  for (const { path } of changes) await mustBeInside(root, path)
  let step: Step | null = null
  try {
    step = await keep(root, changes, who)
    for (const { path, after, mode } of newFirst(changes))
      await write(join(root, path), after, mode)
    return step
  } catch (error) {
    if (step !== null) await undoStep(root, step)
    await forgetEmpty(root)
    throw new UserFault(`nothing was written: ${reasonOf(error)}`)
  }
}

/** What is new is there before anything needs it. */
const newFirst = (changes: readonly Change[]) =>
  changes.toSorted((a, b) => Number(a.before !== null) - Number(b.before !== null))

/** Takes these back, the newest first. UserFault: a person has edited what is to be taken back; this step stays whole, and older ones too. */
export async function undo(root: string, steps: readonly Step[]): Promise<void> {
  for (const step of steps.toReversed()) await undoStep(root, step)
  await forgetEmpty(root)
}

export interface TakenBack {
  /** Paths that changed. */
  readonly taken: readonly string[]
  /** Sentences: what stays, and why. */
  readonly left: readonly string[]
}

/** The same as far as it goes: a step with a file that a person has edited stays whole, and so do older ones of its files. */
export async function takeBack(root: string, steps: readonly Step[]): Promise<TakenBack> {
  const taken = new Set<string>()
  const left: string[] = []
  const stay = new Set<string>()
  for (const step of steps.toReversed()) {
    const paths = step.files.map(({ path }) => path)
    try {
      const above = paths.find(path => stay.has(path))
      if (above !== undefined) throw new UserFault(`${above} was written again later`)
      for (const path of await undoStep(root, step)) taken.add(path)
    } catch (error) {
      if (!(error instanceof UserFault)) throw error
      for (const path of paths) stay.add(path)
      left.push(
        paths.length === 1
          ? error.message
          : `${error.message}; left as a whole: ${paths.join(', ')}`,
      )
    }
  }
  await forgetEmpty(root)
  return { taken: [...taken], left }
}

/**
 * Those that a killed run has left: some files are as before and none was edited since, or all were written and never tried.
 * @param by of whom, of all when absent
 */
export async function unfinished(root: string, by?: string): Promise<readonly Step[]> {
  const found: Step[] = []
  for (const step of await stepsOf(root, by)) {
    const states = await Promise.all(
      step.files.map(async ({ path, before, after }) => {
        const bytes = await bytesAt(join(root, path))
        const now = bytes === null ? null : hash(bytes)
        return now === after ? 'after' : now === before ? 'before' : 'edited'
      }),
    )
    const isHalf = states.includes('before') && !states.includes('edited')
    if (step.isOnTrial || isHalf) found.push(step)
  }
  return found
}

export interface LastWritten {
  readonly wrote: Buffer
  /** The same without what a person had edited in it by then: what our next text is compared with. */
  readonly own: Buffer
}

/** For every path that an undo would take back. */
export async function lastWritten(root: string): Promise<ReadonlyMap<string, LastWritten>> {
  const written = new Map<string, LastWritten>()
  for (const step of await stepsOf(root))
    for (const [index, { path }] of step.files.entries()) {
      const { was, wrote } = await savedIn(root, step, index)
      const earlier = written.get(path)?.own
      const own = was === null || earlier === undefined ? null : carried(was, earlier, wrote)
      written.set(path, { wrote, own: own ?? wrote })
    }
  return written
}

async function undoStep(root: string, step: Step): Promise<string[]> {
  const wanted = await Promise.all(
    step.files.map(async ({ path, mode }, index) => {
      await mustBeInside(root, path)
      const now = await bytesAt(join(root, path))
      return { path, mode, now, to: restored(path, { now, ...(await savedIn(root, step, index)) }) }
    }),
  )
  const changed = wanted.filter(({ now, to }) =>
    now === null || to === null ? now !== to : !now.equals(to),
  )
  for (const { path } of wanted) await withoutDraft(join(root, path))
  for (const { path, to, mode } of changed) if (to !== null) await write(join(root, path), to, mode)
  for (const { path, to } of wanted) if (to === null) await removed(root, path)
  await drop(root, step)
  return changed.map(({ path }) => path)
}
