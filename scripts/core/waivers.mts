/** Which faults did people decide to live with, until when, and is each decision still alive? */

import type { Finding } from './model.mts'

/** As written in shipworthy.yml: what it covers, why, who answers for it, until when. */
export interface Waiver {
  /** Rule name, an advisory id for `vulnerable-package`, or `gate/` and a condition of the gate. */
  readonly rule: string
  /** Glob over the path; absent covers every path. */
  readonly path?: string
  /** Exact finding key; absent covers every finding of rule and path. */
  readonly key?: string
  readonly reason: string
  readonly owner: string
  /** ISO date (YYYY-MM-DD), the last day on which it holds. */
  readonly expires: string
}

/** Expired ones no longer cover anything; the day counts from the run's start, in UTC. */
export function living(waivers: readonly Waiver[], startedAt: string): readonly Waiver[] {
  return waivers.filter(waiver => waiver.expires >= startedAt.slice(0, 10))
}

/** What a waiver calls a condition of the gate. */
export const gateRule = (condition: string): string => `gate/${condition}`

type Matcher = (glob: string, path: string) => boolean

/** The waiver that covers this finding, if any. The glob matcher is handed in: core has none. */
export function covering(
  finding: Pick<Finding, 'rule' | 'path' | 'key'> & { readonly aliases?: readonly string[] },
  waivers: readonly Waiver[],
  matches: Matcher,
): Waiver | undefined {
  return waivers.find(
    waiver =>
      (waiver.rule === finding.rule || finding.aliases?.includes(waiver.rule) === true) &&
      (waiver.key === undefined || waiver.key === finding.key) &&
      (waiver.path === undefined || (finding.path !== null && matches(waiver.path, finding.path))),
  )
}
