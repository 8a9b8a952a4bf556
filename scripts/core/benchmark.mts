/** What does a benchmark say? Samples of runs, and two states of a project run against each other. */

import type { ContainerOverhead } from './container-overhead.mts'
import type { Answer } from './lens.mts'
import { median } from './statistics/describe.mts'
import type { OperationRow, TraceEvidence } from './traces/rows.mts'
import type { OperationCauses } from './traces/side-by-side.mts'

/** One benchmark, sample by sample as its harness gave it. Times are in seconds, whatever the harness wrote. */
export interface BenchmarkRow {
  readonly name: string
  /** seconds, per second, bytes, bytes per second, count, ratio, score, or the harness's own word. */
  readonly unit: string
  /** Null where neither harness nor unit says: such a number is kept and never judged. */
  readonly better: 'lower' | 'higher' | null
  readonly samples: readonly number[]
  /** How many of the samples each run (process, fork, page load) gave, in order; they add up to all of them. */
  readonly runs: readonly number[]
  /** What a sample is where the harness kept no samples: `median`, `mean`, `p(95)`. */
  readonly statistic: string | null
  /** File that holds the benchmark, as far as the harness says. */
  readonly file: string | null
  /** Digest of the benchmark's own source; when it changes, its history starts anew. Null where unknown. */
  readonly source: string | null
  /** Name and version of what ran it: `node 24.21.0`. Null where unknown. */
  readonly runtime: string | null
  /** Processor it says it was measured on: a phone, or another machine. Null where it says none. */
  readonly cpu: string | null
}

/** What a benchmark is called where its unit and statistic must be told apart. */
export function titleOf({
  name,
  unit,
  statistic,
}: Pick<BenchmarkRow, 'name' | 'unit' | 'statistic'>) {
  const more = [unit === 'seconds' ? '' : unit, statistic ?? ''].filter(word => word !== '')
  return more.length === 0 ? name : `${name} (${more.join(', ')})`
}

/** The number of each run: the median of its samples. Runs, not samples, are what may be compared. */
export function runValues({ samples, runs }: Pick<BenchmarkRow, 'samples' | 'runs'>): number[] {
  let start = 0
  return runs.map(size => {
    start += size
    return median(samples.slice(start - size, start))
  })
}

/**
 * One benchmark on both sides: `base[i]` and `head[i]` ran one after the other, in turns as to which was first. Of an app
 * under load `head[i]` is `base[i]` times the middle ratio of the requests that left at the same moments.
 */
export interface BenchmarkPairs {
  readonly title: string
  readonly better: 'lower' | 'higher'
  readonly base: readonly number[]
  readonly head: readonly number[]
}

/** What the machine did just before its benchmarks ran: the same work everywhere, so that runs tell how fast it was. */
export interface Calibration {
  /** Medians of one piece of arithmetic and of one copy of 32 MB. */
  readonly cpuMs: number
  readonly memoryMs: number
  /** Median absolute deviation of the arithmetic, as a share of its median: how quiet the machine was. */
  readonly spread: number
  readonly rounds: number
}

export interface PerformanceEvidence {
  readonly benchmarks: readonly BenchmarkRow[]
  readonly operations: readonly OperationRow[]
  /** Report files and commands that the benchmarks come from. */
  readonly reports: readonly string[]
  readonly unusable: readonly { readonly report: string; readonly why: string }[]
  /** Thresholds that a harness itself checked and found broken. */
  readonly broken: readonly string[]
  /** Null when base and head were not run against each other; `why` says what was in the way. */
  readonly gate: {
    readonly pairs: readonly BenchmarkPairs[]
    readonly notComparable: readonly { readonly title: string; readonly why: string }[]
    /** What a reader should know: time ran out, packages of the two sides differ. */
    readonly notes: readonly string[]
    /** How the app's operations changed, where it sent traces while it was under load. */
    readonly operations: readonly OperationCauses[]
  } | null
  readonly why: string | null
  /** Absent where nothing was run. */
  readonly calibration?: Calibration
  /** What this container costs, or why nobody knows. Absent outside of one and where nothing was run. */
  readonly container?: Answer<ContainerOverhead>
  /** False where the project has nothing to benchmark and only its traces were looked at. */
  readonly isBenchmarked: boolean
  /** What traces say besides their operations; null when none were asked for. */
  readonly traces: Omit<TraceEvidence, 'operations'> | null
}
