/** Which router does a name in a file mean? Followed through aliases, imports and re-exports to where it is made. */

import type { RoutingFacts } from '../../core/routing.mts'
import { Modules } from './modules.mts'

export interface RoutedFile {
  readonly path: string
  readonly routing: RoutingFacts
}

/** A router in its file. */
export interface RouterAt {
  readonly path: string
  readonly name: string
}

/** Names that lead to names in a circle, each longer than the last, are no program's. */
const MOST_STEPS = 100

export class Resolver {
  private readonly files: ReadonlyMap<string, RoutingFacts>
  private readonly routers: ReadonlyMap<string, ReadonlySet<string>>
  private readonly modules: Modules
  /** Java and Kotlin name types, not files. */
  private readonly types = new Map<string, RouterAt | null>()

  constructor(files: readonly RoutedFile[]) {
    this.files = new Map(files.map(({ path, routing }) => [path, routing]))
    this.routers = new Map(
      files.map(({ path, routing }) => [path, new Set(routing.routers.map(({ name }) => name))]),
    )
    this.modules = new Modules(this.files.keys())
    for (const { path, routing } of files)
      if (namesTypes(path))
        for (const { name } of routing.routers)
          this.types.set(name, this.types.has(name) ? null : { path, name })
  }

  router(path: string, ref: string): RouterAt | null {
    return this.follow(path, ref, new Set())
  }

  private follow(path: string, ref: string, seen: Set<string>): RouterAt | null {
    const facts = this.files.get(path)
    const step = `${path}\n${ref}`
    if (facts === undefined || seen.has(step) || seen.size > MOST_STEPS) return null
    seen.add(step)
    const own = this.routers.get(path)
    for (const name of [ref, `this.${ref}`]) if (own?.has(name)) return { path, name }
    if (namesTypes(path)) return this.types.get(ref) ?? null
    const alias = member(facts.names, ref)
    if (alias !== undefined && alias !== ref) return this.follow(path, alias, seen)
    for (const [head, rest] of splits(ref)) {
      const renamed = rest.length > 0 ? member(facts.names, head) : undefined
      if (renamed !== undefined) {
        // What a class or object holds is declared where the class is.
        const found =
          this.follow(path, [renamed, ...rest].join('.'), seen) ??
          this.follow(path, rest.join('.'), seen)
        if (found !== null) return found
      }
      const from = member(facts.imports, head)
      if (from === undefined) continue
      return this.imported(path, from, rest, seen)
    }
    return this.reexported(path, facts, ref, seen)
  }

  /** Whether a name comes from a file of the project that has to do with routes. */
  isOurs(path: string, ref: string): boolean {
    const facts = this.files.get(path)
    const [head] = splits(ref).find(([name]) => member(facts?.imports ?? {}, name)) ?? ['']
    const from = member(facts?.imports ?? {}, head)
    if (from === undefined) return false
    return this.targets(path, from.module).some(each => {
      const routing = this.files.get(each)
      return routing !== undefined && routing.routes.length + routing.mounts.length > 0
    })
  }

  private targets(path: string, module: string): readonly string[] {
    const isPython = /\.pyi?$/.test(path)
    return isPython ? this.modules.python(path, module) : this.modules.script(path, module)
  }

  private imported(
    path: string,
    { module, name }: { readonly module: string; readonly name: string },
    rest: readonly string[],
    seen: Set<string>,
  ): RouterAt | null {
    const names = name === '*' ? rest : [name, ...rest]
    if (/\.pyi?$/.test(path)) return this.importedByPython(path, module, names, seen)
    for (const target of this.targets(path, module)) {
      const found = this.follow(target, names.length === 0 ? 'default' : names.join('.'), seen)
      if (found !== null) return found
    }
    return null
  }

  /** `from app.routes import items` may mean a module or a name in one. */
  private importedByPython(
    path: string,
    module: string,
    names: readonly string[],
    seen: Set<string>,
  ): RouterAt | null {
    const [first, ...rest] = names
    const inside = first === undefined ? [] : this.targets(path, below(module, first))
    const tries = [
      ...inside.map(target => [target, rest] as const),
      ...this.targets(path, module).map(target => [target, names] as const),
    ]
    for (const [target, left] of tries) {
      const ref = left.length === 0 ? 'urlpatterns' : left.join('.')
      const found = this.follow(target, ref, seen)
      if (found !== null) return found
    }
    return null
  }

  /** `export * from './x'`. */
  private reexported(path: string, { imports }: RoutingFacts, ref: string, seen: Set<string>) {
    for (const [local, { module }] of Object.entries(imports)) {
      if (!local.startsWith('*')) continue
      for (const target of this.targets(path, module)) {
        const found = this.follow(target, ref, seen)
        if (found !== null) return found
      }
    }
    return null
  }
}

const namesTypes = (path: string) => /\.(java|kts?)$/.test(path)

const below = (module: string, name: string) =>
  /(^|\.)$/.test(module) ? module + name : `${module}.${name}`

/** A dotted name cut in two, longest head first. */
function splits(ref: string): (readonly [head: string, rest: readonly string[]])[] {
  const parts = ref.split('.')
  return parts.map((_, index) => {
    const cut = parts.length - index
    return [parts.slice(0, cut).join('.'), parts.slice(cut)] as const
  })
}

const member = <T,>(record: Readonly<Record<string, T>>, name: string): T | undefined =>
  Object.hasOwn(record, name) ? record[name] : undefined
