/** What is an example in a document, and what can be said of it once it was tried? */

import type { ExamplesEvidence } from '../../core/evidence.mts'
import type { Fence } from '../../formats/markdown/page.mts'

export interface Example extends Fence {
  readonly path: string
  /** Marked `runnable`: then every failure counts. */
  readonly isPromised: boolean
  /** Whether its page has an earlier example that is not run: it may lack what that one made. */
  readonly isAfterGap: boolean
}

type Row = Extract<ExamplesEvidence, { status: 'ran' }>['rows'][number]

export type Verdict = Pick<Row, 'verdict' | 'why'>

export const unsure = (why: string): Verdict => ({ verdict: 'unsure', why })
