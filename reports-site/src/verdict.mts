/** Is it good to ship? The sentence a page opens with, and the mark that goes with it. */

import { CONDITIONS } from '../../scripts/core/gate.mts'
import { total, words } from '../../scripts/report/words.mts'
import { evidence, plural, points } from './format.mts'
import type { Run } from './model.mts'

/** Below it nothing is called shipworthy, however low a project has set its own gate. */
const AIM = 80

export interface Verdict {
  readonly kind: 'good' | 'bad' | 'unknown'
  readonly sentence: string
  readonly why: string
}

export function verdictOf(run: Run): Verdict {
  const { label, score, gate, enforced, required, conditions } = run
  const why = [
    score === null
      ? `Too little was measured for a score${run.evidence === null ? '' : `: ${evidence(run.evidence)} of what applies`}.`
      : boundsSentence(run),
    ...(enforced === false ? ['No gate was asked for; this is what it would have said.'] : []),
  ].join(' ')
  const waived = conditions.filter(({ state }) => state === 'waived').length
  if (gate === 'pass' && waived > 0)
    return {
      kind: 'unknown',
      sentence: `${label} ships on ${plural(waived, 'waiver')} of the gate`,
      why,
    }
  const held = conditions.find(({ condition }) => condition === 'score')?.why ?? ''
  if (gate === 'pass' && HELD.test(held)) return { kind: 'good', sentence: `${label} ${held}`, why }
  const aim = Math.max(AIM, required ?? 0)
  if (gate === 'pass' && score !== null && score < aim)
    return {
      kind: 'good',
      sentence: `${label} holds the line at ${total(score)} (target ${aim})`,
      why,
    }
  if (gate === 'pass') return { kind: 'good', sentence: `${label} is shipworthy`, why }
  if (gate === 'fail')
    return { kind: 'bad', sentence: `${label} is not shipworthy${failures(run)}`, why }
  if (gate === 'insufficient')
    return { kind: 'unknown', sentence: `Insufficient evidence to judge ${label}`, why }
  return { kind: 'unknown', sentence: `${label} was not judged`, why }
}

/** What the gate says of a score that is not what the project aims at. */
const HELD = /^holds the line\b/

const ORDER = Object.keys(CONDITIONS)
/** What one says of a condition that failed, where its own words may be long. */
const FAILURES = new Map([
  ['failing-tests', 'tests failed'],
  ['new-errors', 'new findings of level error'],
  ['slower-benchmarks', 'benchmarks are slower'],
  ['patch-coverage', 'the changed lines are covered too little'],
])

/** The first in the order of the gate, and how many more. */
function failures({ conditions }: Run): string {
  const [first, ...others] = conditions
    .filter(({ state }) => state === 'fail')
    .toSorted((a, b) => ORDER.indexOf(a.condition) - ORDER.indexOf(b.condition))
  if (first === undefined) return ''
  const { condition, why } = first
  const said =
    condition === 'score' && why !== null
      ? `the score is ${why}`
      : (FAILURES.get(condition) ?? words(condition))
  return `: ${said}${others.length === 0 ? '' : `; ${plural(others.length, 'more condition')} failed`}`
}

function boundsSentence({ evidence: seen, low, high }: Run): string {
  if (seen === null) return ''
  if (seen >= 1) return 'Everything that applies was measured.'
  const bounds =
    low === null || high === null
      ? ''
      : ` Depending on the rest the score lies between ${points(low)} and ${points(high)}.`
  return `${evidence(seen)} of what applies was measured.${bounds}`
}

const GATE_WORDS = new Map([
  ['pass', '✓ passed'],
  ['fail', '✗ failed'],
  ['insufficient', '? insufficient evidence'],
  ['waived', '~ waived'],
  ['not-applicable', '– does not apply'],
])

/** A class of site.css; what the history says is never one. */
export const gateClass = (gate: string | null) => (GATE_WORDS.has(gate ?? '') ? gate : null)

export const gateWord = (gate: string | null) => GATE_WORDS.get(gate ?? '') ?? '– not judged'
