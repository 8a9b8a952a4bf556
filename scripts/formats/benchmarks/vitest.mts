/** What does a Vitest benchmark report say? Up to version 4 `--outputJson`, since 5 the json reporter. */

import { baseOf } from '../../core/paths.mts'
import { type Fields, members, numbers, tables } from '../../core/untyped.mts'
import { BenchmarkDraft, type BenchmarkReport } from './report.mts'

/** Samples are there only with `includeSamples`; else the median, or the mean where an old version has no median. */
export function readVitest4(files: readonly unknown[], root?: string): BenchmarkReport {
  const draft = new BenchmarkDraft('vitest')
  for (const { filepath, groups } of tables(files))
    for (const { fullName, benchmarks } of tables(groups))
      for (const { name, samples, median, mean } of tables(benchmarks))
        draft.add({
          name: `${fullName ?? ''} > ${name ?? ''}`,
          file: relativeTo(root, filepath),
          ...timesOf(samples, one(median) === null ? ['mean', mean] : ['median', median]),
        })
  return draft.finish()
}

export function readVitest5(suites: readonly unknown[], root?: string): BenchmarkReport {
  const draft = new BenchmarkDraft('vitest')
  for (const { name, status, assertionResults } of tables(suites)) {
    const file = relativeTo(root, name)
    const tests = tables(assertionResults)
    if (status === 'failed' && tests.length === 0) draft.leave(file ?? 'a file', 'could not be run')
    for (const test of tests) {
      if (test.status === 'failed') draft.leave(`${file} > ${test.fullName ?? ''}`, 'failed')
      for (const benchmark of tables(test.benchmarks))
        for (const task of tables(benchmark.tasks).filter(isOfThisRun))
          draft.add({
            name: `${file} > ${benchmark.name ?? ''} > ${task.name ?? ''}`,
            file,
            ...timesOf(members(task.latency, 'samples'), ['median', members(task.latency, 'p50')]),
          })
    }
  }
  return draft.finish()
}

/** A row `fromStore` was measured at another time. */
const isOfThisRun = ({ fromStore }: Fields) => fromStore !== true

/** Every sample, or where none was kept what sums them up. */
function timesOf(kept: unknown, [statistic, summary]: readonly [string, unknown]) {
  const samples = numbers(kept)
  return samples.length > 0
    ? { unit: 'ms', runs: [samples], statistic: null }
    : { unit: 'ms', runs: [numbers([summary])], statistic }
}

const one = (value: unknown) => (typeof value === 'number' ? value : null)

/** Inside the root its path there; elsewhere only the file's name: folders differ from machine to machine. */
function relativeTo(root: string | undefined, path: unknown): string | null {
  if (typeof path !== 'string' || path === '') return null
  const slashed = path.replaceAll('\\', '/')
  if (root !== undefined && slashed.startsWith(`${root}/`)) return slashed.slice(root.length + 1)
  return baseOf(slashed)
}
