/** What do tinybench's tasks say, written out as JSON by a script? `bench.tasks` or `bench.results` with names. */

import { isFields, numbers } from '../../core/untyped.mts'
import { BenchmarkDraft, type BenchmarkReport } from './report.mts'

/** Version 3 and later keep times below `latency`, and samples only with `retainSamples`; version 2 keeps both flat. */
export function readTinybench(tasks: readonly unknown[]): BenchmarkReport {
  const draft = new BenchmarkDraft('tinybench')
  for (const task of tasks.filter(isFields)) {
    const name = typeof task.name === 'string' ? task.name : ''
    const result = isFields(task.result) ? task.result : task
    if (result.error !== undefined && result.error !== null) {
      draft.leave(name, 'failed')
      continue
    }
    const times = isFields(result.latency) ? result.latency : result
    const samples = numbers(times.samples)
    const middle = [times.p50, times.median].find(each => typeof each === 'number')
    draft.add({
      name,
      unit: 'ms',
      runs: [samples.length > 0 ? samples : numbers([middle ?? times.mean])],
      statistic: samples.length > 0 ? null : middle === undefined ? 'mean' : 'median',
    })
    const { runtime, runtimeVersion } = result
    if (typeof runtime === 'string')
      draft.measuredOn = { ...draft.measuredOn, runtime: `${runtime} ${runtimeVersion ?? ''}` }
  }
  return draft.finish()
}
