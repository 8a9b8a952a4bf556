/** How often would the gate cry wolf here? The project runs against itself: whatever is called slower is a false alarm. */

import type { Lens } from '../../core/lens.mts'
import { comparePairs } from '../../core/statistics/paired.mts'
import { shareInterval } from '../../core/statistics/proportion.mts'
import { findPlans, prepared } from './collect.mts'
import { measure } from './measure.mts'
import { type PerformanceSettings, ruleOf } from './settings.mts'

/** A Markdown table, one row for each gate, and the rate below it. */
export async function selfCheck(
  lens: Lens,
  settings: PerformanceSettings,
  rounds: number,
): Promise<string> {
  const plans = await findPlans(lens, settings)
  if (plans.length === 0) return 'There is no benchmark to check with: declare one, or add some.'
  const [base, head] = [await prepared(lens, settings), await prepared(lens, settings)]
  if (!base.ok) return base.why
  if (!head.ok) return head.why
  const rule = ruleOf(settings)
  const rows: string[] = []
  let [gates, alarms, verdicts] = [0, 0, 0]
  for (let round = 1; round <= rounds; round += 1) {
    const { pairs, unusable, notes } = await measure(
      { base: base.value, head: head.value },
      plans,
      rule,
    )
    const said = comparePairs(pairs, rule)
    const count = (word: string) => said.filter(({ verdict }) => verdict === word).length
    const largest = Math.max(0, ...said.map(({ change }) => Math.abs(change)))
    gates += 1
    if (count('slower') > 0) alarms += 1
    verdicts += said.length
    const cells = [
      round,
      Math.max(0, ...pairs.map(each => each.head.length)),
      ...['slower', 'faster', 'unchanged', 'inconclusive'].map(count),
      largest.toFixed(1),
    ]
    rows.push(`| ${cells.join(' | ')} |`)
    const trouble = unusable[0]?.why ?? notes[0]
    if (trouble !== undefined) rows.push('', trouble)
    if (trouble !== undefined || head.value.secondsLeft() === 0) break
  }
  return [
    '| gate | pairs | slower | faster | unchanged | inconclusive | largest estimate % |',
    '|---|---|---|---|---|---|---|',
    ...rows,
    '',
    `${alarms} of ${gates} gates raised a false alarm (${verdicts} verdicts): ${rate(alarms, gates)}.`,
  ].join('\n')
}

/** "the true rate lies between 0.0 and 11.6 %": no alarm in a few gates proves little. */
function rate(alarms: number, gates: number): string {
  const [low, high] = shareInterval(alarms, gates).map(share => (100 * share).toFixed(1))
  return `the true rate lies between ${low} and ${high} % (exact interval, 95 %)`
}
