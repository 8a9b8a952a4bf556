/** Which functions took the time? Call stacks with weights, whoever sampled them, and what is made of them. */

import { compareText } from '../../core/order.mts'
import { sum } from '../../core/sum.mts'

export interface Frame {
  readonly name: string
  /** As the profiler writes it; null where it does not say. */
  readonly file: string | null
  readonly line: number | null
}

export interface Profile {
  readonly name: string
  /** What a weight is: profilers count time, samples, bytes or objects. */
  readonly unit: 'ms' | 'samples' | 'bytes' | 'count'
  readonly frames: readonly Frame[]
  /** Frame numbers from the outermost caller inwards. */
  readonly stacks: readonly { readonly frames: readonly number[]; readonly weight: number }[]
}

/** Milliseconds in one unit of time, by the name formats give it. */
export const PER_MS: Readonly<Record<string, number>> = {
  nanoseconds: 1e-6,
  microseconds: 1e-3,
  milliseconds: 1,
  seconds: 1000,
}

export interface FunctionTime extends Frame {
  /** Weight with this function innermost, and anywhere on the stack (recursion counted once). */
  readonly self: number
  readonly total: number
}

/** A call graph without stacks, as cProfile and JFR summaries give it. */
export interface FunctionTable {
  readonly name: string
  readonly unit: Profile['unit']
  readonly functions: readonly FunctionTime[]
}

/** Functions by self time, largest first; equal ones by name. Samplers note the line that ran: the first one is kept. */
export function functionsOf({ frames, stacks }: Profile): readonly FunctionTime[] {
  const places = new Map<string, number>()
  const rows: (Frame & { self: number; total: number })[] = []
  const rowOf = frames.map(frame => {
    const key = `${frame.name}\0${frame.file ?? ''}`
    const known = places.get(key)
    if (known === undefined) {
      places.set(key, rows.length)
      return rows.push({ ...frame, self: 0, total: 0 }) - 1
    }
    const row = rows[known] as (typeof rows)[0]
    const line = Math.min(row.line ?? Infinity, frame.line ?? Infinity)
    rows[known] = { ...row, line: Number.isFinite(line) ? line : null }
    return known
  })
  for (const { frames: stack, weight } of stacks) {
    const own = stack.flatMap(frame => rowOf[frame] ?? [])
    const inner = rows[own.at(-1) ?? -1]
    if (inner !== undefined) inner.self += weight
    for (const row of new Set(own)) (rows[row] as (typeof rows)[0]).total += weight
  }
  return rows
    .filter(({ total }) => total > 0)
    .sort((a, b) => b.self - a.self || b.total - a.total || compareText(a.name, b.name))
}

/** A file that https://www.speedscope.app opens; unit names are its own. */
export function toSpeedscope({ name, unit, frames, stacks }: Profile): object {
  const weights = stacks.map(({ weight }) => weight)
  const names = { ms: 'milliseconds', bytes: 'bytes', samples: 'none', count: 'none' }
  return {
    $schema: 'https://www.speedscope.app/file-format-schema.json',
    name,
    shared: {
      frames: frames.map(({ name, file, line }) => ({
        name,
        ...(file === null ? {} : { file }),
        ...(line === null ? {} : { line }),
      })),
    },
    profiles: [
      {
        type: 'sampled',
        name,
        unit: names[unit],
        startValue: 0,
        endValue: weights.reduce((sum, weight) => sum + weight, 0),
        samples: stacks.map(stack => stack.frames),
        weights,
      },
    ],
  }
}

export interface FlameNode {
  readonly name: string
  readonly file: string | null
  /** Share (0–1) of all weight, on each side. */
  readonly before: number
  readonly after: number
  readonly children: readonly FlameNode[]
}

interface Draft {
  readonly frame: Frame
  readonly weight: [number, number]
  readonly children: Map<string, Draft>
}

const DEEPEST = 200

/** Below this share on both sides a frame is not drawn. */
const SMALLEST = 0.001

/**
 * Two profiles as one flame graph. Shares, not weights, are compared: one run may have sampled longer. Frames are
 * matched by name and file, not by line: lines move.
 */
export function differentialFlame(before: Profile, after: Profile): FlameNode {
  const root = draft({ name: 'all', file: null, line: null })
  for (const [side, profile] of [before, after].entries()) {
    const all = sum(profile.stacks, ({ weight }) => weight) || 1
    for (const { frames, weight } of profile.stacks) {
      const share = weight / all
      let at = root
      add(at, side, share)
      for (const index of frames.slice(0, DEEPEST)) {
        const frame = profile.frames[index] as Frame
        const key = `${frame.name}\0${frame.file ?? ''}`
        const child = at.children.get(key) ?? draft(frame)
        at.children.set(key, child)
        add(child, side, share)
        at = child
      }
    }
  }
  return finished(root)
}

const draft = (frame: Frame): Draft => ({ frame, weight: [0, 0], children: new Map() })

function add({ weight }: Draft, side: number, share: number): void {
  if (side === 0) weight[0] += share
  else weight[1] += share
}

function finished({ frame, weight, children }: Draft): FlameNode {
  const drawn = [...children.values()].filter(each => Math.max(...each.weight) >= SMALLEST)
  return {
    ...{ name: frame.name, file: frame.file, before: weight[0], after: weight[1] },
    children: drawn.map(finished).sort((a, b) => b.after - a.after || compareText(a.name, b.name)),
  }
}
