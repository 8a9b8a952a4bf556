/** Which policy is it? Its opinions as one text, and the hash they are known by. */

import { createHash } from 'node:crypto'
import { compareText } from './order.mts'
import type { Policy } from './policy.mts'

/**
 * The resolved policy as one canonical text: what is stored and what its hash is taken of. Decisions about changes of
 * the history are no part of it: taking one must not make a run incomparable with those before.
 */
export function policyText({ changes: _, ...opinions }: Policy): string {
  return JSON.stringify(opinions, (_, value: unknown) =>
    value !== null && typeof value === 'object' && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => compareText(a, b)))
      : value,
  )
}

export const policyHash = (policy: Policy): string =>
  createHash('sha256').update(policyText(policy)).digest('hex').slice(0, 16)

/** Digest of what a score depends on in a stored policy: neither gate nor links nor the project's name. Null where it is no policy. */
export function scoringOf(text: string): string | null {
  try {
    const { dimensions, levels, skills, files, waivers } = JSON.parse(text)
    if (dimensions === undefined) return null
    const parts = JSON.stringify([dimensions, levels, skills, files, waivers])
    return createHash('sha256').update(parts).digest('hex').slice(0, 16)
  } catch {
    return null
  }
}
