/** What does an Android benchmark say? Each start of the app is a run; sampled metrics have many samples in each. */

import { type Fields, members, numbers, tables } from '../../core/untyped.mts'
import { BenchmarkDraft, type BenchmarkReport } from './report.mts'

/** Metrics carry their unit at the end of their name. */
const UNITS: readonly (readonly [RegExp, string])[] = [
  [/Ms$/, 'ms'],
  [/(Ns|^timeNs)$/, 'ns'],
  [/Us$/, 'us'],
  [/Kb$/, 'KiB'],
  [/Bytes$/, 'B'],
  [/allocationCount$/, 'allocs'],
]

export function readMacrobenchmark(json: Fields): BenchmarkReport {
  const draft = new BenchmarkDraft('Android Benchmark')
  const build = members(json.context, 'build')
  const [model, sdk] = [members(build, 'model'), members(members(build, 'version'), 'sdk')]
  const cores = members(json.context, 'cpuCoreCount')
  draft.measuredOn = {
    cpu: typeof model === 'string' ? model : null,
    threads: typeof cores === 'number' ? cores : null,
    runtime: typeof sdk === 'number' ? `Android ${sdk}` : null,
  }
  for (const row of tables(json.benchmarks)) {
    const name = `${row.className ?? ''}.${row.name ?? ''}`
    const unit = (metric: string) => UNITS.find(([form]) => form.test(metric))?.[1] ?? 'number'
    for (const [metric, value] of members(row.metrics)) {
      const runs = numbers(members(value, 'runs')).map(each => [each])
      draft.add({ name: `${name} ${metric}`, unit: unit(metric), runs, file: name })
    }
    for (const [metric, value] of members(row.sampledMetrics)) {
      const runs = members(value, 'runs')
      const lists = Array.isArray(runs) ? runs.map(numbers) : []
      draft.add({ name: `${name} ${metric}`, unit: unit(metric), runs: lists, file: name })
    }
  }
  return draft.finish()
}
