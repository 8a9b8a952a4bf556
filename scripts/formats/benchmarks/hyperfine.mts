/** What does hyperfine's JSON say? Seconds of every start of a command, and every start is a run. */

import { isFields, numbers } from '../../core/untyped.mts'
import { BenchmarkDraft, type BenchmarkReport } from './report.mts'

/** A command that failed even once was timed doing something else, and is left out. */
export function readHyperfine(results: readonly unknown[]): BenchmarkReport {
  const draft = new BenchmarkDraft('hyperfine')
  for (const row of results.filter(isFields)) {
    const name = typeof row.command === 'string' ? row.command : ''
    const failed = numbers(row.exit_codes).find(code => code !== 0)
    if (failed !== undefined) {
      draft.leave(name, `ended with ${failed}`)
      continue
    }
    const times = numbers(row.times)
    draft.add({
      name,
      unit: 's',
      runs: times.length > 0 ? times.map(time => [time]) : [numbers([row.median ?? row.mean])],
      statistic: times.length > 0 ? null : typeof row.median === 'number' ? 'median' : 'mean',
    })
  }
  return draft.finish()
}
