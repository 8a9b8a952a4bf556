/** What became slower, in the comment? Benchmarks with their intervals, then the levels that changed in the history. */

import type { Assessment, PlacedFinding } from '../core/verdict.mts'
import { placed } from './behind.mts'
import { markdownText } from './escape.mts'
import { anewText, changeText, driftText, isOwnHistory } from './trend.mts'
import { clipped, counted } from './words.mts'

/** The rule whose findings stand here and not among the others. */
const SLOWER = 'slower-benchmark'

export const isSlower = ({ rule }: Pick<PlacedFinding, 'rule'>): boolean => rule === SLOWER

/** Lines of each kind shown before anything is unfolded, lines at all, and characters of a line. */
const [OPEN, MOST, LONGEST] = [3, 50, 300]

export interface SpeedLines {
  readonly open: readonly string[]
  readonly folded: readonly string[]
}

/** Lines of Markdown; what is confirmed is open, the rest folded. Empty where nothing is slower. */
export function speedLines(assessment: Assessment): SpeedLines {
  const slower = placed(assessment)
    .filter(each => isSlower(each) && each.waived === undefined)
    .map(({ message }) => line('❌', message))
  const { changes = [], drifts = [] } = assessment.trend ?? {}
  const [confirmed, doubtful] = [true, false].map(wanted =>
    changes
      .filter(({ isConfirmed }) => isConfirmed === wanted)
      .map(each => line('\u25bc', changeText(each))),
  ) as [string[], string[]]
  const anew = assessment.trend === undefined ? null : anewText(assessment.trend)
  // What the branch suffered before is no fault of the change under review.
  const own = isOwnHistory(assessment) ? confirmed.slice(0, OPEN) : []
  const folded = [
    ...slower.slice(OPEN),
    ...confirmed.slice(own.length),
    ...doubtful,
    ...drifts.map(each => line('▼', driftText(each))),
    ...(anew === null ? [] : [line('➖', anew)]),
  ]
  const left = folded.length - MOST
  return {
    open: [...slower.slice(0, OPEN), ...own],
    folded: left > 0 ? [...folded.slice(0, MOST), `- and ${counted(left, 'more line')}`] : folded,
  }
}

const line = (mark: string, text: string) => `- ${mark} ${markdownText(clipped(text, LONGEST))}`
