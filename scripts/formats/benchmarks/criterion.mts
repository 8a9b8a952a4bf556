/** What do Criterion's sample.json and estimates.json say? Nanoseconds; the benchmark's name is only in the path. */

import { isFields, members, numbers } from '../../core/untyped.mts'
import { Unreadable } from '../unreadable.mts'
import { BenchmarkDraft, type BenchmarkReport } from './report.mts'

/** New and old shapes: `{iters, times}` or `[iters, times]`, and `{median}` or `{Median}` of estimates. */
export function isCriterion(json: unknown): boolean {
  if (Array.isArray(json)) return json.length === 2 && json.every(Array.isArray)
  if (!isFields(json)) return false
  return (Array.isArray(json.iters) && Array.isArray(json.times)) || estimateOf(json) !== null
}

/** A sample is the time of one batch by its iterations, so that samples of growing batches compare. */
export function readCriterion(json: unknown, path: string): BenchmarkReport {
  const draft = new BenchmarkDraft('criterion')
  const name = nameFrom(path)
  const estimate = estimateOf(json)
  if (estimate !== null) draft.add({ name, unit: 'ns', runs: [[estimate]], statistic: 'median' })
  else {
    const [iters, times] = (
      Array.isArray(json) ? json : [members(json, 'iters'), members(json, 'times')]
    ).map(numbers) as [number[], number[]]
    if (iters.length !== times.length)
      throw new Unreadable('is a Criterion sample whose times and counts differ in number')
    const each = times.map((time, index) => time / (iters[index] as number))
    draft.add({ name, unit: 'ns', runs: [each] })
  }
  return draft.finish()
}

function estimateOf(json: unknown): number | null {
  const estimate = ['median', 'Median', 'mean', 'Mean']
    .map(key => members(members(json, key), 'point_estimate'))
    .find(value => typeof value === 'number')
  return typeof estimate === 'number' ? estimate : null
}

/** `target/criterion/group/name/new/sample.json` is `group/name`. */
function nameFrom(path: string): string {
  const folders = path.replaceAll('\\', '/').split('/').slice(0, -1)
  const from = folders.lastIndexOf('criterion') + 1
  const to = ['new', 'base'].includes(folders.at(-1) ?? '') ? -1 : folders.length
  return folders.slice(from, to).join('/')
}
