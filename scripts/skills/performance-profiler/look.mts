/** What does the profiler look at in all? Benchmarks, and the traces that were asked for: either may be there alone. */

import type { PerformanceEvidence } from '../../core/benchmark.mts'
import type { Lens } from '../../core/lens.mts'
import { NoEvidence, unavailable } from '../../core/skill.mts'
import { collectPerformance } from './collect.mts'
import type { PerformanceSettings } from './settings.mts'

export async function look(
  lens: Lens,
  settings: PerformanceSettings,
): Promise<PerformanceEvidence | NoEvidence> {
  const found = await collectPerformance(lens, settings)
  const traced = await lens.traces(settings.apdexMs)
  if (traced === null) return found
  if (!traced.ok)
    return found instanceof NoEvidence
      ? unavailable(traced.why)
      : { ...found, unusable: [...found.unusable, { report: 'traces', why: traced.why }] }
  const { operations, ...traces } = traced.value
  return { ...(found instanceof NoEvidence ? unbenchmarked(found) : found), operations, traces }
}

const unbenchmarked = ({ status, why }: NoEvidence): PerformanceEvidence => ({
  ...{ benchmarks: [], operations: [], reports: [], unusable: [], broken: [] },
  ...{ gate: null, traces: null, why, isBenchmarked: status !== 'not-applicable' },
})
