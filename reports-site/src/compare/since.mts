/** What came, went and slowed down since the run before? Asked by several pages of the same run, compared once. */

import { compareRuns } from './comparison.mts'
import type { Pair } from './pairs.mts'
import { sideOf } from './read-sides.mts'
import type { TimingChange } from './timings.mts'

export interface Since {
  readonly came: number
  readonly went: number
  /** Benchmarks that could be compared, and how many of them got slower beyond their scatter. */
  readonly benchmarks: number
  readonly slower: number
}

const known = new Map<string, Promise<Since>>()

export function sinceOf(pair: Pair): Promise<Since> {
  const answer = known.get(pair.path) ?? compared(pair)
  known.set(pair.path, answer)
  return answer
}

async function compared({ before, after }: Pair): Promise<Since> {
  const { findings, benchmarks } = compareRuns(await sideOf(before), await sideOf(after))
  const isSlower = ({ verdict }: TimingChange) => verdict === 'worse'
  return {
    came: findings.came.length,
    went: findings.went.length,
    benchmarks: benchmarks.changes.length,
    slower: benchmarks.changes.filter(isSlower).length,
  }
}
