/** Which findings came, went or moved between two runs? Only those that both runs could have had. */

import { findingChanges } from '../../../scripts/core/compare.mts'
import type { Finding, Outcome } from '../../../scripts/core/model.mts'
import { outcomesFrom } from '../../../scripts/core/recompute.mts'
import type { Side, SideFinding } from './side.mts'

export interface FindingChanges {
  readonly came: readonly SideFinding[]
  readonly went: readonly SideFinding[]
  /** Of a file of the same name in another folder: the same fault at the same place in it. */
  readonly moved: readonly { readonly from: SideFinding; readonly to: SideFinding }[]
  readonly unchanged: number
  /** On either side, of skills or rules that the other side could not answer. */
  readonly unanswered: number
  /** Left out of the published data of either side: nothing is known of them here. */
  readonly omitted: number
}

export function findingsBetween(before: Side, after: Side): FindingChanges {
  const costs = new Map(Object.entries({ ...before.costs, ...after.costs }))
  const { newFindings, fixedFindings, unchangedFindings } = findingChanges(
    outcomesOf(before),
    outcomesOf(after),
    new Map(),
    costs,
  )
  const found = newFindings as unknown as readonly SideFinding[]
  const gone = fixedFindings as unknown as readonly SideFinding[]
  const moved = movesIn(gone, found)
  const [left, arrived] = [
    new Set(moved.map(({ from }) => from)),
    new Set(moved.map(({ to }) => to)),
  ]
  return {
    came: found.filter(each => !arrived.has(each)),
    went: gone.filter(each => !left.has(each)),
    moved,
    unchanged: unchangedFindings,
    unanswered:
      before.findings.length +
      after.findings.length -
      gone.length -
      found.length -
      2 * unchangedFindings,
    omitted: before.findingsOmitted + after.findingsOmitted,
  }
}

/** A skill that was silent answers for none of its rules. */
function outcomesOf(side: Side): readonly Outcome[] {
  const rows = [
    ...side.measures.map(each => ({ ...each, extent: null, status: 'judged', why: null })),
    ...side.missing.map(each => ({ ...each, subject: '', value: null, extent: 0 })),
  ]
  const found = Map.groupBy(side.findings, ({ skill }) => skill)
  return outcomesFrom(rows)
    .filter(({ status, measures }) => measures.length > 0 || status === 'not-applicable')
    .map(outcome => ({
      ...outcome,
      findings: (found.get(outcome.skill) ?? []) as unknown as readonly Finding[],
    }))
}

/** Pairs of one gone and one found fault that agree in all but the folder, where only one pair is possible. */
function movesIn(gone: readonly SideFinding[], found: readonly SideFinding[]) {
  const stems = Map.groupBy(gone, stemOf)
  const arrivals = Map.groupBy(found, stemOf)
  return [...stems].flatMap(([stem, [from, ...others]]) => {
    const [to, ...more] = arrivals.get(stem) ?? []
    const isSure = stem !== null && from && to && others.length === 0 && more.length === 0
    return isSure ? [{ from, to }] : []
  })
}

/** `rule:folder/file.go:Name:0` → `rule:file.go:Name:0`; null where the key does not carry its path. */
function stemOf({ rule, path, key }: SideFinding): string | null {
  const start = `${rule}:${path}:`
  if (path === null || !key.startsWith(start)) return null
  return `${rule}:${path.slice(path.lastIndexOf('/') + 1)}:${key.slice(start.length)}`
}
