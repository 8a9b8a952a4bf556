/** How does a finding's key become the short fingerprint that other tools want? */

import { createHash } from 'node:crypto'

/** 64 hexadecimal digits, the same for the same key on every machine. */
export const fingerprint = (key: string): string => createHash('sha256').update(key).digest('hex')

/** Counts how often each key was seen before, so that equal keys get unequal fingerprints. */
export function ordinals(): (key: string) => number {
  const seen = new Map<string, number>()
  return key => {
    const ordinal = (seen.get(key) ?? 0) + 1
    seen.set(key, ordinal)
    return ordinal
  }
}
