/** How fast was the machine just before the benchmarks ran, and what does its container cost? Where some ran at all. */

import type { PerformanceEvidence } from '../../core/benchmark.mts'
import type { Scale } from '../../core/model.mts'
import { seconds } from '../../core/scales.mts'

const overhead = (part: string): Scale => ({
  unit: 'percent',
  better: 'neither',
  noise: 'noisy',
  meaning: `How much longer ${part} takes in a container of this machine than outside of it.`,
})

export const calibrationScales = {
  'calibration-cpu': seconds.neither(
    'Time of one fixed piece of arithmetic just before the benchmarks ran.',
  ),
  'calibration-memory': seconds.neither(
    'Time of one copy of 32 MB in memory just before the benchmarks ran.',
  ),
  'container-overhead-cpu': overhead('a fixed piece of arithmetic'),
  'container-overhead-memory': overhead('a copy of 32 MB in memory'),
  'container-overhead-disk': overhead('work on temporary files'),
} as const

type Calibrated = Pick<PerformanceEvidence, 'calibration' | 'container'>

export function calibrated({ calibration, container }: Calibrated) {
  const times =
    calibration === undefined
      ? []
      : [
          { name: 'calibration-cpu' as const, subject: '', value: calibration.cpuMs / 1000 },
          { name: 'calibration-memory' as const, subject: '', value: calibration.memoryMs / 1000 },
        ]
  if (container?.ok !== true) return times
  const parts = (['cpu', 'memory', 'disk'] as const).flatMap(name => {
    const value = container.value[name]?.estimate
    return value === undefined
      ? []
      : [{ name: `container-overhead-${name}` as const, subject: '', value }]
  })
  return [...times, ...parts]
}

/** Only what ran in a container lacks its overhead. */
export function uncalibrated({ container }: Calibrated) {
  if (container === undefined) return []
  const lacking = (names: readonly ('cpu' | 'memory' | 'disk')[], why: string) =>
    names.map(name => ({ measure: `container-overhead-${name}` as const, why }))
  if (!container.ok) return lacking(['cpu', 'memory', 'disk'], container.why)
  return container.value.disk === null
    ? lacking(
        ['disk'],
        'temporary files lie in memory, or the times of work on them scattered too much',
      )
    : []
}
