/** What does a source of advisories take, what does it give, and how does it say that it cannot? */

import type { AdvisoryRow } from '../../core/evidence.mts'

/** One package version to ask about. */

/** Rows, and a digest that changes whenever the source's answer may. */
export interface Found {
  readonly rows: readonly AdvisoryRow[]
  readonly snapshot: string
}

/** Answers by package: a baseline is judged by the state of the database its head was judged by. */
export interface Told {
  readonly rows: Map<string, readonly AdvisoryRow[]>
  /** Null until the first answer. */
  snapshot: string | null
}

export const nothingTold = (): Told => ({ rows: new Map(), snapshot: null })

/** One sentence on why there is no answer; it never leaves these files as a throw. */
export class NoAnswer extends Error {}
