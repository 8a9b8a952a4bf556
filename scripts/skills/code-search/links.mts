/** Which files can see a name of a module, and under which? Imports, what modules pass on, and packages that share their names. */

import type { ExportFacts } from '../../core/facts.mts'
import type { Lens } from '../../core/lens.mts'
import { isScript, type ModuleGraph } from '../../core/modules/graph.mts'
import { modulesOf } from '../../core/modules/read.mts'
import { folderOf } from '../../core/paths.mts'

export interface Seen {
  readonly path: string
  /** What the file calls it; where it is passed on, its name there. */
  readonly name: string
  /** Whether the file only passes it on. */
  readonly isPassed: boolean
}

export class Links {
  private readonly into = new Map<string, { from: string; names: readonly string[] }[]>()
  private readonly passed = new Map<string, { path: string; name: string; as: string }[]>()
  private readonly folders: ReadonlyMap<string, readonly string[]>

  static async of(lens: Lens): Promise<Links> {
    const graph = await modulesOf(lens)
    const manifests = (await lens.files()).filter(({ path }) => /(^|\/)go\.mod$/.test(path))
    const goModules = new Map<string, string>()
    for (const { path } of manifests) {
      const text = await lens.text(path)
      const name = text.ok ? /^module\s+"?([^\s"]+)/m.exec(text.value)?.[1] : undefined
      if (name !== undefined) goModules.set(name, folderOf(path))
    }
    return new Links(graph, goModules)
  }

  private constructor(graph: ModuleGraph, goModules: ReadonlyMap<string, string>) {
    this.folders = Map.groupBy(
      graph.project.files
        .map(({ file }) => file)
        .filter(({ language }) => language === 'go' || language === 'java')
        .map(({ path }) => path),
      folderOf,
    )
    for (const { from, to, names } of graph.links) this.add(to, from, names)
    for (const { file, facts } of graph.project.files) {
      if (file.language === 'go')
        for (const { source } of facts.imports) {
          const folder = goFolder(goModules, source)
          if (folder !== null) this.add(folder, file.path, ['*'])
        }
      if (isScript(file.language)) this.addPassed(graph, file.path, facts.exports)
    }
  }

  /** What a script exports of what it imports. */
  private addPassed(graph: ModuleGraph, path: string, exports: readonly ExportFacts[]): void {
    for (const { name: as, from } of exports) {
      const to = from === null ? null : graph.scripts.resolve(path, from.source)
      if (from === null || to === null) continue
      this.passed.set(to, [...(this.passed.get(to) ?? []), { path, name: from.name, as }])
      this.add(to, path, [])
    }
  }

  private add(to: string, from: string, names: readonly string[]): void {
    const rows = this.into.get(to)
    if (rows === undefined) this.into.set(to, [{ from, names }])
    else rows.push({ from, names })
  }

  /** Files that load the module, or share its package. */
  importers(path: string): readonly string[] {
    const rows = this.targets(path).flatMap(each => this.into.get(each) ?? [])
    return [...new Set(rows.map(({ from }) => from))].filter(each => each !== path)
  }

  /** @param name Qualified: what is imported is its first word. */
  seenBy(path: string, name: string): readonly Seen[] {
    const [first = '', ...rest] = name.split('.')
    const word = rest.at(-1) ?? first
    const rows = this.targets(path).flatMap(each => this.into.get(each) ?? [])
    const imported = rows
      .filter(({ names }) =>
        names.some(each => each === '*' || each === first || each === 'default'),
      )
      .flatMap(({ from, names }): Seen[] => {
        const seen = { path: from, name: word, isPassed: false }
        const isPassed =
          from.endsWith('__init__.py') || (from.endsWith('.py') && names.includes(first))
        return isPassed ? [seen, { path: from, name, isPassed }] : [seen]
      })
    const passed = (this.passed.get(path) ?? [])
      .filter(row => row.name === first || row.name === '*')
      .map(row => {
        const as = row.as === '*' ? first : row.as
        return { path: row.path, name: [as, ...rest].join('.'), isPassed: true }
      })
    const beside = (this.folders.get(folderOf(path)) ?? [])
      .filter(each => each !== path && each.slice(-3) === path.slice(-3))
      .map(each => ({ path: each, name: word, isPassed: false }))
    return [...imported, ...passed, ...beside]
  }

  /** A Go package is imported as a folder, so may a Java one be. */
  private targets(path: string): readonly string[] {
    return /\.(go|java)$/.test(path) ? [path, folderOf(path)] : [path]
  }
}

function goFolder(modules: ReadonlyMap<string, string>, source: string): string | null {
  for (const [name, folder] of modules) {
    if (source !== name && !source.startsWith(`${name}/`)) continue
    return [folder, source.slice(name.length + 1)].filter(Boolean).join('/')
  }
  return null
}
