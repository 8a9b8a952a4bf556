/** What is assessed, and what changed since the baseline? The sentences that every report says alike. */

import type { Assessment, Comparison, PlacedFinding } from '../core/verdict.mts'
import { byLevel } from './behind.mts'
import { visible } from './escape.mts'
import { count, counted, day, percent, short, total } from './words.mts'

/** Project · release · commit · date. */
export function identity({ run }: Assessment): string {
  return [
    visible(run.slug),
    run.release === null ? null : visible(run.release),
    run.commit === null ? 'no commit' : short(run.commit),
    day(run.committedAt),
    run.isDirty ? 'with uncommitted changes' : null,
  ]
    .filter(part => part !== null)
    .join(' · ')
}

/** How far the score could move once the rest is measured: "45.2 to 73.21"; null when all was. */
export const range = ({ score: { evidence, bounds } }: Assessment): string | null =>
  evidence < 1 ? `${total(bounds[0])} to ${total(bounds[1])}` : null

/** What the baseline is called: its release, else its commit. */
export const baselineName = ({ baseline }: Comparison): string =>
  baseline.release === null ? short(baseline.commit) : visible(baseline.release)

/** New and not waived, worst level first. */
export const freshFindings = ({ newFindings }: Comparison): readonly PlacedFinding[] =>
  newFindings.filter(({ waived }) => waived === undefined).sort(byLevel)

/** "4 new findings (1 note), 1 fixed, 38 unchanged. 41.2 % of 85 changed lines covered." */
export function tallied(comparison: Comparison): string {
  const found = freshFindings(comparison)
  const notes = found.filter(({ level }) => level === 'note').length
  const fresh = `${counted(found.length, 'new finding')}${notes === 0 ? '' : ` (${counted(notes, 'note')})`}`
  const { fixedFindings, unchangedFindings } = comparison
  return `${fresh}, ${count(fixedFindings.length)} fixed, ${count(unchangedFindings)} unchanged. ${patch(comparison)}`
}

/** Of the lines the change touched and a test could reach, how many were reached? */
function patch({ patchCoverage }: Comparison): string {
  if (patchCoverage === null) return 'Coverage of the change is unknown.'
  const { covered, total: coverable } = patchCoverage
  if (coverable === 0) return 'No coverable line changed.'
  return `${percent((100 * covered) / coverable)} of ${counted(coverable, 'changed line')} covered.`
}

/** Points: what any change of code moves a share by says nothing about the change. */
const HARDLY = 0.1

/** Nothing a reviewer needs to know: the gate passes, findings are the same, and no score moved to speak of. */
export function isQuiet({ comparison, gate }: Assessment): boolean {
  if (comparison === null || gate.status !== 'pass') return false
  if (gate.conditions.some(({ status }) => status === 'waived')) return false
  return (
    [comparison.score, ...comparison.dimensions].every(
      each => Math.abs(each?.delta ?? 0) < HARDLY,
    ) &&
    freshFindings(comparison).length === 0 &&
    comparison.fixedFindings.length === 0 &&
    comparison.measuredDifferently.length === 0
  )
}
