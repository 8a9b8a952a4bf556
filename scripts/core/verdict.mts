/** What shapes do score, comparison and gate have? Public: the JSON of `assess --json` is made of them. */

import type { Alert } from './alerts.mts'
import type { TimedPlace } from './container-overhead.mts'
import type { Finding, Outcome, Run, Status, Unit } from './model.mts'
import type { PackageRow } from './packages.mts'
import type { OperationChange } from './traces/changes.mts'
import type { TrendNews } from './trends.mts'

/** One measure inside a dimension. `share`, `max` and `deduction` are points of the total, 0.01 steps. */
export interface PartScore {
  readonly measure: string
  readonly skill: string | null
  readonly status: Status
  readonly value: number | null
  readonly unit: Unit | null
  /** 0–100, null when missing. */
  readonly score: number | null
  /** Relative weight inside the dimension, as policy says. */
  readonly share: number
  readonly max: number
  readonly deduction: number
  /** 0–1: how much of what this part should have looked at it did look at. */
  readonly evidence: number
  readonly missing?: string
  /** Why its budget, though missed, costs nothing for now. */
  readonly waived?: string
}

export type DimensionId = 'code' | 'tests' | 'dependencies' | 'docs' | 'performance' | 'custom'

export interface DimensionScore {
  readonly id: DimensionId
  readonly status: Status
  readonly why: string | null
  readonly weight: number
  /** Points this dimension could contribute (0.01 steps), after renormalising over what answered. */
  readonly max: number
  /** 0–100, null when nothing answered. */
  readonly value: number | null
  /** Points of the total: max minus the deductions of its parts, exactly. */
  readonly contribution: number
  readonly evidence: number
  readonly parts: readonly PartScore[]
}

export interface Score {
  readonly value: number | null
  readonly evidence: number
  readonly bounds: readonly [number, number]
  readonly dimensions: readonly DimensionScore[]
  /** Shown beside the total with weight 0: advisories, secrets, unpinned CI. */
  readonly security: number | null
  /** The total as if no finding were waived. */
  readonly unwaived: number | null
}

/** `waived`: it failed or could not be told, and the policy says who answers for that until when. */
export type ConditionStatus = 'pass' | 'fail' | 'not-applicable' | 'insufficient' | 'waived'

export interface Condition {
  readonly id: string
  readonly actual: number | null
  readonly required: number | null
  readonly status: ConditionStatus
  readonly why: string
}

export interface Gate {
  readonly enforced: boolean
  readonly status: 'pass' | 'fail' | 'insufficient'
  readonly conditions: readonly Condition[]
}

export interface MeasureDelta {
  readonly name: string
  readonly subject: string
  readonly before: number
  readonly after: number
  readonly delta: number
}

export type PlacedFinding = Finding & { readonly skill: string }

export interface Comparison {
  readonly baseline: {
    readonly commit: string
    readonly release: string | null
    readonly committedAt: string
    /** Why this one: "merge-base with origin/main", "last release", "as asked". */
    readonly chosen: string
  }
  /** Over the parts present on both sides only; null when there is no such part. */
  readonly score: { readonly before: number; readonly after: number; readonly delta: number } | null
  readonly dimensions: readonly {
    readonly id: DimensionId
    readonly before: number
    readonly after: number
    readonly delta: number
  }[]
  /** Parts measured on one side only: said as such, never shown as a change of score. */
  readonly measuredDifferently: readonly { readonly measure: string; readonly why: string }[]
  readonly measures: readonly MeasureDelta[]
  readonly newFindings: readonly PlacedFinding[]
  readonly fixedFindings: readonly PlacedFinding[]
  readonly unchangedFindings: number
  readonly patchCoverage: {
    readonly covered: number
    readonly total: number
    /** Lines the change added or edited in measured files, coverable or not. */
    readonly changedLines: number
  } | null
}

/** Everything one assessment says: what `--json` prints and every reporter is handed. */
export interface Assessment {
  readonly schema: '1.0'
  readonly run: Run
  readonly score: Score
  readonly gate: Gate
  readonly comparison: Comparison | null
  /** Why there is no comparison, when there is none. */
  readonly comparisonWhy: string | null
  readonly outcomes: readonly Outcome[]
  /** Of a monorepo, the largest first. */
  readonly packages?: readonly PackageRow[]
  /** What the history of this branch says of this run; absent where it has too few runs to say anything. */
  readonly trend?: TrendNews
  /** What happened on this branch since its last run, stands since an earlier one, or is over. */
  readonly alerts?: readonly Alert[]
  /** Traced operations of both sides of a comparison, where traces of both are known. */
  readonly operations?: readonly OperationChange[]
  /** Where the benchmarks of this run ran; what they would have taken without a container. Absent where none ran. */
  readonly timedPlace?: TimedPlace
  /** What a reader should know before believing the rest: whole sentences. */
  readonly notes?: readonly string[]
}
