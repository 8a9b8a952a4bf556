/** Which file does a JavaScript or TypeScript import mean? Relative paths, aliases, `#names`, and packages of the project. */

import { folderOf, foldersUp, joined } from '../paths.mts'
import type { Lookup } from './lookup.mts'
import { type Manifest, matched } from './manifests.mts'
import { type Aliases, aliasesOf, isSettings } from './tsconfig.mts'

export class JavaScriptResolver {
  private readonly lookup: Lookup
  private readonly byFolder: ReadonlyMap<string, Manifest>
  private readonly byName: ReadonlyMap<string, Manifest>
  private readonly aliases: ReadonlyMap<string, readonly Aliases[]>
  private readonly known = new Map<string, string | null>()

  constructor(lookup: Lookup, manifests: readonly Manifest[], texts: ReadonlyMap<string, string>) {
    this.lookup = lookup
    this.byFolder = new Map(manifests.map(each => [each.folder, each]))
    this.byName = new Map(
      manifests.flatMap(each => (each.name === null ? [] : [[each.name, each]])),
    )
    const settings = [...texts.keys()].filter(isSettings).sort()
    this.aliases = Map.groupBy(
      settings.flatMap(path => {
        const found = aliasesOf(path, texts)
        return found === null ? [] : [{ folder: folderOf(path), ...found }]
      }),
      ({ folder }) => folder,
    )
  }

  /** The nearest package.json at or above the file, or null. */
  packageOf(path: string): Manifest | null {
    for (const folder of foldersUp(folderOf(path))) {
      const manifest = this.byFolder.get(folder)
      if (manifest !== undefined) return manifest
    }
    return null
  }

  /** Null for what is not in the project: a package, a style sheet, a name only a bundler knows. */
  resolve(from: string, written: string): string | null {
    const key = `${folderOf(from)}\0${written}`
    const known = this.known.get(key)
    if (known !== undefined) return known
    const found = this.found(from, written)
    this.known.set(key, found)
    return found
  }

  private found(from: string, written: string): string | null {
    const name = written.replace(/^[\w-]+!/, '').replace(/(?!^)[?#].*$/s, '')
    if (/^\.{1,2}(\/|$)/.test(name)) return this.at(folderOf(from), name)
    if (name.startsWith('#')) return this.own(from, name) ?? this.aliased(from, name)
    return this.aliased(from, name) ?? this.packaged(name) ?? this.conventional(from, name)
  }

  private at(folder: string, path: string): string | null {
    const found = joined(folder, path)
    return found === null ? null : this.lookup.file(found)
  }

  private own(from: string, name: string): string | null {
    const manifest = this.packageOf(from)
    return manifest === null ? null : this.first(manifest, matched(manifest.imports, name))
  }

  private aliased(from: string, name: string): string | null {
    for (const folder of foldersUp(folderOf(from)))
      for (const { base, paths } of this.aliases.get(folder) ?? []) {
        const targets = matched(paths, name)
        for (const target of base === null ? targets : [...targets, `${base}/${name}`]) {
          const found = this.at('', target)
          if (found !== null) return found
        }
      }
    return null
  }

  /** A package of the project by its name: what it exports there, or the file of that path. */
  private packaged(name: string): string | null {
    const [, own = '', rest = ''] = /^((?:@[^/]+\/)?[^/]+)(\/.*)?$/.exec(name) ?? []
    const manifest = this.byName.get(own)
    if (manifest === undefined) return null
    const found = this.first(manifest, matched(manifest.exports, `.${rest}`))
    if (found !== null || rest !== '') return found ?? this.at(manifest.folder, `.${rest}`)
    return this.at(manifest.folder, '.') ?? this.at(manifest.folder, 'src')
  }

  /** `/x` is a page's path from its package, in Docusaurus `@site/x`; `@/x` and `~/x` from the package or its sources. */
  private conventional(from: string, name: string): string | null {
    const [, path] = /^(?:[@~]|@site)?\/(.*)$/.exec(name) ?? []
    if (path === undefined) return null
    for (const folder of foldersUp(folderOf(from))) {
      const found = this.at(folder, path) ?? this.at(folder, `src/${path}`)
      if (found !== null) return found
    }
    return null
  }

  private first(manifest: Manifest, targets: readonly string[]): string | null {
    const found = targets.flatMap(target =>
      this.lookup.sources(manifest.folder, target, manifest.name),
    )
    return found.find(path => !/\.d\.[cm]?ts$/.test(path)) ?? found[0] ?? null
  }
}
