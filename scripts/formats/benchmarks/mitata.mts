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
  const groups = tables(json.layout).map(({ name }) => (typeof name === 'string' ? name : ''))
  const runs = tables(json.benchmarks).flatMap(({ group, runs: own }) =>
    tables(own).map(run => ({ ...run, group: groups[Number(group)] ?? '' }) as Fields),
  )
  for (const { group, name, error, stats } of runs) {
    // Two groups may hold benchmarks of one name.
    const called = [group, name].filter(part => typeof part === 'string' && part !== '').join(' > ')
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
