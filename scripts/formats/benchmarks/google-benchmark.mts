/** What does Google Benchmark's JSON say? Wall-clock time of each repetition; aggregates only where nothing else is. */

import { type Fields, members, numbers, tables } from '../../core/untyped.mts'
import { BenchmarkDraft, type BenchmarkReport } from './report.mts'

const AGGREGATE = /_(mean|median|stddev|cv|min|max|BigO|RMS)$/

/** User counters are keys like any other there, and are not read. */
export function readGoogleBenchmark(json: Fields): BenchmarkReport {
  const draft = new BenchmarkDraft('Google Benchmark')
  const threads = members(json.context, 'num_cpus')
  draft.measuredOn = {
    cpu: null,
    threads: typeof threads === 'number' ? threads : null,
    runtime: null,
  }
  const rows = tables(json.benchmarks)
  const isAggregate = (row: Fields) =>
    row.run_type === 'aggregate' || (row.run_type === undefined && AGGREGATE.test(nameOf(row)))
  for (const row of rows) if (row.error_occurred === true) draft.leave(nameOf(row), 'failed')
  const measured = rows.filter(row => !isAggregate(row) && row.error_occurred !== true)
  for (const [name, same] of Map.groupBy(measured, nameOf))
    draft.add({ name, unit: unitOf(same[0]), runs: [numbers(same.map(row => row.real_time))] })
  if (measured.length > 0) return draft.finish()
  for (const row of rows.filter(row => row.aggregate_name === 'median'))
    draft.add({
      name: nameOf(row),
      unit: unitOf(row),
      runs: [numbers([row.real_time])],
      statistic: 'median',
    })
  return draft.finish()
}

const unitOf = (row: Fields | undefined) =>
  typeof row?.time_unit === 'string' ? row.time_unit : 'ns'

const nameOf = (row: Fields) => {
  const name = [row.run_name, row.name].find(each => typeof each === 'string')
  return typeof name === 'string' ? name : ''
}
