/** What does JMH's JSON say? Each fork is a run, each of its iterations a sample; the mode says which way is better. */

import { sum } from '../../core/sum.mts'
import { type Fields, isFields, members, numbers } from '../../core/untyped.mts'
import { BenchmarkDraft, type BenchmarkReport } from './report.mts'

/** Average time and throughput differ by their unit; the other modes would mix with average time. */
const MODES: Readonly<Record<string, string>> = { sample: ' (sampled)', ss: ' (single shot)' }

/** Secondary metrics (collections, allocation rates) are not read. */
export function readJmh(rows: readonly unknown[]): BenchmarkReport {
  const draft = new BenchmarkDraft('JMH')
  for (const row of rows.filter(isFields)) {
    const { benchmark, mode, primaryMetric: metric } = row
    if (typeof benchmark !== 'string' || !isFields(metric)) continue
    const params = members(row.params).map(([key, value]) => `${key}=${value}`)
    const forks = runsOf(metric)
    draft.add({
      name: [benchmark, ...params].join(' ') + (MODES[String(mode)] ?? ''),
      unit: String(metric.scoreUnit ?? ''),
      better: mode === 'thrpt' ? 'higher' : 'lower',
      runs: forks.length > 0 ? forks : [numbers([metric.score])],
      statistic: forks.length > 0 ? null : 'mean',
      file: benchmark,
    })
    if (typeof row.vmName === 'string')
      draft.measuredOn = { cpu: null, threads: null, runtime: `Java ${row.jdkVersion ?? ''}` }
  }
  return draft.finish()
}

/** In sample mode an iteration is a histogram of [value, count]: its median is the sample. */
function runsOf({ rawData, rawDataHistogram }: Fields): number[][] {
  if (Array.isArray(rawData)) return rawData.map(numbers).filter(fork => fork.length > 0)
  if (!Array.isArray(rawDataHistogram)) return []
  return rawDataHistogram
    .map(fork => (Array.isArray(fork) ? fork.map(middleOf).filter(value => value !== null) : []))
    .filter(fork => fork.length > 0)
}

function middleOf(histogram: unknown): number | null {
  const bars = (Array.isArray(histogram) ? histogram : [])
    .map(numbers)
    .filter(bar => bar.length === 2)
    .sort(([a = 0], [b = 0]) => a - b)
  const half = sum(bars, ([, count = 0]) => count) / 2
  let seen = 0
  for (const [value = 0, count = 0] of bars) {
    seen += count
    if (seen >= half) return value
  }
  return null
}
