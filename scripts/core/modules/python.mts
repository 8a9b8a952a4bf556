/** Which files does a Python import mean? Relative ones by their dots, absolute ones by the folders Python would look in. */

import type { ImportFacts } from '../facts.mts'
import { baseOf, folderOf, foldersUp, joined } from '../paths.mts'

export interface Meant {
  readonly path: string
  /** `*` for all. */
  readonly names: readonly string[]
  /** A package that is only passed through was loaded before, or is being loaded: it closes no cycle. */
  readonly isPassed: boolean
}

export class PythonResolver {
  private readonly paths: ReadonlySet<string>
  private readonly folders = new Set<string>()
  /** Top package → folders it lies in. */
  private readonly tops = new Map<string, Set<string>>()

  constructor(paths: ReadonlySet<string>) {
    this.paths = paths
    for (const path of paths) {
      if (!/\.pyi?$/.test(path)) continue
      for (const folder of foldersUp(folderOf(path))) {
        if (this.folders.has(folder)) break
        this.folders.add(folder)
      }
      const root = this.rootOf(path)
      const top = path.slice(root === '' ? 0 : root.length + 1).split('/')[0] ?? ''
      const name = top.replace(/\.pyi?$/, '')
      this.tops.set(name, (this.tops.get(name) ?? new Set()).add(root))
    }
  }

  /** The first folder around the file that is no package. */
  rootOf(path: string): string {
    for (const folder of foldersUp(folderOf(path)))
      if (!this.paths.has(folder === '' ? '__init__.py' : `${folder}/__init__.py`)) return folder
    return ''
  }

  resolve(from: string, { source, names }: ImportFacts): Meant[] {
    const [, dots = '', rest = ''] = /^(\.*)(.*)$/s.exec(source) ?? []
    const words = rest === '' ? [] : rest.split('.')
    const base = dots === '' ? this.baseFor(from, words) : above(from, dots.length)
    if (base === null) return []
    const target = joined(base, words.join('/'))
    if (target === null) return []
    const passed = words
      .slice(0, -1)
      .flatMap((_, index) => this.file(joined(base, words.slice(0, index + 1).join('/'))))
      .map(path => ({ path, names: [], isPassed: true }))
    const own = this.file(target)
    if (names.includes('*'))
      return [...passed, ...own.map(path => ({ path, names: ['*'], isPassed: false }))]
    const parts = names.map(name => ({ name, files: this.file(joined(target, name)) }))
    const rests = parts.filter(({ files }) => files.length === 0).map(({ name }) => name)
    return [
      ...passed,
      ...own.map(path => ({ path, names: rests, isPassed: rests.length === 0 })),
      ...parts.flatMap(({ files }) => files.map(path => ({ path, names: ['*'], isPassed: false }))),
    ]
  }

  /** `package.module` or `package.module.name`, wherever it is written. */
  named(dotted: string): string[] {
    const words = dotted.split('.')
    for (let length = words.length; length > 0; length--) {
      const [top = ''] = words
      for (const root of this.tops.get(top) ?? []) {
        const found = this.file(joined(root, words.slice(0, length).join('/')))
        if (found.length > 0) return found
      }
    }
    return []
  }

  private file(path: string | null): string[] {
    if (path === null) return []
    const files = [`${path}.py`, path === '' ? '__init__.py' : `${path}/__init__.py`]
    return files.filter(each => this.paths.has(each)).slice(-1)
  }

  /** The folder from which the first word leads somewhere: those around the file first, then the only one that has it. */
  private baseFor(from: string, [top = '']: readonly string[]): string | null {
    for (const folder of foldersUp(this.rootOf(from)))
      for (const base of [folder, folder === '' ? 'src' : `${folder}/src`]) {
        const path = base === '' ? top : `${base}/${top}`
        if (this.file(path).length > 0) return base
        if (this.folders.has(path) && baseOf(base) !== 'tests') return base
      }
    const roots = this.tops.get(top)
    return roots?.size === 1 ? ([...roots][0] as string) : null
  }
}

function above(path: string, dots: number): string | null {
  let folder = folderOf(path)
  for (let level = 1; level < dots; level++) {
    if (folder === '') return null
    folder = folderOf(folder)
  }
  return folder
}
