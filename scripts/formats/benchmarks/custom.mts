/** What do benchmarks say that no harness of the list wrote? Our own JSON (docs/benchmarks.md), and two that others collect. */

import { type Fields, isFields, members, numbers } from '../../core/untyped.mts'
import { BenchmarkDraft, type BenchmarkReport } from './report.mts'
import type { Better } from './units.mts'

/** `{ "benchmarks": [{ name, unit, better?, runs: [[…]] | samples: […] | value }] }`. */
export function readCustom(rows: readonly unknown[]): BenchmarkReport {
  const draft = new BenchmarkDraft('custom')
  for (const row of rows.filter(isFields)) {
    const { runs, better } = row
    const said: { better?: Better } = better === 'lower' || better === 'higher' ? { better } : {}
    const lists = Array.isArray(runs) ? runs.map(numbers) : [numbers(row.samples ?? [row.value])]
    draft.add({ name: String(row.name ?? ''), unit: String(row.unit ?? ''), ...said, runs: lists })
  }
  return draft.finish()
}

/** The list of github-action-benchmark's custom tools: `[{ name, unit, value }]`; the direction is in no field of it. */
export function readAction(rows: readonly unknown[]): BenchmarkReport {
  const draft = new BenchmarkDraft('github-action-benchmark')
  for (const row of rows.filter(isFields))
    draft.add({
      name: String(row.name ?? ''),
      unit: String(row.unit ?? ''),
      runs: [numbers([row.value])],
      statistic: 'mean',
    })
  return draft.finish()
}

/** Bencher's built-in measures; a measure of another name has neither unit nor direction here. */
const MEASURES: Readonly<Record<string, readonly [string, Better]>> = {
  latency: ['ns', 'lower'],
  throughput: ['ops/s', 'higher'],
}

export function isBencher(json: Fields): boolean {
  const [first] = Object.values(json)
  return isFields(first) && Object.values(first).some(each => isFields(each) && 'value' in each)
}

/** Bencher Metric Format: `{ benchmark: { measure: { value } } }`. */
export function readBencher(json: Fields): BenchmarkReport {
  const draft = new BenchmarkDraft('Bencher Metric Format')
  for (const [name, measures] of members(json))
    for (const [measure, metric] of members(measures)) {
      const known = Object.hasOwn(MEASURES, measure) ? MEASURES[measure] : undefined
      draft.add({
        name: known === undefined ? `${name} ${measure}` : name,
        unit: known?.[0] ?? measure,
        ...(known === undefined ? {} : { better: known[1] }),
        runs: [numbers([members(metric, 'value')])],
        statistic: 'mean',
      })
    }
  return draft.finish()
}
