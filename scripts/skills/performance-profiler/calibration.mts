/** How fast was the machine just before the benchmarks ran? Two times of fixed work, where some was done. */

import type { PerformanceEvidence } from '../../core/benchmark.mts'
import { seconds } from '../../core/scales.mts'

export const calibrationScales = {
  'calibration-cpu': seconds.neither(
    'Time of one fixed piece of arithmetic just before the benchmarks ran.',
  ),
  'calibration-memory': seconds.neither(
    'Time of one copy of 32 MB in memory just before the benchmarks ran.',
  ),
} as const

export const calibrated = ({ calibration }: Pick<PerformanceEvidence, 'calibration'>) =>
  calibration === undefined
    ? []
    : [
        { name: 'calibration-cpu' as const, subject: '', value: calibration.cpuMs / 1000 },
        { name: 'calibration-memory' as const, subject: '', value: calibration.memoryMs / 1000 },
      ]
