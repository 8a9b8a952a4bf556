/** How do the readers build a profile? Frames once each, stacks under limits. */

import type { Frame, Profile } from './profile.mts'

const MOST_FRAMES = 200_000
const MOST_STACKS = 1_000_000
const DEEPEST = 1000

class TooLarge extends Error {}

export function createStacks() {
  const numbers = new Map<string, number>()
  const frames: Frame[] = []
  const merged = new Map<string, { frames: readonly number[]; weight: number }>()
  return {
    frame(frame: Frame): number {
      const key = `${frame.name}\0${frame.file ?? ''}\0${frame.line ?? ''}`
      const known = numbers.get(key)
      if (known !== undefined) return known
      if (frames.length >= MOST_FRAMES) throw new TooLarge('it names over 200,000 functions')
      numbers.set(key, frames.length)
      return frames.push(frame) - 1
    },
    /** Equal stacks are one; what has no weight says nothing. */
    add(stack: readonly number[], weight: number): void {
      if (!(weight > 0) || !Number.isFinite(weight)) return
      const frames = stack.slice(0, DEEPEST)
      const key = frames.join()
      const known = merged.get(key)
      if (known !== undefined) known.weight += weight
      else {
        if (merged.size >= MOST_STACKS) throw new TooLarge('it holds over a million stacks')
        merged.set(key, { frames, weight })
      }
    },
    profile: (name: string, unit: Profile['unit']): Profile => ({
      ...{ name, unit, frames },
      stacks: [...merged.values()],
    }),
  }
}

export const number = (value: unknown): number | null =>
  typeof value === 'number' && Number.isFinite(value) ? value : null
