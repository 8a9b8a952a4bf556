/** Is it good to ship? The sentence a page opens with, and the mark that goes with it. */

import { plural, points, share } from './format.mts'
import type { Run } from './model.mts'

/** Below it nothing is called shipworthy, however low a project has set its own gate. */
const AIM = 80

export interface Verdict {
  readonly kind: 'good' | 'bad' | 'unknown'
  readonly sentence: string
  readonly why: string
}

export function verdictOf(run: Run): Verdict {
  const { label, score, gate, enforced, required, target } = run
  const why = [
    score === null
      ? `Too little was measured for a score${run.evidence === null ? '' : `: ${share(run.evidence)} of what applies`}.`
      : boundsSentence(run),
    ...(enforced === false ? ['No gate was asked for; this is what it would have said.'] : []),
  ].join(' ')
  const aim = Math.max(AIM, target ?? 0, required ?? 0)
  const waived = run.conditions.filter(({ state }) => state === 'waived').length
  if (gate === 'pass' && waived > 0)
    return {
      kind: 'unknown',
      sentence: `${label} ships on ${plural(waived, 'waiver')} of the gate`,
      why,
    }
  if (gate === 'pass' && score !== null && score < aim)
    return { kind: 'good', sentence: `${label} holds the line; the aim is ${aim}`, why }
  if (gate === 'pass') return { kind: 'good', sentence: `${label} is shipworthy`, why }
  if (gate === 'fail')
    return { kind: 'bad', sentence: `${label} is not shipworthy${failures(run)}`, why }
  if (gate === 'insufficient')
    return { kind: 'unknown', sentence: `Too little is known to judge ${label}`, why }
  return { kind: 'unknown', sentence: `${label} was not judged`, why }
}

function failures({ conditions }: Run): string {
  const failed = conditions.filter(({ state }) => state === 'fail').length
  return failed === 0 ? '' : `: ${plural(failed, 'condition')} of the gate failed`
}

function boundsSentence({ evidence, low, high }: Run): string {
  if (evidence === null) return ''
  if (evidence >= 1) return 'Everything that applies was measured.'
  const bounds =
    low === null || high === null
      ? ''
      : ` Depending on the rest the score lies between ${points(low)} and ${points(high)}.`
  return `${share(evidence)} of what applies was measured.${bounds}`
}

const GATE_WORDS = new Map([
  ['pass', '✓ passed'],
  ['fail', '✗ failed'],
  ['insufficient', '? too little evidence'],
  ['waived', '~ waived'],
  ['not-applicable', '– does not apply'],
])

/** A class of site.css; what the history says is never one. */
export const gateClass = (gate: string | null) => (GATE_WORDS.has(gate ?? '') ? gate : null)

export const gateWord = (gate: string | null) => GATE_WORDS.get(gate ?? '') ?? '– not judged'
