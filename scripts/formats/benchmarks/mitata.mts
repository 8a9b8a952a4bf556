/** What does mitata's JSON say? Nanoseconds of every batch; a benchmark that threw carries its error instead. */

import { type Fields, members, numbers, tables } from '../../core/untyped.mts'
import { BenchmarkDraft, type BenchmarkReport } from './report.mts'

export function readMitata(json: Fields): BenchmarkReport {
  const draft = new BenchmarkDraft('mitata')
  const cpu = members(members(json.context, 'cpu'), 'name')
  const [runtime, version] = ['runtime', 'version'].map(key => members(json.context, key))
  draft.measuredOn = {
    cpu: typeof cpu === 'string' ? cpu : null,
    threads: null,
    runtime: typeof runtime === 'string' ? `${runtime} ${version ?? ''}` : null,
  }
  const runs = tables(json.benchmarks).flatMap(benchmark => tables(benchmark.runs))
  for (const { name, error, stats } of runs) {
    const called = typeof name === 'string' ? name : ''
    if (error !== undefined) {
      draft.leave(called, 'failed')
      continue
    }
    const samples = numbers(members(stats, 'samples'))
    draft.add({
      name: called,
      unit: 'ns',
      runs: [samples.length > 0 ? samples : numbers([members(stats, 'p50')])],
      statistic: samples.length > 0 ? null : 'median',
    })
  }
  return draft.finish()
}
