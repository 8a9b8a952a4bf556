/** What do Xcode's performance tests say? `xcrun xcresulttool get test-results metrics`: each measurement is a repetition. */

import { isFields, members, numbers, tables } from '../../core/untyped.mts'
import { BenchmarkDraft, type BenchmarkReport } from './report.mts'
import type { Better } from './units.mts'

export function readXcresult(tests: readonly unknown[]): BenchmarkReport {
  const draft = new BenchmarkDraft('XCTest')
  for (const test of tests.filter(isFields))
    for (const run of tables(test.testRuns)) {
      const model = members(run.device, 'modelName')
      const version = members(run.device, 'osVersion')
      draft.measuredOn = {
        cpu: typeof model === 'string' ? model : null,
        threads: null,
        runtime: typeof version === 'string' ? `OS ${version}` : null,
      }
      for (const metric of tables(run.metrics)) {
        const better = betterOf(metric.polarity)
        draft.add({
          name: `${test.testIdentifier ?? ''} ${metric.displayName ?? metric.identifier ?? ''}`,
          unit: String(metric.unitOfMeasurement ?? ''),
          ...(better === null ? {} : { better }),
          runs: [numbers(metric.measurements)],
        })
      }
    }
  return draft.finish()
}

function betterOf(polarity: unknown): Better {
  if (typeof polarity !== 'string') return null
  if (/larger|higher/i.test(polarity)) return 'higher'
  return /smaller|lower/i.test(polarity) ? 'lower' : null
}
