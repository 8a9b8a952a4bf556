/** What does pytest-benchmark's JSON say? Seconds of every round; without data its median. */

import { type Fields, members, numbers, tables } from '../../core/untyped.mts'
import { BenchmarkDraft, type BenchmarkReport } from './report.mts'

export function readPytest(json: Fields): BenchmarkReport {
  const draft = new BenchmarkDraft('pytest-benchmark')
  const cpu = members(json.machine_info, 'cpu')
  const [brand, count] = ['brand_raw', 'count'].map(key => members(cpu, key))
  const [python, version] = ['python_implementation', 'python_version'].map(key =>
    members(json.machine_info, key),
  )
  draft.measuredOn = {
    cpu: typeof brand === 'string' ? brand : null,
    threads: typeof count === 'number' ? count : null,
    runtime: typeof python === 'string' ? `${python} ${version ?? ''}` : null,
  }
  for (const row of tables(json.benchmarks)) {
    const name = [row.fullname, row.name].find(each => typeof each === 'string') ?? ''
    const data = numbers(members(row.stats, 'data'))
    draft.add({
      name,
      unit: 's',
      runs: [data.length > 0 ? data : numbers([members(row.stats, 'median')])],
      statistic: data.length > 0 ? null : 'median',
      file: name.includes('::') ? (name.split('::', 1)[0] ?? null) : null,
    })
  }
  return draft.finish()
}
