/** How fast is this machine just now? Two fixed pieces of work, again and again for two seconds: arithmetic, and copies in memory. */

import type { Calibration } from '../core/benchmark.mts'
import { median, medianDeviation } from '../core/statistics/describe.mts'

const WARM_UP_MS = 200
const LASTS_MS = 2000

const STEPS = 2_000_000
/** More than the caches of a processor hold. */
const COPIED = 32 * 1024 * 1024

/** Nothing else may run meanwhile; the event loop is held for two seconds. */
export function calibrate(): Calibration {
  const [from, to] = [new Uint8Array(COPIED).fill(1), new Uint8Array(COPIED)]
  const arithmetic = () => timed(() => calculate(STEPS))
  const memory = () => timed(() => to.set(from))
  const cpu: number[] = []
  const copies: number[] = []
  const begun = performance.now()
  const isOver = (ms: number) => performance.now() - begun > ms
  while (!isOver(WARM_UP_MS)) arithmetic()
  while (!isOver(LASTS_MS)) {
    cpu.push(arithmetic())
    copies.push(memory())
  }
  return {
    cpuMs: median(cpu),
    memoryMs: median(copies),
    spread: medianDeviation(cpu) / median(cpu),
    rounds: cpu.length,
  }
}

/** Each step needs the one before: no compiler and no second unit of the processor shortens it. */
function calculate(steps: number): number {
  let state = 1
  for (let step = 0; step < steps; step += 1)
    state = (Math.imul(state ^ (state >>> 15), 0x2c1b3c6d) + step) | 0
  return state
}

/** Of a result nobody looks at the work could be left out. */
let kept: unknown

function timed(work: () => unknown): number {
  const begun = performance.now()
  kept = work()
  return performance.now() - begun + (kept === null ? 1 : 0)
}
