/** What does a Vitest benchmark report say? Up to version 4 `--outputJson`, since 5 the json reporter. */

import { baseOf } from '../../core/paths.mts'
import { isFields, members, numbers, tables } from '../../core/untyped.mts'
import { BenchmarkDraft, type BenchmarkReport } from './report.mts'

/** Samples are there only with `includeSamples`; else the median, or the mean where an old version has no median. */
export function readVitest4(files: readonly unknown[], root?: string): BenchmarkReport {
  const draft = new BenchmarkDraft('vitest')
  for (const file of files.filter(isFields))
    for (const group of tables(file.groups))
      for (const task of tables(group.benchmarks)) {
        const name = `${group.fullName ?? ''} > ${task.name ?? ''}`
        const samples = numbers(task.samples)
        const summary = one(task.median) ?? one(task.mean)
        draft.add({
          name,
          unit: 'ms',
          runs: [samples.length > 0 ? samples : numbers([summary])],
          statistic: samples.length > 0 ? null : one(task.median) === null ? 'mean' : 'median',
          file: relativeTo(root, file.filepath),
        })
      }
  return draft.finish()
}

/** A row `fromStore` was measured at another time: it is not of this run. */
export function readVitest5(suites: readonly unknown[], root?: string): BenchmarkReport {
  const draft = new BenchmarkDraft('vitest')
  for (const suite of suites.filter(isFields)) {
    const file = relativeTo(root, suite.name)
    if (suite.status === 'failed' && tables(suite.assertionResults).length === 0)
      draft.leave(file ?? 'a file', 'could not be run')
    for (const test of tables(suite.assertionResults)) {
      if (test.status === 'failed') draft.leave(`${file} > ${test.fullName ?? ''}`, 'failed')
      for (const benchmark of tables(test.benchmarks))
        for (const task of tables(benchmark.tasks)) {
          if (task.fromStore === true) continue
          const samples = numbers(members(task.latency, 'samples'))
          draft.add({
            name: `${file} > ${benchmark.name ?? ''} > ${task.name ?? ''}`,
            unit: 'ms',
            runs: [samples.length > 0 ? samples : numbers([members(task.latency, 'p50')])],
            statistic: samples.length > 0 ? null : 'median',
            file,
          })
        }
    }
  }
  return draft.finish()
}

const one = (value: unknown) => (typeof value === 'number' ? value : null)

/** Inside the root its path there; elsewhere only the file's name: folders differ from machine to machine. */
function relativeTo(root: string | undefined, path: unknown): string | null {
  if (typeof path !== 'string' || path === '') return null
  const slashed = path.replaceAll('\\', '/')
  if (root !== undefined && slashed.startsWith(`${root}/`)) return slashed.slice(root.length + 1)
  return baseOf(slashed)
}
