/** Which functions took the time? Call stacks with weights, whoever sampled them, and what is made of them. */

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

/** Functions by self time, largest first; equal ones by name. */
export function functionsOf({ frames, stacks }: Profile): readonly FunctionTime[] {
  const self = new Float64Array(frames.length)
  const total = new Float64Array(frames.length)
  for (const { frames: stack, weight } of stacks) {
    const inner = stack.at(-1)
    if (inner !== undefined) self[inner] = (self[inner] ?? 0) + weight
    for (const frame of new Set(stack)) total[frame] = (total[frame] ?? 0) + weight
  }
  return frames
    .map((frame, index) => ({ ...frame, self: self[index] ?? 0, total: total[index] ?? 0 }))
    .filter(({ total }) => total > 0)
    .sort((a, b) => b.self - a.self || b.total - a.total || (a.name < b.name ? -1 : 1))
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
    const all = profile.stacks.reduce((sum, { weight }) => sum + weight, 0) || 1
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
    children: drawn.map(finished).sort((a, b) => b.after - a.after || (a.name < b.name ? -1 : 1)),
  }
}
