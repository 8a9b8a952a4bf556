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
    const name = nameOf(row)
    const launches = launchesOf(row)
    const median = numbers([members(row.Statistics, 'Median')])
    if (launches.length > 0) draft.add({ name, unit: 'ns', runs: launches, file: name })
    else if (median.length > 0)
      draft.add({ name, unit: 'ns', runs: [median], statistic: 'median', file: name })
    else draft.leave(name, 'failed')
    const bytes = numbers([members(row.Memory, 'BytesAllocatedPerOperation')])
    if (bytes.length > 0) draft.add({ name, unit: 'B', runs: [bytes], statistic: 'mean' })
  }
  return draft.finish()
}

/** Versions before 0.10 write the parts of a name and not the whole. */
function nameOf({ FullName, DisplayInfo, Namespace, Type, Method, Parameters }: Fields): string {
  const written = (parts: readonly unknown[]) =>
    parts.filter((part): part is string => typeof part === 'string' && part !== '')
  const [whole] = written([FullName, DisplayInfo])
  return whole ?? written([written([Namespace, Type, Method]).join('.'), Parameters]).join(' ')
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
