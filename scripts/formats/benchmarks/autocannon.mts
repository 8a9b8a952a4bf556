/** What does an autocannon load test say? Percentiles of one run; none of it counts when requests failed. */

import { type Fields, members, numbers } from '../../core/untyped.mts'
import { Unreadable } from '../unreadable.mts'
import { BenchmarkDraft, type BenchmarkReport } from './report.mts'

const FAULTS = ['errors', 'timeouts', 'mismatches', 'non2xx']

/** Without a fixed rate a slow server is asked less often, and its latencies look better than they are. */
export function readAutocannon(json: Fields): BenchmarkReport {
  const draft = new BenchmarkDraft('autocannon')
  const fault = FAULTS.find(key => (numbers([json[key]])[0] ?? 0) > 0)
  if (fault !== undefined)
    throw new Unreadable(`is of a run with ${json[fault]} ${fault}: fast failures are no speed`)
  const url = typeof json.url === 'string' && URL.canParse(json.url) ? new URL(json.url) : null
  const name = typeof json.title === 'string' ? json.title : (url?.pathname ?? '/')
  const add = (what: string, unit: string, from: string, key: string, statistic: string) => {
    const value = numbers([members(json[from], key)])
    if (value.length > 0) draft.add({ name: `${name} ${what}`, unit, runs: [value], statistic })
  }
  add('latency', 'ms', 'latency', 'p50', 'median')
  add('latency', 'ms', 'latency', 'p97_5', 'p(97.5)')
  add('latency', 'ms', 'latency', 'p99', 'p(99)')
  add('requests', 'req/s', 'requests', 'average', 'mean')
  add('throughput', 'B/s', 'throughput', 'average', 'mean')
  return draft.finish()
}
