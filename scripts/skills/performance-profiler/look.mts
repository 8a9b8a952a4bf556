/** What does the profiler look at in all? Benchmarks, and the traces that were asked for: either may be there alone. */

import type { PerformanceEvidence } from '../../core/benchmark.mts'
import type { Lens } from '../../core/lens.mts'
import { NoEvidence, unavailable } from '../../core/skill.mts'
import { appSizes } from './app-sizes.mts'
import { collectPerformance } from './collect.mts'
import type { PerformanceSettings } from './settings.mts'

export async function look(
  lens: Lens,
  settings: PerformanceSettings,
): Promise<PerformanceEvidence | NoEvidence> {
  const found = withSizes(await collectPerformance(lens, settings), await appSizes(lens))
  const traced = await lens.traces(settings.apdexMs)
  if (traced === null) return found
  if (!traced.ok)
    return found instanceof NoEvidence
      ? unavailable(traced.why)
      : { ...found, unusable: [...found.unusable, { report: 'traces', why: traced.why }] }
  const { operations, ...traces } = traced.value
  return { ...(found instanceof NoEvidence ? unbenchmarked(found) : found), operations, traces }
}

/** A size needs no second run to be compared: a project of nothing else is not asked for benchmarks. */
function withSizes(
  found: PerformanceEvidence | NoEvidence,
  { benchmarks, unusable }: Awaited<ReturnType<typeof appSizes>>,
): PerformanceEvidence | NoEvidence {
  if (benchmarks.length + unusable.length === 0) return found
  const known = found instanceof NoEvidence ? unbenchmarked(found) : found
  return {
    ...known,
    benchmarks: [...known.benchmarks, ...benchmarks],
    unusable: [...known.unusable, ...unusable],
  }
}

const unbenchmarked = ({ status, why }: NoEvidence): PerformanceEvidence => ({
  ...{ benchmarks: [], operations: [], reports: [], unusable: [], broken: [] },
  ...{ gate: null, traces: null, why, isBenchmarked: status !== 'not-applicable' },
})
