/** What may other projects call by name? Each public name of a project once, with where it is declared. */

import type { SourceFacts, SymbolFacts } from '../../core/facts.mts'
import type { Lens, ProjectFile } from '../../core/lens.mts'
import { isApart } from '../../core/modules/entries.mts'
import { exportedPackages } from '../../core/modules/exported.mts'
import { importable } from '../../core/modules/importable.mts'
import { modulesOf } from '../../core/modules/read.mts'
import { baseOf, folderOf, isInside } from '../../core/paths.mts'
import { installedBy } from '../../formats/installed.mts'

export interface PublicName {
  /** What makes it the same name in another release, wherever it is declared then. */
  readonly key: string
  readonly name: string
  readonly path: string
  readonly line: number
  readonly kind: SymbolFacts['kind']
  readonly isSure: boolean
}

export interface PublicSurface {
  readonly names: readonly PublicName[]
  /** Beginnings of keys whose names are not known on this side. */
  readonly unknown: readonly string[]
  /** Whether names are made there as they are asked for. */
  readonly isComputed: (name: PublicName) => boolean
  /** Whether a name is there in any form, public or passed on. */
  readonly has: (name: PublicName) => boolean
}

type Row = { readonly file: ProjectFile; readonly facts: SourceFacts }

/** Null where nothing is offered to other projects. */
export async function publicSurface(lens: Lens): Promise<PublicSurface | null> {
  const isInstalled = await installedBy(lens)
  const rows = (await lens.facts('source')).filter(
    ({ file: { path, role, language }, facts }) =>
      role === 'source' &&
      facts.fault === null &&
      !isApart(path) &&
      (language !== 'python' || isInstalled(path)),
  )
  const broken = (await lens.facts('source')).filter(({ facts }) => facts.fault !== null)
  const paths = (await lens.files()).map(({ path }) => path)
  const parts = [await scripts(lens, rows), python(rows, paths), java(rows, paths), go(rows, paths)]
  const names = new Map(parts.flatMap(each => each.names).map(each => [each.key, each]))
  if (names.size === 0) return null
  const symbols = new Set(rows.flatMap(({ facts }) => facts.symbols.map(({ name }) => name)))
  const lost = new Set(broken.map(({ file }) => file.path))
  return {
    names: [...names.values()],
    isComputed: name => parts.some(({ isComputed }) => isComputed?.(name) === true),
    unknown: parts.flatMap(({ unknown = [] }) => unknown),
    has: name =>
      names.has(name.key) ||
      lost.has(name.path) ||
      (name.name.includes('.') && symbols.has(name.name)) ||
      parts.some(({ has }) => has?.(name) === true),
  }
}

interface Part {
  readonly names: readonly PublicName[]
  readonly unknown?: readonly string[]
  readonly has?: (name: PublicName) => boolean
  readonly isComputed?: (name: PublicName) => boolean
}

async function scripts(lens: Lens, rows: readonly Row[]): Promise<Part> {
  const byPath = new Map(rows.map(({ file, facts }) => [file.path, facts]))
  const packages = exportedPackages(await modulesOf(lens), path =>
    (byPath.get(path)?.symbols ?? []).flatMap(({ name }) => (name.includes('.') ? [] : name)),
  )
  const unknown = packages.flatMap(({ name, names }) => (names === null ? [`npm ${name} `] : []))
  const names = packages.flatMap(({ name: owner, names: exported }) =>
    (exported ?? []).flatMap(({ name, path, symbol }): PublicName[] => {
      const symbols = byPath.get(path)?.symbols ?? []
      const own = symbols.find(each => each.name === symbol)
      const base = { path, isSure: true }
      const whole: PublicName = {
        ...base,
        key: `npm ${owner} ${name}`,
        name,
        line: own?.line ?? 1,
        kind: own?.kind ?? 'constant',
      }
      const members = symbols
        .filter(each => each.name.startsWith(`${symbol}.`))
        .map(({ name: member, line, kind }): PublicName => {
          const as = name + member.slice(symbol.length)
          return { ...base, key: `npm ${owner} ${as}`, name: as, line, kind }
        })
      return [whole, ...members]
    }),
  )
  return { names, unknown }
}

const isHidden = (path: string): boolean =>
  path.split('/').some(part => /^_(?!_init__\.py)/.test(part))

/** Libraries have packaging; what a package's own `__init__` passes on is offered for sure, under that name. */
function python(rows: readonly Row[], paths: readonly string[]): Part {
  const roots = paths
    .filter(path => /^(pyproject\.toml|setup\.(py|cfg))$/.test(baseOf(path)))
    .map(folderOf)
  const inits = new Set(paths.filter(path => baseOf(path) === '__init__.py'))
  const mine = rows
    .filter(
      ({ file: { path, language } }) =>
        language === 'python' &&
        roots.some(root => isInside(path, root)) &&
        inits.has(`${folderOf(path)}/__init__.py`),
    )
    .map(row => ({ ...row, module: moduleOf(row.file.path, inits) }))
  const available = new Set<string>()
  for (const { module, facts } of mine)
    for (const name of [
      ...facts.imports.flatMap(({ names }) => names),
      ...facts.exports.map(each => each.name),
    ])
      available.add(`${module}.${name}`)
  const passed = passedOn(mine)
  const names = mine.flatMap(({ file: { path }, facts: { symbols }, module }) =>
    symbols
      .filter(({ kind }) => kind !== 'module')
      .flatMap(({ name, line, kind }): PublicName[] => {
        const top = name.replace(/\..*$/s, '')
        const as = passed.get(`${module}.${top}`)
        if (as === undefined && isHidden(path)) return []
        const isSure = as !== undefined || passed.size === 0 || baseOf(path) === '__init__.py'
        const key = `${as ?? `${module}.${top}`}${name.slice(top.length)}`
        return [{ key, name, path, line, kind, isSure }]
      }),
  )
  const computed = mine.filter(({ facts }) =>
    facts.functions.some(({ name }) => name === '__getattr__'),
  )
  return {
    names,
    has: ({ key }) => available.has(key),
    isComputed: ({ key }) => computed.some(({ module }) => key.startsWith(`${module}.`)),
  }
}

