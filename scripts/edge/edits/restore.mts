/** What should a file be once our edit is taken back? What it was, with everything a person has changed since. */

import { applyPatch, structuredPatch } from 'diff'
import { UserFault } from '../../core/fault.mts'

export interface Versions {
  /** Null where there is no file. */
  readonly now: Buffer | null
  readonly was: Buffer | null
  readonly wrote: Buffer
}

/** Bytes to write, null to delete; throws a sentence where the two changes lie on each other. */
export function restored(path: string, { now, was, wrote }: Versions): Buffer | null {
  if (same(now, wrote) || same(now, was)) return was
  if (now === null)
    throw new UserFault(`${path} was deleted since: restore it from git, then run --undo again`)
  if (was === null)
    throw new UserFault(`${path} was edited since it was written: delete it by hand if it may go`)
  const merged = carried(wrote, was, now)
  const isBack = merged === null && carried(was, wrote, now) !== null
  if (isBack) return now
  if (merged === null)
    throw new UserFault(
      `${path} was edited in the lines to take back: remove them by hand, then run --undo again`,
    )
  return merged
}

const same = (a: Buffer | null, b: Buffer | null) =>
  a === null || b === null ? a === b : a.equals(b)

/** The change from one to the other, done to a third; null where it does not fit. Bytes stand for letters, so that every encoding comes back as it was. */
export function carried(from: Buffer, to: Buffer, onto: Buffer): Buffer | null {
  const [old, changed, base] = [from, to, onto].map(bytes => bytes.toString('latin1'))
  const patch = structuredPatch('a', 'b', old ?? '', changed ?? '', undefined, undefined, {
    context: 3,
  })
  const merged = applyPatch(base ?? '', patch, { autoConvertLineEndings: false })
  return merged === false ? null : Buffer.from(merged, 'latin1')
}
