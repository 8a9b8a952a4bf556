/** How is an amount spread? Bars of one measure, drawn in the cells of the table that says the same. */

import { bar } from './strips.mts'

/** Each amount as a bar in percent of the largest. */
export function barsOf(amounts: readonly number[]): readonly string[] {
  const most = Math.max(0, ...amounts)
  return amounts.map(amount => bar(most === 0 ? 0 : (100 * amount) / most))
}
