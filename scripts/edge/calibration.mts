/** How fast is this machine just now? Two fixed pieces of work, again and again for two seconds: arithmetic, and copies in memory. */

import type { Calibration } from '../core/benchmark.mts'
import { median, medianDeviation } from '../core/statistics/describe.mts'
import { calculate, copier, timed } from './fixed-work.mts'

const WARM_UP_MS = 200
const LASTS_MS = 2000

/** Nothing else may run meanwhile; the event loop is held for two seconds. */
export function calibrate(): Calibration {
  const copy = copier()
  const cpu: number[] = []
  const copies: number[] = []
  const begun = performance.now()
  const isOver = (ms: number) => performance.now() - begun > ms
  while (!isOver(WARM_UP_MS)) timed(calculate)
  while (!isOver(LASTS_MS)) {
    cpu.push(timed(calculate))
    copies.push(timed(copy))
  }
  return {
    cpuMs: median(cpu),
    memoryMs: median(copies),
    spread: medianDeviation(cpu) / median(cpu),
    rounds: cpu.length,
  }
}
