/** What does a project offer to others? All that the entry points of its published packages export, followed to where it is declared. */

import type { ExportFacts } from '../facts.mts'
import { isInside } from '../paths.mts'
import { type Published, published } from './entered.mts'
import { isApart } from './entries.mts'
import type { ModuleGraph } from './graph.mts'
import { follow, isStar, named, type Offer } from './passing.mts'

export interface Surface {
  /** Modules other projects import. */
  readonly entries: number
  has(path: string, symbol: string): boolean
  /** Whether the nearest package around a module is one that others import, and not a command they run. */
  isAround(path: string): boolean
}

/** Null where no package says what others import. */
export function surfaceOf(graph: ModuleGraph): Surface | null {
  const libraries = published(graph).filter(isLibrary)
  const whole = libraries.filter(({ why }) => why !== null).map(({ manifest }) => manifest.folder)
  const manifests = new Set<unknown>(
    libraries.flatMap(({ manifest }) => (manifest.bins.length > 0 ? [] : manifest)),
  )
  const offered = new Offered(graph)
  const entries = new Set(libraries.flatMap(({ keys }) => keys.flatMap(shown)))
  for (const path of entries) offered.add(path, '*')
  if (entries.size === 0 && whole.length === 0) return null
  return {
    entries: entries.size,
    isAround: path => manifests.has(graph.scripts.packageOf(path)),
    has: (path, symbol) =>
      whole.some(folder => isInside(path, folder)) ||
      offered.has(path, symbol.replace(/\..*$/s, '')),
  }
}

/** Whether other projects are meant to import the package. */
export const isLibrary = ({ manifest, modules, why }: Published): boolean =>
  !manifest.isPrivate &&
  !manifest.isStarted &&
  manifest.name !== null &&
  !isApart(manifest.path) &&
  (modules.length > 0 || why !== null)

/** Of the files behind one name: the source, else the declarations an editor shows, else the program. */
export function shown(files: readonly string[]): readonly string[] {
  const isDeclaration = (path: string) => /\.d\.[cm]?ts$/.test(path)
  const typed = files.filter(path => /\.[cm]?tsx?$/.test(path) && !isDeclaration(path))
  if (typed.length > 0) return typed
  const declared = files.filter(isDeclaration)
  return declared.length > 0 ? declared : files
}

/** Symbols by the module that declares them. */
class Offered {
  private readonly graph: ModuleGraph
  private readonly names = new Map<string, Set<string>>()
  private readonly seen = new Set<string>()

  constructor(graph: ModuleGraph) {
    this.graph = graph
  }

  has(path: string, symbol: string): boolean {
    const names = this.names.get(path)
    return names !== undefined && (names.has(symbol) || names.has('*'))
  }

  add(path: string, name: string): void {
    follow([path, name], (...offer) => this.take(...offer))
  }

  /** A module without exports of its own, as CommonJS has none, offers whatever it has, and what it passes on. */
  private take(path: string, name: string): Offer[] {
    const key = `${path}\0${name}`
    const exports = this.graph.byPath.get(path)?.facts.exports
    if (this.seen.has(key) || exports === undefined) return []
    this.seen.add(key)
    if (exports.every(({ from }) => from !== null)) this.keep(path, '*')
    return offered(exports, name).flatMap(each => {
      if (each.from !== null) return this.source(path, each, name)
      this.keep(path, each.name === 'default' ? (each.local ?? 'default') : each.name)
      return []
    })
  }

  /** Where what is passed on comes from, under the name it has there. */
  private source(path: string, each: ExportFacts, name: string): Offer[] {
    const to = each.from && this.graph.scripts.resolve(path, each.from.source)
    if (each.from === null || to === null) return []
    if (!isStar(each)) return [[to, each.from.name]]
    return [[to, name === '*' ? NAMED : name]]
  }

  private keep(path: string, symbol: string): void {
    const names = this.names.get(path) ?? new Set()
    this.names.set(path, names.add(symbol))
  }
}

/** All but the default export: what `export *` passes on. */
const NAMED = 'export *'

function offered(exports: readonly ExportFacts[], name: string): readonly ExportFacts[] {
  if (name === '*') return exports
  if (name === NAMED) return exports.filter(each => each.name !== 'default')
  return named(exports, name)
}
