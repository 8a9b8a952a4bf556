/** Which steps of a request take longer than before, and inside which? The kept requests of both sides as one flame graph. */

import { difference, quantity } from '../format.mts'
import type { Html } from '../html.mts'
import { type Box, drawFlame } from '../performance/flame.mts'
import type { Frame } from '../performance/trace.mts'

/** What has the same name below the same parent is one frame; a side that has none of it has zeros. ms. */
export interface FrameChange {
  readonly name: string
  readonly before: number
  readonly after: number
  readonly selfBefore: number
  readonly selfAfter: number
  readonly children: readonly FrameChange[]
}

export function frameChange(before: Frame | null, after: Frame | null): FrameChange {
  const old = new Map((before?.children ?? []).map(each => [each.name, each]))
  const now = new Map((after?.children ?? []).map(each => [each.name, each]))
  const names = new Set([...now.keys(), ...old.keys()])
  return {
    name: after?.name ?? before?.name ?? '',
    before: before?.total ?? 0,
    after: after?.total ?? 0,
    selfBefore: before?.self ?? 0,
    selfAfter: after?.self ?? 0,
    children: [...names].map(name => frameChange(old.get(name) ?? null, now.get(name) ?? null)),
  }
}

export interface StepChange {
  readonly name: string
  /** ms of its own. */
  readonly before: number
  readonly after: number
}

/** Own time by name, the largest change first. */
export function stepChanges(root: FrameChange): readonly StepChange[] {
  const sums = new Map<string, { before: number; after: number }>()
  const add = ({ name, selfBefore, selfAfter, children }: FrameChange): void => {
    const known = sums.get(name) ?? { before: 0, after: 0 }
    sums.set(name, { before: known.before + selfBefore, after: known.after + selfAfter })
    for (const child of children) add(child)
  }
  add(root)
  const size = ({ before, after }: StepChange) => Math.abs(after - before)
  return [...sums]
    .map(([name, each]) => ({ name, ...each }))
    .toSorted((a, b) => size(b) - size(a) || (a.name < b.name ? -1 : 1))
}

/** A frame is as wide as its own time on the side where that is longer, and all in it: nothing that went is lost. */
export function drawDifference(root: FrameChange, label: string, width: number): Html {
  return drawFlame(boxOf(root, Math.max(root.before, root.after)), label, width)
}

/** Of the whole request: from here on a change of a frame's own time has the full shade, and half of it from there. */
const LARGE = 0.1
const SMALL = 0.01

function boxOf(frame: FrameChange, whole: number): Box {
  const { name, before, after, selfBefore, selfAfter, children } = frame
  const inside = children.map(child => boxOf(child, whole))
  const delta = selfAfter - selfBefore
  const share = whole === 0 ? 0 : Math.abs(delta) / whole
  const word = delta > 0 ? 'slower' : 'faster'
  const shade = share >= LARGE ? `${word}2` : share >= SMALL ? `${word}1` : 'step0'
  return {
    name,
    size: Math.max(selfBefore, selfAfter) + inside.reduce((sum, { size }) => sum + size, 0),
    says: `${name}: ${quantity(before, 'ms')} → ${quantity(after, 'ms')}, of its own ${difference(delta, 'ms')}`,
    kind: [shade, share >= LARGE ? 'on-change' : 'on0'],
    inside,
  }
}
