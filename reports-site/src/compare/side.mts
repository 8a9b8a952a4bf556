/** What of a run is published for comparing it with any other? The shape of api/v1/runs/<run>.json. */

import type { MeasuredUnder } from '../../../scripts/core/series.mts'
import type { OperationRow } from '../../../scripts/core/traces/rows.mts'
import type { Frame } from '../performance/trace.mts'

export interface Side {
  /** Major.minor of this shape: a new field raises the second part. */
  readonly schema: '1.0'
  readonly run: string
  readonly project: string
  readonly label: string
  /** Page of the run, from the root of the site. */
  readonly page: string
  readonly commit: string | null
  /** ISO 8601, UTC. */
  readonly committedAt: string
  readonly startedAt: string
  readonly release: string | null
  readonly dirty: boolean | null
  readonly score: number | null
  /** 0–1: how much of what applies was measured. */
  readonly evidence: number | null
  readonly gate: string | null
  readonly policy: string | null
  /** Digest of what the score depends on in that policy. */
  readonly scoring: string | null
  readonly dialect: string | null
  readonly machine: string | null
  readonly toolVersion: string | null
  readonly dimensions: readonly SideDimension[]
  readonly measures: readonly SideMeasure[]
  /** What was not measured, and why. */
  readonly missing: readonly {
    readonly skill: string
    readonly name: string
    readonly status: string
    readonly why: string | null
  }[]
  /** Standing in this commit, waived ones included; at most 2,000. */
  readonly findings: readonly SideFinding[]
  readonly findingsOmitted: number
  /** Rule → the measures it costs, for the rules found here. */
  readonly costs: Readonly<Record<string, readonly string[]>>
  readonly under: Omit<MeasuredUnder, 'source'>
  readonly benchmarks: readonly SideBenchmark[]
  readonly operations: readonly SideOperation[]
}

interface SideDimension {
  readonly id: string
  readonly status: string | null
  readonly why: string | null
  readonly max: number | null
  /** 0–100. */
  readonly score: number | null
  /** Points of the total. */
  readonly contribution: number | null
}

export interface SideMeasure {
  readonly skill: string
  readonly name: string
  /** '' is the whole project. */
  readonly subject: string
  readonly value: number
  readonly unit: string | null
  readonly better: string | null
  readonly noise: string | null
}

export interface SideFinding {
  readonly skill: string
  readonly rule: string
  readonly level: string
  readonly key: string
  readonly path: string | null
  readonly line: number | null
  readonly message: string
  readonly waived: string | null
}

export interface SideBenchmark {
  readonly name: string
  readonly unit: string
  readonly better: string | null
  readonly statistic: string | null
  readonly source: string | null
  readonly samples: readonly number[]
  /** How many of the samples each run of the benchmark gave. */
  readonly runs: readonly number[]
}

export interface SideOperation extends OperationRow {
  /** The kept example nearest to usual; null where none was kept. */
  readonly traceId: string | null
  /** That example by nested steps; null where its spans are not stored, or for the operations with fewest requests. */
  readonly frame: Frame | null
}
