/** Which file is meant by a path that may lack its ending, or has that of what it is compiled to? */

import { baseOf, folderOf, foldersUp, joined, stem } from '../paths.mts'

const ENDINGS = ['.ts', '.tsx', '.mts', '.cts', '.js', '.jsx', '.mjs', '.cjs', '.d.ts', '.d.mts']
const COMPILED: Readonly<Record<string, readonly string[]>> = {
  js: ['ts', 'tsx', 'jsx', 'd.ts'],
  jsx: ['tsx'],
  mjs: ['mts', 'd.mts'],
  cjs: ['cts', 'd.cts'],
}

/** Folders that hold what a build wrote, and names of what it wrote for. */
const BUILT =
  /^(dist.*|build|lib|libs|out|output|es|esm|cjs|mjs|umd|types|typings|commonjs|module|node|browser)$/
const FORMAT = /^(es|esm|cjs|mjs|umd|commonjs|module|types|modern|legacy)$/
const SOURCES = ['src', 'lib', 'source', 'sources', '']
const ADDED =
  /(\.(esm|cjs|umd|iife|min|mjs|es|module|browser|node|bundle|prod|development|production|legacy))+$/

export class Lookup {
  readonly paths: ReadonlySet<string>
  /** Files without their ending, by it: what a built file may stem from. */
  private readonly byLastWord = new Map<string, string[]>()
  private readonly packages = new Map<string, Package>()
  private readonly byPackage = new Map<string, string[]>()

  /** @param code The files a build could start from, and the folders of packages they may lie in. */
  constructor(
    paths: ReadonlySet<string>,
    code: readonly string[],
    packages: ReadonlySet<string> = new Set(),
  ) {
    this.paths = paths
    for (const path of code) add(this.byLastWord, baseOf(stem(path)), path)
    for (const [folder, paths] of Map.groupBy(code, folderOf))
      for (const around of foldersUp(folder))
        if (packages.has(around)) add(this.byPackage, around, ...paths)
  }

  /** A file of the project; null where there is none. */
  file(path: string): string | null {
    if (this.paths.has(path)) return path
    const [, bare, ending = ''] = /^(.*)\.(\w+)$/.exec(path) ?? []
    if (bare !== undefined)
      for (const each of COMPILED[ending] ?? [])
        if (this.paths.has(`${bare}.${each}`)) return `${bare}.${each}`
    for (const each of ENDINGS) if (this.paths.has(path + each)) return path + each
    const index = path === '' ? 'index' : `${path}/index`
    for (const each of ENDINGS) if (this.paths.has(index + each)) return index + each
    return null
  }

  /** Files whose path ends with these words (`a/b` or `a/b.js`), endings left out; `*` stands for any word. */
  endingWith(words: string): readonly string[] {
    const wanted = stem(words.replace(/^(\.{0,2}\/)+/, ''))
    if (wanted === '') return []
    return (this.byLastWord.get(baseOf(wanted)) ?? []).filter(path => {
      const own = stem(path)
      return own === wanted || own.endsWith(`/${wanted}`)
    })
  }

  /**
   * Files of the package a published file is built from: itself, the same path under a folder of sources, or the one file
   * whose path ends the same. Empty where that is not clear; a `*` gives all it may stand for.
   */
  sources(folder: string, target: string, packageName: string | null): readonly string[] {
    const path = joined(folder, target)
    if (path === null) return []
    const { own, stems } = this.package(folder)
    if (own.includes(path)) return [path]
    const inside = stem(within(path, folder)).replace(ADDED, '')
    const candidates = candidatesFor(inside)
    if (inside.includes('*')) return matching(candidates, stems)
    for (const each of candidates) {
      const found = stems.get(each)
      if (found !== undefined) return [found]
    }
    const isMain = baseOf(inside) === packageName?.replace(/^@[^/]*\//, '')
    const main = isMain || inside === '' ? SOURCES.map(each => stems.get(each)) : []
    const first = main.find(each => each !== undefined)
    if (first !== undefined) return [first]
    const alike = own.filter(each => baseOf(stem(each)) === baseOf(inside))
    return alike.length === 1 ? alike : []
  }

  private package(folder: string): Package {
    const known = this.packages.get(folder)
    if (known !== undefined) return known
    const own = this.byPackage.get(folder) ?? []
    const stems = new Map<string, string>()
    for (const path of own.toReversed()) stems.set(stem(within(path, folder)), path)
    const made = { own, stems }
    this.packages.set(folder, made)
    return made
  }
}

interface Package {
  readonly own: readonly string[]
  /** By path from the package's folder, without ending. */
  readonly stems: ReadonlyMap<string, string>
}

function add(lists: Map<string, string[]>, key: string, ...values: string[]): void {
  const list = lists.get(key)
  if (list === undefined) lists.set(key, values)
  else list.push(...values)
}

const within = (path: string, folder: string): string =>
  folder === '' ? path : path.slice(folder.length + 1)

function candidatesFor(inside: string): string[] {
  const found = [inside]
  let rest = inside.split('/')
  while (rest.length > 0 && BUILT.test(rest[0] as string)) {
    rest = rest.slice(1)
    for (const words of [rest, rest.filter(word => !FORMAT.test(word))])
      for (const folder of SOURCES) found.push(stem([folder, ...words].filter(Boolean).join('/')))
  }
  return found
}

function matching(candidates: readonly string[], stems: ReadonlyMap<string, string>): string[] {
  for (const each of candidates) {
    const [before = '', after = ''] = each.split('*')
    const found = [...stems].filter(
      ([own]) =>
        own.startsWith(before) && own.endsWith(after) && own.length >= before.length + after.length,
    )
    if (found.length > 0) return found.map(([, path]) => path)
  }
  return []
}
