/** What does a .cpuprofile say, as Node's --cpu-prof and Chrome's DevTools write it? */

import { type Fields, fields, list, tables, text } from '../../core/untyped.mts'
import type { Profile } from './profile.mts'
import { createStacks, number } from './stacks.mts'

/** Not program code: the machine waited, or V8 worked for itself. */
const IDLE = new Set(['(idle)', '(root)'])

/** Time of each sample is the delta that follows it, in µs; idle time is left out. Null when it is no such profile. */
export function readCpuProfile(name: string, json: Fields): Profile | null {
  const nodes = new Map(tables(json.nodes).map(node => [node.id, node]))
  const samples = list(json.samples)
  const deltas = list(json.timeDeltas)
  if (nodes.size === 0 || samples.length === 0 || deltas.length === 0) return null
  const parents = new Map<unknown, unknown>()
  for (const [id, node] of nodes) for (const child of list(node.children)) parents.set(child, id)
  const stacks = createStacks()
  const known = new Map<unknown, readonly number[] | null>()
  const end = number(json.endTime)
  const start = (number(json.startTime) ?? 0) + (number(deltas[0]) ?? 0)
  const rest = deltas.slice(1).reduce((sum: number, each) => sum + (number(each) ?? 0), 0)
  for (const [index, id] of samples.entries()) {
    let stack = known.get(id)
    if (stack === undefined) {
      stack = stackOf(id, nodes, parents, stacks.frame)
      known.set(id, stack)
    }
    const isLast = index === samples.length - 1
    const us = isLast ? (end === null ? 0 : end - start - rest) : number(deltas[index + 1])
    if (stack !== null) stacks.add(stack, (us ?? 0) / 1000)
  }
  return stacks.profile(name, 'ms')
}

function stackOf(
  id: unknown,
  nodes: ReadonlyMap<unknown, Fields>,
  parents: ReadonlyMap<unknown, unknown>,
  frame: ReturnType<typeof createStacks>['frame'],
): readonly number[] | null {
  const stack: number[] = []
  const seen = new Set<unknown>()
  for (let at = id; nodes.has(at) && !seen.has(at); at = parents.get(at)) {
    seen.add(at)
    const call = fields(nodes.get(at)?.callFrame)
    const name = text(call.functionName) || '(anonymous)'
    if (name === '(idle)') return null
    const line = number(call.lineNumber)
    const url = text(call.url)
    if (!IDLE.has(name))
      stack.push(
        frame({ name, file: url || null, line: line === null || line < 0 ? null : line + 1 }),
      )
  }
  return stack.reverse()
}
