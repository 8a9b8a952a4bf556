/** Under which names does each published package offer what? Followed from its entry points to where it is declared. */

import { published } from './entered.mts'
import type { ModuleGraph } from './graph.mts'
import { isLibrary, shown } from './surface.mts'

interface ExportedName {
  /** As the entry point exports it. */
  readonly name: string
  /** Where it is declared, and its name there. */
  readonly path: string
  readonly symbol: string
}

export interface ExportedPackage {
  readonly name: string
  /** Null where it cannot be told. */
  readonly names: readonly ExportedName[] | null
}

/** @param declared Names of modules that have no ECMAScript exports, CommonJS among them. */
export function exportedPackages(
  graph: ModuleGraph,
  declared: (path: string) => readonly string[],
): readonly ExportedPackage[] {
  return published(graph)
    .filter(isLibrary)
    .map(({ manifest, keys, why }) => {
      const name = manifest.name ?? ''
      if (why !== null) return { name, names: null }
      const entries = [...new Set(keys.flatMap(shown))]
      const all = entries.flatMap(path => [...namesOf(graph, path, declared).values()])
      return { name, names: [...new Map(all.map(each => [each.name, each])).values()] }
    })
}

type Declared = (path: string) => readonly string[]

function namesOf(
  graph: ModuleGraph,
  path: string,
  declared: Declared,
  seen: Set<string> = new Set(),
): Map<string, ExportedName> {
  const found = new Map<string, ExportedName>()
  const exports = graph.byPath.get(path)?.facts.exports
  if (exports === undefined || seen.has(path)) return found
  seen.add(path)
  if (exports.length === 0)
    for (const symbol of declared(path)) found.set(symbol, { name: symbol, path, symbol })
  for (const { name, from } of exports) {
    const to = from === null ? null : graph.scripts.resolve(path, from.source)
    if (name !== '*') found.set(name, origin(graph, path, name))
    else if (to !== null)
      for (const [each, row] of namesOf(graph, to, declared, seen))
        if (each !== 'default' && !found.has(each)) found.set(each, row)
  }
  return found
}

/** The declaration behind a name; where the way leads out of sight, the last place that is known. */
function origin(graph: ModuleGraph, path: string, name: string): ExportedName {
  let at = { path, symbol: name }
  for (let step = 0; step < MOST_STEPS; step++) {
    const next = onward(graph, at)
    if (next === null) break
    at = next
  }
  const own = graph.byPath.get(at.path)?.facts.exports.find(each => each.name === at.symbol)
  const symbol = at.symbol === 'default' ? (own?.local ?? at.symbol) : at.symbol
  return { name, path: at.path, symbol }
}

const MOST_STEPS = 30

function onward(graph: ModuleGraph, { path, symbol }: { path: string; symbol: string }) {
  const exports = graph.byPath.get(path)?.facts.exports ?? []
  const own = exports.find(each => each.name === symbol)
  if (own !== undefined) {
    const to = own.from === null ? null : graph.scripts.resolve(path, own.from.source)
    return own.from === null || to === null || own.from.name === '*'
      ? null
      : { path: to, symbol: own.from.name }
  }
  for (const { name, from } of exports) {
    const to = name === '*' && from !== null ? graph.scripts.resolve(path, from.source) : null
    if (to !== null && graph.byPath.get(to)?.facts.exports.some(each => each.name === symbol))
      return { path: to, symbol }
  }
  return null
}
