/** What does a container cost on this machine, and what would a time measured in one have been without it? */

import { type BenchmarkRow, type PerformanceEvidence, runValues, titleOf } from './benchmark.mts'
import type { MachineEvidence } from './evidence.mts'
import { median, percentOfLog } from './statistics/describe.mts'
import { hodgesLehmann } from './statistics/hodges-lehmann.mts'

/** Milliseconds of the same work; disk is null where temporary files lie in memory. */
export interface FixedWork {
  readonly cpu: number
  readonly memory: number
  readonly disk: number | null
}

/** Percent longer than on the machine itself, with its interval of 95 %. */
export interface Overhead {
  readonly estimate: number
  readonly low: number
  readonly high: number
}

export interface ContainerOverhead {
  /** ISO 8601. */
  readonly measuredAt: string
  /** The engine and the image, by name and version. */
  readonly engine: string
  readonly image: string
  readonly pairs: number
  readonly cpu: Overhead
  readonly memory: Overhead
  /** Null where temporary files lie in memory or are not brought to the disk, or their times scattered too much. */
  readonly disk: Overhead | null
}

const ALPHA = 0.05

/** Fewer pairs than these bound nothing at 95 %. */
export const FEWEST_PAIRS = 6

/** `host[i]` and `container[i]` ran one after the other, in turns as to which was first. */
export function overheadOf(host: readonly FixedWork[], container: readonly FixedWork[]) {
  const part = (name: keyof FixedWork): Overhead | null => {
    const logs = host.map((each, at) =>
      Math.log(Number(container[at]?.[name]) / Number(each[name])),
    )
    if (!logs.every(Number.isFinite)) return null
    const { estimate, low, high } = hodgesLehmann(logs, ALPHA)
    return { estimate: percentOfLog(estimate), low: percentOfLog(low), high: percentOfLog(high) }
  }
  return { cpu: part('cpu'), memory: part('memory'), disk: part('disk') }
}

/** Percent points between the ends of an interval: wider ones say that something else ran, not what a container costs. */
export const WIDEST = 20

export const isSure = ({ low, high }: Overhead): boolean => high - low <= WIDEST

export interface Compensated {
  readonly title: string
  readonly unit: string
  /** Median of the runs, as it was measured: the only number that a gate reads. */
  readonly raw: number
  readonly estimate: number
  readonly low: number
  readonly high: number
}

/** Where the benchmarks of a run ran, and what their times would have been outside the container. */
export interface TimedPlace {
  readonly on: 'bare metal' | 'virtual machine' | 'container'
  readonly overhead: ContainerOverhead | null
  /** Why nothing is compensated; null where something is, or nothing needs to be. */
  readonly why: string | null
  readonly benchmarks: readonly Compensated[]
}

/** Null where this run ran no benchmark: results that lie about come from who knows where. */
export function timedPlace(
  machine: Pick<MachineEvidence, 'isContainer' | 'isVirtual'> | undefined,
  evidence: Pick<PerformanceEvidence, 'benchmarks' | 'calibration' | 'container'> | undefined,
): TimedPlace | null {
  if (machine === undefined || evidence?.calibration === undefined) return null
  if (!machine.isContainer) {
    const on = machine.isVirtual ? 'virtual machine' : 'bare metal'
    return { on, overhead: null, why: null, benchmarks: [] }
  }
  const known = evidence.container
  if (known?.ok !== true) {
    const why = known?.why ?? 'its overhead is not known'
    return { on: 'container', overhead: null, why, benchmarks: [] }
  }
  const overhead = known.value
  const benchmarks = evidence.benchmarks.flatMap(row => compensated(row, overhead) ?? [])
  return { on: 'container', overhead, why: null, benchmarks }
}

/**
 * The estimate takes the processor's share. Nobody knows how much of a benchmark is arithmetic, memory or disk, so the
 * interval reaches from the least to the greatest bound of all parts. Null for what is no time and no rate.
 */
export function compensated(
  row: Pick<BenchmarkRow, 'name' | 'unit' | 'statistic' | 'samples' | 'runs'>,
  { cpu, memory, disk }: Pick<ContainerOverhead, 'cpu' | 'memory' | 'disk'>,
): Compensated | null {
  const isRate = row.unit === 'per second'
  if ((row.unit !== 'seconds' && !isRate) || row.samples.length === 0) return null
  const parts = disk === null ? [cpu, memory] : [cpu, memory, disk]
  const raw = median(runValues(row))
  const without = (overhead: number) => {
    const factor = 1 + overhead / 100
    return isRate ? raw * factor : raw / factor
  }
  const ends = [
    without(Math.min(...parts.map(({ low }) => low))),
    without(Math.max(...parts.map(({ high }) => high))),
  ]
  return {
    ...{ title: titleOf(row), unit: row.unit, raw },
    ...{ estimate: without(cpu.estimate), low: Math.min(...ends), high: Math.max(...ends) },
  }
}
