/** What does a benchmark report say, whoever wrote it? Benchmarks with their runs and samples, and where it was measured. */

import type { BenchmarkRow } from '../../core/benchmark.mts'
import { Unreadable } from '../unreadable.mts'
import { type Better, unitOf } from './units.mts'

export interface MeasuredOn {
  readonly cpu: string | null
  readonly threads: number | null
  /** Name and version of what ran the benchmarks: `node 24.21.0`. */
  readonly runtime: string | null
}

export interface BenchmarkReport {
  readonly harness: string
  readonly benchmarks: readonly BenchmarkRow[]
  readonly measuredOn: MeasuredOn
  /** What the report holds and we do not count, one sentence each: a benchmark that failed, say. */
  readonly leftOut: readonly string[]
  /** Thresholds that the harness itself checked and found broken. */
  readonly broken: readonly string[]
}

const ANYWHERE: MeasuredOn = { cpu: null, threads: null, runtime: null }

interface Entry {
  readonly name: string
  /** As the harness writes it: `ns/op`, `ms`, `MB/s`. */
  readonly unit: string
  /** Where the harness says it; else the unit does. */
  readonly better?: Better
  /** Samples of each run, in the unit above. */
  readonly runs: readonly (readonly number[])[]
  readonly statistic?: string | null
  readonly file?: string | null
}

const MOST_BENCHMARKS = 10_000
const MOST_SAMPLES = 1000
const MOST_RUNS = 1000
const LONGEST_NAME = 300

/** Collects what a reader finds, within limits; the same name and unit twice is one benchmark with more runs. */
export class BenchmarkDraft {
  readonly harness: string
  readonly leftOut: string[] = []
  readonly broken: string[] = []
  measuredOn: MeasuredOn = ANYWHERE
  readonly #rows = new Map<string, BenchmarkRow>()
  constructor(harness: string) {
    this.harness = harness
  }

  add({ name, unit, better, runs, statistic = null, file = null }: Entry): void {
    const called = label(name)
    const { factor, ...read } = unitOf(unit)
    const kept = runs
      .map(run => run.map(value => value * factor).filter(Number.isFinite))
      .map(run => thin(run, MOST_SAMPLES))
      .filter(run => run.length > 0)
    if (called === '' || kept.length === 0) {
      this.leave(called || 'a benchmark without a name', 'holds no number')
      return
    }
    const key = [called, read.unit, statistic].join('\0')
    const known = this.#rows.get(key)
    if (known === undefined && this.#rows.size >= MOST_BENCHMARKS)
      throw new Unreadable(`holds more than ${MOST_BENCHMARKS.toLocaleString('en')} benchmarks`)
    const all = [...(known?.runs ?? []), ...kept.map(run => run.length)].slice(0, MOST_RUNS)
    const samples = [...(known?.samples ?? []), ...kept.flat()]
    this.#rows.set(key, {
      name: called,
      unit: read.unit,
      better: better ?? read.better,
      samples: samples.slice(
        0,
        all.reduce((sum, size) => sum + size, 0),
      ),
      runs: all,
      statistic,
      file,
      source: null,
      runtime: null,
      cpu: null,
    })
  }

  leave(name: string, why: string): void {
    if (this.leftOut.length < 100) this.leftOut.push(`${label(name)} ${why}`)
  }

  finish(): BenchmarkReport {
    const { harness, leftOut, broken, measuredOn } = this
    const { runtime, cpu } = measuredOn
    const benchmarks = [...this.#rows.values()].map(row => ({ ...row, runtime, cpu }))
    return { harness, benchmarks, measuredOn, leftOut, broken }
  }
}

/** One line without control characters, of bearable length. */
export const label = (name: string): string =>
  name
    .replace(/[\p{Cc}\p{Cf}\s]+/gu, ' ')
    .trim()
    .slice(0, LONGEST_NAME)

/** Every k-th of too many samples: order and distribution stay. */
function thin(samples: readonly number[], most: number): readonly number[] {
  const step = Math.ceil(samples.length / most)
  return step <= 1 ? samples : samples.filter((_, index) => index % step === 0)
}