type PythonRow = Row & { readonly module: string }

/** Where a name is declared → the shortest name it is passed on by. */
function passedOn(rows: readonly PythonRow[]): ReadonlyMap<string, string> {
  const passed = new Map<string, string>()
  const namesIn = declarations(rows)
  for (const { file, module } of rows) {
    if (baseOf(file.path) !== '__init__.py' || isHidden(file.path)) continue
    for (const [name, declared] of namesIn(module)) {
      const as = `${module}.${name}`
      const known = passed.get(declared)
      if (declared !== as && (known === undefined || as.length < known.length))
        passed.set(declared, as)
    }
  }
  return passed
}

/** What can be taken from a module: each name with where it is declared, `*` and further packages followed. */
function declarations(rows: readonly PythonRow[]): (module: string) => ReadonlyMap<string, string> {
  const byModule = new Map(rows.map(row => [row.module, row]))
  const known = new Map<string, Map<string, string>>()
  const namesIn = (module: string, depth = 0): ReadonlyMap<string, string> => {
    const earlier = known.get(module)
    if (earlier !== undefined || depth > MOST_PACKAGES) return earlier ?? new Map()
    const names = new Map<string, string>()
    // Packages that pass each other on would be followed for ever.
    known.set(module, names)
    const row = byModule.get(module)
    if (row === undefined) return names
    if (baseOf(row.file.path) === '__init__.py')
      for (const { source, names: taken } of row.facts.imports) {
        const from = absolute(source, module)
        const there = namesIn(from, depth + 1)
        for (const name of taken.includes('*') ? there.keys() : taken)
          names.set(name, there.get(name) ?? `${from}.${name}`)
      }
    for (const { name, kind } of row.facts.symbols)
      if (kind !== 'module' && !name.includes('.')) names.set(name, `${module}.${name}`)
    return names
  }
  return module => namesIn(module)
}

/** Longer chains of packages that pass names on are not written by people. */
const MOST_PACKAGES = 100

/** What `from ..core import x` names, in the `__init__.py` of this package. */
function absolute(source: string, module: string): string {
  const [, dots = '', rest = ''] = /^(\.*)(.*)$/.exec(source) ?? []
  if (dots === '') return rest
  const base = module.split('.').slice(0, 1 - dots.length || undefined)
  return [...base, rest].filter(Boolean).join('.')
}

/** `src/click/core.py` → `click.core`: folders that are packages, and the file. */
function moduleOf(path: string, inits: ReadonlySet<string>): string {
  const words = path.replace(/(\/__init__)?\.pyi?$/, '').split('/')
  let first = words.length - 1
  const isPackage = (count: number) => inits.has(`${words.slice(0, count).join('/')}/__init__.py`)
  while (first > 0 && isPackage(first)) first--
  return words.slice(first).join('.')
}

function java(rows: readonly Row[], paths: readonly string[]): Part {
  const isBuilt = paths.some(path =>
    /^(pom\.xml|(build|settings)\.gradle(\.kts)?)$/.test(baseOf(path)),
  )
  const isImportable = importable(rows)
  const mine = rows.filter(({ file }) => isBuilt && file.language === 'java' && isImportable(file))
  const names = byPackage(mine, path => folderOf(path).replace(/^.*src\/(main\/)?java\//, ''))
  return { names, has: overridden(rows, 'java') }
}

/** Names of languages whose packages are folders. */
const byPackage = (rows: readonly Row[], packageOf: (path: string) => string): PublicName[] =>
  rows.flatMap(({ file: { path }, facts: { symbols } }) =>
    symbols
      .filter(({ kind }) => kind !== 'module')
      .map(({ name, line, kind }) => {
        return { key: `${packageOf(path)} ${name}`, name, path, line, kind, isSure: true }
      }),
  )

/** A method that only gained `@Override` is no symbol of its own any more, and still there. */
const overridden =
  (rows: readonly Row[], language: string) =>
  ({ name }: PublicName): boolean =>
    name.includes('.') &&
    rows.some(
      ({ file, facts }) =>
        file.language === language && facts.functions.some(each => each.name === name),
    )

function go(rows: readonly Row[], paths: readonly string[]): Part {
  const isModule = paths.some(path => baseOf(path) === 'go.mod')
  const isImportable = importable(rows)
  const mine = rows.filter(({ file }) => isModule && file.language === 'go' && isImportable(file))
  return { names: byPackage(mine, folderOf) }
}
