/** Which modules must be understood together to follow a change by types? Those that lead to it, nearest first, and what they build on. */

import type { CodePlace } from '../../core/impact.mts'
import type { Lens } from '../../core/lens.mts'
import { isScript, type ModuleGraph } from '../../core/modules/graph.mts'
import type { ModuleFile } from '../../core/modules/project.mts'
import { type ScriptProgram, specifierKey } from '../../core/script-uses.mts'

/** Characters of code that are understood at once: some 80,000 lines, and a few hundred megabytes of types. */
const MOST_TEXT = 3_000_000
/** Longer files are data, or were written by programs. */
const LONGEST_TEXT = 500_000

export interface ChosenProgram extends ScriptProgram {
  /** Modules that may use the change and are not in it. */
  readonly leftOut: number
}

/** Null where nothing that is changed is JavaScript or TypeScript. */
export async function programAround(
  lens: Lens,
  graph: ModuleGraph,
  changed: readonly CodePlace[],
): Promise<ChosenProgram | null> {
  const roots = new Set(changed.map(({ path }) => path).filter(path => isTyped(graph, path)))
  if (roots.size === 0) return null
  const users = closure(roots, edges(graph, 'into'))
  const wanted = closure(users, edges(graph, 'from'))
  const texts = new Map<string, string>()
  let room = MOST_TEXT
  for (const path of wanted) {
    const text = await lens.text(path)
    if (!text.ok || text.value.length > Math.min(room, LONGEST_TEXT)) continue
    room -= text.value.length
    texts.set(path, text.value)
  }
  const leftOut = [...users].filter(path => !texts.has(path)).length
  return { texts, modules: resolved(graph, texts), leftOut }
}

/** Whether the module's uses are told by types. */
export const isTyped = ({ byPath }: ModuleGraph, path: string): boolean => {
  const row = byPath.get(path)
  return row !== undefined && isScript(row.file.language) && row.facts.fault === null
}

function edges(graph: ModuleGraph, way: 'into' | 'from'): ReadonlyMap<string, readonly string[]> {
  const known = new Map<string, string[]>()
  const add = (from: string, to: string) => {
    const [start, end] = way === 'from' ? [from, to] : [to, from]
    if (!isTyped(graph, start) || !isTyped(graph, end)) return
    const ends = known.get(start)
    if (ends === undefined) known.set(start, [end])
    else ends.push(end)
  }
  for (const { from, to } of graph.links) add(from, to)
  for (const each of graph.byPath.values())
    for (const [from, , to] of passedOn(graph, each)) add(from, to)
  return known
}

/** Breadth first, so that what is nearest comes first. */
function closure(
  roots: ReadonlySet<string>,
  next: ReadonlyMap<string, readonly string[]>,
): ReadonlySet<string> {
  const seen = new Set(roots)
  for (const path of seen) for (const each of next.get(path) ?? []) seen.add(each)
  return seen
}

function resolved(
  graph: ModuleGraph,
  texts: ReadonlyMap<string, string>,
): ReadonlyMap<string, string> {
  const modules = new Map<string, string>()
  for (const path of texts.keys()) {
    const row = graph.byPath.get(path)
    if (row === undefined) continue
    for (const { source } of row.facts.imports) {
      const to = graph.scripts.resolve(path, source)
      if (to !== null && texts.has(to)) modules.set(specifierKey(path, source), to)
    }
    for (const [from, written, to] of passedOn(graph, row))
      if (texts.has(to)) modules.set(specifierKey(from, written), to)
  }
  return modules
}

/** Modules that a module passes names on from: [module, as written, the other]. */
function passedOn(graph: ModuleGraph, { file, facts }: ModuleFile): [string, string, string][] {
  if (!isScript(file.language)) return []
  return facts.exports.flatMap(({ from }): [string, string, string][] => {
    const to = from === null ? null : graph.scripts.resolve(file.path, from.source)
    return from === null || to === null ? [] : [[file.path, from.source, to]]
  })
}
