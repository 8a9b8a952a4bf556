/** How does a raw number become 0–100? Percentages as they are; lower-is-better through a log-normal curve. */

import erfc from '@stdlib/math-base-special-erfc/dist/index.js'

/** `good` scores 90, `poor` scores 50; both in the measure's own unit, 0 < good < poor. */
export interface Curve {
  readonly good: number
  readonly poor: number
}

/** erfc⁻¹(1.8) with its sign turned: the point where ½·erfc is 0.9. */
const Z90 = 0.9061938024368232

/**
 * Score 0–100 of a lower-is-better value: ½·erfc(z·ln(v/poor) / −ln(good/poor)), as Lighthouse scores its
 * metrics (docs/score.md names the source). 0 or less scores 100; never rises as `value` rises.
 */
export function lowerIsBetter(value: number, { good, poor }: Curve): number {
  if (value <= 0) return 100
  const standardised = (Math.log(value / poor) * Z90) / -Math.log(good / poor)
  return 50 * erfc(standardised)
}

type Better = 'higher' | 'lower' | 'neither'

/** 100 for a budget that is kept, else the part of the way: twice the budget (or half of what was promised) scores 50. */
function keptOf(value: number, better: Better, budget: number): number {
  const isKept = better === 'lower' ? value <= budget : value >= budget
  if (isKept) return 100
  return Math.max(0, (100 * Math.min(value, budget)) / Math.max(value, budget))
}

/** Score of a measure: a percentage that is better higher scores as it is; anything else needs a curve or a budget. */
export function scoreOf(
  value: number,
  better: Better,
  { curve, budget }: { readonly curve?: Curve; readonly budget?: number } = {},
): number {
  if (budget !== undefined) return keptOf(value, better, budget)
  if (better === 'lower') {
    if (curve === undefined) throw new Error('a lower-is-better measure needs a curve')
    return lowerIsBetter(value, curve)
  }
  const percentage = Math.min(100, Math.max(0, value))
  return curve === undefined ? percentage : lowerIsBetter(100 - percentage, curve)
}
