/** Is B better than A, where, and may the two be compared at all? Pure: pages and the browser ask the same function. */

import { hundredths } from '../format.mts'
import { differences } from '../trend.mts'
import { type FindingChanges, findingsBetween } from './findings.mts'
import type { Side, SideMeasure } from './side.mts'
import { benchmarksBetween, operationsBetween, type Timings } from './timings.mts'

export interface DimensionChange {
  readonly id: string
  /** 0–100; null where it was not measured. */
  readonly before: number | null
  readonly after: number | null
  /** Points of the total; null where the scores may not be compared. */
  readonly points: number | null
  readonly why: string | null
}

export interface MeasureChange {
  readonly name: string
  readonly subject: string
  readonly unit: string | null
  readonly before: number
  readonly after: number
  readonly verdict: 'better' | 'worse' | 'changed'
  readonly isNoisy: boolean
}

export interface SidesComparison {
  readonly before: Side
  readonly after: Side
  /** What was measured differently; none: the scores may be compared. */
  readonly because: readonly string[]
  /** Points; null where the scores may not be compared. */
  readonly delta: number | null
  readonly dimensions: readonly DimensionChange[]
  /** Worse first, then better, then what is neither. */
  readonly measures: readonly MeasureChange[]
  readonly unchangedMeasures: number
  readonly oneSided: readonly { readonly name: string; readonly why: string }[]
  readonly findings: FindingChanges
  readonly benchmarks: Timings
  readonly operations: Timings
}

export function compareRuns(before: Side, after: Side): SidesComparison {
  const because = differences(conditions(before), conditions(after))
  const isComparable = because.length === 0 && before.score !== null && after.score !== null
  const measures = measuresBetween(before, after)
  return {
    before,
    after,
    because,
    delta: isComparable ? hundredths((after.score ?? 0) - (before.score ?? 0)) : null,
    dimensions: dimensionsBetween(before, after, isComparable),
    ...measures,
    findings: findingsBetween(before, after),
    benchmarks: benchmarksBetween(before, after),
    operations: operationsBetween(before, after),
  }
}

const conditions = (side: Side) => ({
  ...side,
  dimensions: side.dimensions.map(each => ({ id: each.id, whole: each })),
})

function dimensionsBetween(before: Side, after: Side, isComparable: boolean): DimensionChange[] {
  const old = new Map(before.dimensions.map(each => [each.id, each]))
  const ids = new Set([...after.dimensions, ...before.dimensions].map(({ id }) => id))
  const now = new Map(after.dimensions.map(each => [each.id, each]))
  return [...ids].map(id => {
    const [was, is] = [old.get(id), now.get(id)]
    const moved = (is?.contribution ?? 0) - (was?.contribution ?? 0)
    return {
      id,
      before: was?.score ?? null,
      after: is?.score ?? null,
      points: isComparable ? hundredths(moved) : null,
      why: is?.score == null ? (is?.why ?? null) : was?.score == null ? (was?.why ?? null) : null,
    }
  })
}

const RANK = { worse: 0, better: 1, changed: 2 } as const

function measuresBetween(before: Side, after: Side) {
  const keyOf = ({ skill, name, subject }: SideMeasure) => `${skill}\0${name}\0${subject}`
  const old = new Map(before.measures.map(each => [keyOf(each), each]))
  const now = new Set(after.measures.map(keyOf))
  const both = after.measures.flatMap(is => {
    const was = old.get(keyOf(is))
    return was === undefined ? [] : [{ was, is }]
  })
  const changed = both.filter(({ was, is }) => was.value !== is.value && was.unit === is.unit)
  const label = ({ name, subject }: SideMeasure) => (subject === '' ? name : `${name}: ${subject}`)
  return {
    measures: changed
      .map(({ was, is }) => ({
        ...{ name: is.name, subject: is.subject, unit: is.unit },
        ...{ before: was.value, after: is.value, isNoisy: is.noise === 'noisy' },
        verdict: verdictOf(is.better, is.value - was.value),
      }))
      .toSorted((a, b) => RANK[a.verdict] - RANK[b.verdict] || (a.name < b.name ? -1 : 1)),
    unchangedMeasures: both.length - changed.length,
    oneSided: [
      ...after.measures
        .filter(each => !old.has(keyOf(each)))
        .map(each => ({
          name: label(each),
          why: `only in ${after.label}${silence(before, each)}`,
        })),
      ...before.measures
        .filter(each => !now.has(keyOf(each)))
        .map(each => ({
          name: label(each),
          why: `only in ${before.label}${silence(after, each)}`,
        })),
      ...both
        .filter(({ was, is }) => was.unit !== is.unit)
        .map(({ was, is }) => ({
          name: label(is),
          why: `its unit was ${was.unit}, now ${is.unit}`,
        })),
    ],
  }
}

function verdictOf(better: string | null, delta: number): MeasureChange['verdict'] {
  if (better !== 'lower' && better !== 'higher') return 'changed'
  return delta < 0 === (better === 'lower') ? 'better' : 'worse'
}

function silence(other: Side, { skill, name }: SideMeasure): string {
  const why = other.missing.find(each => each.skill === skill && each.name === name)?.why
  return why ? `; in the other: ${why}` : ''
}
