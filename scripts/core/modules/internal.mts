/** Which Python modules are internal by their names (PEP 8: one that begins with `_`, or lies in one), and what is brought out of them? */

import { baseOf } from '../paths.mts'
import type { ModuleGraph } from './graph.mts'

const isHidden = (name: string): boolean => /^_(?!_)/.test(name)

export const isInternal = (path: string): boolean => path.split('/').some(isHidden)

/**
 * Whether a symbol of an internal module is offered after all: a public package takes it by name, or all of the module, itself or
 * through further internal modules. A public module that declares nothing of its own is there to pass on, too.
 */
export function broughtOut(
  graph: ModuleGraph,
  declaresNothing: (path: string) => boolean,
): (path: string, symbol: string) => boolean {
  const linksFrom = new Map([...graph.byPath].map(([path]) => [path, linksOf(graph, path)]))
  const isSource = (path: string) => graph.byPath.get(path)?.file.role === 'source'
  const passesOn = (path: string) => baseOf(path) === '__init__.py' || declaresNothing(path)
  const taken = new Map<string, Set<string>>()
  const waiting: Taken[] = [...linksFrom].flatMap(([from, links]) =>
    !isInternal(from) && isSource(from) && passesOn(from) ? links : [],
  )
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const names = taken.get(next.to) ?? new Set()
    const fresh = next.names.filter(name => !names.has(name))
    if (fresh.length === 0) continue
    taken.set(next.to, new Set([...names, ...fresh]))
    const isAll = fresh.includes('*') && passesOn(next.to)
    for (const link of linksFrom.get(next.to) ?? []) {
      const isStar = link.names.includes('*')
      const passed = isStar ? fresh : isAll ? link.names : fresh.filter(n => link.names.includes(n))
      if (passed.length > 0) waiting.push({ ...link, names: passed })
    }
  }
  return (path, symbol) => {
    const names = taken.get(path)
    return names !== undefined && (names.has('*') || names.has(symbol.replace(/\..*$/s, '')))
  }
}

interface Taken {
  readonly to: string
  readonly names: readonly string[]
}

/** What a Python module takes from internal ones; under a name that begins with `_` it keeps it for itself. */
function linksOf({ byPath, python }: ModuleGraph, path: string): Taken[] {
  const module = byPath.get(path)
  if (module?.file.language !== 'python') return []
  return module.facts.imports.flatMap(fact => {
    const names = fact.names.filter(name => !isHidden(name))
    if (names.length === 0) return []
    return python
      .resolve(path, { ...fact, names })
      .filter(({ path: to, isPassed }) => !isPassed && isInternal(to))
      .map(each => ({ to: each.path, names: each.names }))
  })
}
