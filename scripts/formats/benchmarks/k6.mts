/** What does a k6 load test say? Medians and 95th percentiles of its trends, its rates, and the thresholds it broke. */

import { type Fields, isFields, members, numbers } from '../../core/untyped.mts'
import { BenchmarkDraft, type BenchmarkReport } from './report.mts'
import { type Better, unitOf } from './units.mts'

/** Trends that k6 itself keeps in milliseconds, for summaries that do not say what a metric contains. */
const TIMES = /^(http_req_(?!failed)|iteration_duration|group_duration|ws_|grpc_|browser_)/
/** Which way the built-in rates point; a script's own are not judged. */
const RATES: Readonly<Record<string, Better>> = {
  http_req_failed: 'lower',
  checks: 'higher',
  checks_succeeded: 'higher',
}
const COUNTERS = new Set(['http_reqs', 'iterations'])
const STATISTICS = [
  { keys: ['med', 'p(50)', 'p50'], name: 'median' },
  { keys: ['p(95)', 'p95'], name: 'p(95)' },
]

/**
 * `handleSummary` keeps numbers under `values` and `{ok}` in thresholds; the older `--summary-export` keeps them beside each
 * other, and its thresholds are *true when broken*.
 */
export function readK6Summary(metrics: Fields): BenchmarkReport {
  const draft = new BenchmarkDraft('k6')
  for (const [name, metric] of members(metrics)) {
    if (!isFields(metric)) continue
    const isOld = !isFields(metric.values)
    const values = isFields(metric.values) ? metric.values : metric
    addMetric(draft, name, metric, values)
    for (const [threshold, state] of members(metric.thresholds)) {
      const isBroken = isOld ? state === true : members(state, 'ok') === false
      if (isBroken) draft.broken.push(`${name}: ${threshold}`)
    }
  }
  return draft.finish()
}

/** `--new-machine-readable-summary`: lists, counters without rates, nothing about thresholds. */
export function readK6Machine({ config, results }: Fields): BenchmarkReport {
  const draft = new BenchmarkDraft('k6')
  const seconds = members(config, 'duration')
  const lists = [members(results, 'metrics'), members(members(results, 'checks'), 'metrics')]
  for (const metric of lists.flatMap(list => (Array.isArray(list) ? list : []))) {
    if (!isFields(metric) || !isFields(metric.values)) continue
    const { count } = metric.values
    const rate =
      typeof count === 'number' && typeof seconds === 'number' && seconds > 0
        ? { rate: count / seconds }
        : {}
    addMetric(draft, String(metric.name ?? ''), metric, { ...rate, ...metric.values })
  }
  return draft.finish()
}

function addMetric(draft: BenchmarkDraft, name: string, metric: Fields, values: Fields): void {
  const [bare = ''] = name.split('{', 1)
  if (STATISTICS.some(({ keys }) => keys.some(key => key in values))) {
    const unit = unitIn(bare, metric.contains)
    for (const { keys, name: statistic } of STATISTICS) {
      const value = numbers(keys.map(key => values[key]))
      if (value.length > 0)
        draft.add({ name, unit, better: unitOf(unit).better, runs: [value.slice(0, 1)], statistic })
    }
  } else if (COUNTERS.has(bare) && typeof values.rate === 'number')
    draft.add({ name, unit: 'req/s', runs: [[values.rate]], statistic: 'mean' })
  else if (Object.hasOwn(RATES, bare)) {
    const rate = numbers([values.rate ?? values.value])
    draft.add({ name, unit: 'ratio', better: RATES[bare] ?? null, runs: [rate], statistic: 'mean' })
  }
}

function unitIn(name: string, contains: unknown): string {
  if (contains === 'data') return 'B'
  return contains === 'time' || (contains === undefined && TIMES.test(name)) ? 'ms' : 'number'
}

/** `--out json`: one line for each point. Only trends are samples; other points only count. */
export function readK6Points(text: string): BenchmarkReport {
  const draft = new BenchmarkDraft('k6')
  const trends = new Map<string, { unit: string; values: number[] }>()
  for (const line of text.split('\n')) {
    const row = parse(line)
    if (!isFields(row) || typeof row.metric !== 'string') continue
    const { type, contains } = isFields(row.data) ? row.data : {}
    if (row.type === 'Metric' && type === 'trend')
      trends.set(row.metric, { unit: unitIn(row.metric, contains), values: [] })
    else if (row.type === 'Point')
      trends.get(row.metric)?.values.push(...numbers([members(row.data, 'value')]))
  }
  for (const [name, { unit, values }] of trends)
    if (values.length > 0) draft.add({ name, unit, runs: [values] })
  return draft.finish()
}

/** The last line of a stopped test may be cut off. */
function parse(line: string): unknown {
  try {
    return line.trim() === '' ? null : JSON.parse(line)
  } catch {
    return null
  }
}
