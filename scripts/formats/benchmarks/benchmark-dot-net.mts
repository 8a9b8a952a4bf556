/** What does BenchmarkDotNet's JSON say? Each launch is a run; nanoseconds, and bytes allocated where it measured them. */

import { type Fields, isFields, members, numbers, tables } from '../../core/untyped.mts'
import { BenchmarkDraft, type BenchmarkReport } from './report.mts'

export function readBenchmarkDotNet(json: Fields): BenchmarkReport {
  const draft = new BenchmarkDraft('BenchmarkDotNet')
  const host = json.HostEnvironmentInfo
  const named = members(host, 'ProcessorName')
  const cpu = isFields(named) ? named.Value : named
  const threads = members(host, 'LogicalCoreCount')
  const runtime = members(host, 'RuntimeVersion')
  draft.measuredOn = {
    cpu: typeof cpu === 'string' ? cpu : null,
    threads: typeof threads === 'number' ? threads : null,
    runtime: typeof runtime === 'string' ? runtime : null,
  }
  for (const row of tables(json.Benchmarks)) {
    const name = [row.FullName, row.DisplayInfo].find(each => typeof each === 'string') ?? ''
    const launches = launchesOf(row)
    if (launches.length === 0) draft.leave(String(name), 'failed')
    else draft.add({ name: String(name), unit: 'ns', runs: launches, file: String(name) })
    const bytes = numbers([members(row.Memory, 'BytesAllocatedPerOperation')])
    if (bytes.length > 0)
      draft.add({ name: String(name), unit: 'B', runs: [bytes], statistic: 'mean' })
  }
  return draft.finish()
}

/** Measurements of the result stage, by launch; the statistics' own values where an exporter left those out. */
function launchesOf({ Measurements, Statistics }: Fields): number[][] {
  const results = tables(Measurements).filter(
    each => each.IterationStage === 'Result' && each.IterationMode !== 'Overhead',
  )
  const launches = [...Map.groupBy(results, each => each.LaunchIndex).values()].map(each =>
    numbers(each.map(({ Nanoseconds, Operations }) => Number(Nanoseconds) / Number(Operations))),
  )
  if (launches.length > 0) return launches
  const values = numbers(members(Statistics, 'OriginalValues'))
  return values.length > 0 ? [values] : []
}
