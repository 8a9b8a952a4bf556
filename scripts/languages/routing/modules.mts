/** Which file of the project does an import mean? By its address, else by the only file whose path ends like it. */

import { posix } from 'node:path'

const SCRIPT = ['ts', 'tsx', 'mts', 'cts', 'js', 'jsx', 'mjs', 'cjs']

export class Modules {
  private readonly paths: ReadonlySet<string>
  /** File name without its ending → paths; a folder's index is known by the folder's name. */
  private readonly byName = new Map<string, string[]>()

  constructor(paths: Iterable<string>) {
    this.paths = new Set(paths)
    for (const path of this.paths) {
      const name = stem(path).split('/').at(-1) ?? ''
      const known = this.byName.get(name)
      if (known === undefined) this.byName.set(name, [path])
      else known.push(path)
    }
  }

  /** Files of a JavaScript module as written in `from`, best first. */
  script(from: string, module: string): readonly string[] {
    if (!module.startsWith('.')) {
      const alias = /^(?:[@~#]\/|[@~]|src\/)(.+)$/.exec(module)?.[1]
      return alias === undefined ? [] : this.nearest(alias.replace(/\.[cm]?[jt]sx?$/, ''), from)
    }
    const target = posix.join(posix.dirname(from), module)
    const bare = target.replace(/\.[cm]?[jt]sx?$/, '')
    const spellings = [bare, target].flatMap(each => [
      each,
      ...SCRIPT.map(ending => `${each}.${ending}`),
      ...SCRIPT.map(ending => `${each}/index.${ending}`),
    ])
    return spellings.filter(each => this.paths.has(each))
  }

  /** Files of a Python module: `app.api.main`, or relative with its dots. */
  python(from: string, module: string): readonly string[] {
    const dots = /^\.*/.exec(module)?.[0].length ?? 0
    const name = module.slice(dots).replaceAll('.', '/')
    if (dots === 0) return this.nearest(name, from)
    const base = posix.join(posix.dirname(from), '../'.repeat(dots - 1), name)
    return [`${base}.py`, `${base}/__init__.py`].filter(each => this.paths.has(each))
  }

  /** Paths that end with this name, those that share most folders with `from` first. */
  private nearest(name: string, from: string): readonly string[] {
    const last = name.split('/').at(-1) ?? ''
    return (this.byName.get(last) ?? [])
      .filter(path => `/${stem(path)}`.endsWith(`/${name}`))
      .map(path => ({ path, shared: sharedFolders(path, from) }))
      .sort((a, b) => b.shared - a.shared || a.path.length - b.path.length)
      .map(({ path }) => path)
  }
}

const stem = (path: string) => path.replace(/\.\w+$/, '').replace(/\/(index|__init__)$/, '')

function sharedFolders(a: string, b: string): number {
  const [left, right] = [a.split('/'), b.split('/')]
  let shared = 0
  while (shared < left.length - 1 && left[shared] === right[shared]) shared++
  return shared
}
