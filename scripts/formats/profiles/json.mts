/** What do profiles in JSON say: speedscope's own files (py-spy writes them) and `jfr print --json`? */

import { type Fields, fields, list, tables, text } from '../../core/untyped.mts'
import { PER_MS, type Profile } from './profile.mts'
import { createStacks, number } from './stacks.mts'

/** Sampled and evented profiles of one file, one after the other (py-spy has one for each thread). */
export function readSpeedscope(name: string, json: Fields): Profile | null {
  const shared = list(fields(json.shared).frames)
  const profiles = tables(json.profiles)
  if (shared.length === 0 || profiles.length === 0) return null
  const stacks = createStacks()
  const frames = shared.map(fields).map(each =>
    stacks.frame({
      name: text(each.name) || '(unknown)',
      file: text(each.file) || null,
      line: number(each.line),
    }),
  )
  const unit = text(profiles[0]?.unit)
  const factor = PER_MS[unit] ?? 1
  const numbered = (stack: readonly unknown[]) =>
    stack.flatMap(each => (typeof each === 'number' ? (frames[each] ?? []) : []))
  for (const profile of profiles) {
    const weights = list(profile.weights)
    for (const [index, sample] of list(profile.samples).entries())
      stacks.add(numbered(list(sample)), (number(weights[index]) ?? 0) * factor)
    addEvents(profile, (stack, weight) => stacks.add(numbered(stack), weight * factor))
  }
  const named = unit in PER_MS ? 'ms' : unit === 'bytes' ? 'bytes' : 'samples'
  return stacks.profile(name, named)
}

/** Frames that open and close; between two events the stack stands still. */
function addEvents(profile: Fields, add: (stack: readonly number[], weight: number) => void) {
  const open: number[] = []
  let last = number(profile.startValue) ?? 0
  for (const event of list(profile.events).map(fields)) {
    const at = number(event.at) ?? last
    const frame = number(event.frame)
    if (at > last) add([...open], at - last)
    last = Math.max(last, at)
    if (frame === null) continue
    if (event.type === 'O') open.push(frame)
    else if (event.type === 'C') open.splice(open.lastIndexOf(frame) >>> 0, 1)
  }
}

const SAMPLES = new Set(['jdk.ExecutionSample', 'jdk.NativeMethodSample'])

/** Execution samples of `jfr print --json --events jdk.ExecutionSample`; JFR stores no time for a sample. */
export function readJfr(name: string, json: Fields): Profile | null {
  const stacks = createStacks()
  const events = list(fields(json.recording).events).map(fields)
  const samples = events.filter(({ type }) => SAMPLES.has(text(type)))
  if (samples.length === 0) return null
  for (const sample of samples) {
    const frames = list(fields(fields(fields(sample.values).stackTrace)).frames).map(fields)
    const stack = frames.map(frame => {
      const method = fields(frame.method)
      const owner = text(fields(method.type).name).replaceAll('/', '.')
      const called = text(method.name) || '(unknown)'
      return stacks.frame({
        name: owner === '' ? called : `${owner}.${called}`,
        file: null,
        line: number(frame.lineNumber),
      })
    })
    stacks.add(stack.reverse(), 1)
  }
  return stacks.profile(name, 'samples')
}
