/** What may the gate of a new policy ask for? What a first pipeline reaches for certain, whatever its tests and the advisories tell. */

import { sum } from '../../core/sum.mts'
import type { DimensionScore, Score } from '../../core/verdict.mts'

export interface Standing {
  /** 0–100, null where too little was measured. */
  readonly score: number | null
  /** The least that the score can be once a pipeline has answered what is open. */
  readonly floor: number | null
  /** 0–1. */
  readonly evidence: number
}

/** Parts that a pipeline knows and a first run may not: it runs the tests and reaches the advisories. */
const ANSWERED_LATER = new Set(['line-coverage', 'vulnerability-weight'])

export function standingOf({ value, evidence, dimensions }: Score): Standing {
  const applicable = dimensions.filter(({ status }) => status !== 'not-applicable')
  const open = sum(applicable, openIn) / sum(applicable, ({ weight }) => weight)
  const floor = value === null ? null : (value * evidence) / (evidence + open)
  return { score: value, floor, evidence }
}

/** Of its weight the part that a pipeline will answer. */
function openIn({ weight, parts }: DimensionScore): number {
  const applicable = parts.filter(({ status }) => status !== 'not-applicable')
  const open = applicable.filter(
    ({ measure, score }) => score === null && ANSWERED_LATER.has(measure),
  )
  const share = (part: { readonly share: number }) => part.share
  return open.length === 0 ? 0 : (weight * sum(open, share)) / sum(applicable, share)
}

/** The lower of the commit and of what setup has written around it; a run that knew less is no measure of the other. */
export const lowerOf = (stored: Standing, now: Standing): Standing =>
  stored.score === null || now.score === null || now.evidence < stored.evidence
    ? stored
    : now.score < stored.score
      ? now
      : stored
