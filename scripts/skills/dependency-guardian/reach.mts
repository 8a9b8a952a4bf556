/** Does the source reach a package, or is it merely there? Reached: a file imports it, or imports what brings it in. */

import type { CodeEvidence, PackageRow } from '../../core/evidence.mts'
import type { Language } from '../../core/facts.mts'
import { canonicalName } from '../../formats/versions/names.mts'

export type Reach =
  | {
      readonly status: 'reached'
      /** The first import that leads to it. */
      readonly path: string
      readonly line: number
      /** The package imported there; the package itself where nothing lies between. */
      readonly via: string
    }
  /** No source file imports it or what brings it in. */
  | { readonly status: 'present' }
  /** The lock does not tell what brings it in, or the import names of packages are not known. */
  | { readonly status: 'unknown' }

const UNKNOWN: Reach = { status: 'unknown' }

/** Reach by row; a row that is not in it is unknown. */
export type Reaches = ReadonlyMap<PackageRow, Reach>

/** Languages whose imports name packages of the ecosystem; Java and Rust name what is in them instead. */
const LANGUAGES: Partial<Record<PackageRow['ecosystem'], readonly Language[]>> = {
  npm: ['javascript', 'typescript'],
  PyPI: ['python'],
  Go: ['go'],
}

type Import = Pick<CodeEvidence['imports'][number], 'source' | 'path' | 'line'> & {
  /** An import of types is gone when the code runs: it reaches nothing. */
  readonly when?: 'load' | 'late' | 'type'
}

interface Code {
  readonly files: CodeEvidence['files']
  readonly imports: readonly Import[]
}

/** `elsewhere`: what files import that are not measured; null where nobody knows. */
export function reachesOf(
  packages: readonly PackageRow[],
  code: Code | undefined,
  elsewhere: readonly string[] | null,
): Reaches {
  if (code === undefined) return new Map()
  const groups = Map.groupBy(packages, ({ manifest, ecosystem }) => `${manifest} ${ecosystem}`)
  return new Map([...groups.values()].flatMap(rows => [...reachesIn(rows, code, elsewhere)]))
}

function reachesIn(
  rows: readonly PackageRow[],
  code: Code,
  elsewhere: readonly string[] | null,
): Reaches {
  const [{ ecosystem, manifest }] = rows as [PackageRow]
  const languages = LANGUAGES[ecosystem] ?? []
  const folder = manifest.includes('/') ? manifest.slice(0, manifest.lastIndexOf('/') + 1) : ''
  const files = code.files.filter(
    ({ path, language, role }) =>
      role === 'source' && path.startsWith(folder) && languages.includes(language),
  )
  const own = new Set(files.map(({ path }) => path))
  const imports = code.imports.filter(({ path, when }) => own.has(path) && when !== 'type')
  const roots = rootsOf(rows, imports)
  const reached = followed(rows, roots)
  const others = (elsewhere ?? []).map(source => ({ source, path: '', line: 0 }))
  const doubtful = followed(rows, rootsOf(rows, others))
  const isKnown = elsewhere !== null && files.length > 0 && files.every(({ parsed }) => parsed)
  return new Map(
    rows.map(row => {
      const isPresent = isKnown && isPresenceKnown(row) && !doubtful.has(row)
      const rest = isPresent ? ({ status: 'present' } as const) : UNKNOWN
      return [row, reached.get(row) ?? rest]
    }),
  )
}

/** npm packages are imported by their names. Of Go only what is asked for directly: go.mod does not say what brings in the rest. */
const isPresenceKnown = ({ ecosystem, requires, direct }: PackageRow) =>
  (ecosystem === 'npm' && requires !== undefined) || (ecosystem === 'Go' && direct)

type Reached = Extract<Reach, { status: 'reached' }>

/** Packages that a file imports by name, at the first such import. */
function rootsOf(
  rows: readonly PackageRow[],
  imports: readonly Import[],
): ReadonlyMap<PackageRow, Reached> {
  const [{ ecosystem }] = rows as [PackageRow]
  const byName = Map.groupBy(
    rows.flatMap(row => [row.name, ...(row.importedAs ?? [])].map(name => ({ name, row }))),
    ({ name }) => name,
  )
  const roots = new Map<PackageRow, Reached>()
  for (const { source, path, line } of imports) {
    const name = candidates(ecosystem, source).find(each => byName.has(each))
    const named = (byName.get(name ?? '') ?? []).map(({ row }) => row)
    // Of several versions the project's own import finds the one it asks for itself.
    const direct = named.filter(row => row.direct)
    for (const row of direct.length > 0 ? direct : named)
      if (!roots.has(row)) roots.set(row, { status: 'reached', path, line, via: row.name })
  }
  return roots
}

/** Package names an import may mean, the longest first. */
function candidates(ecosystem: PackageRow['ecosystem'], source: string): readonly string[] {
  if (ecosystem === 'PyPI')
    return source.startsWith('.') ? [] : [canonicalName('PyPI', source.split('.', 1)[0] ?? '')]
  const parts = source.split('/')
  if (ecosystem === 'npm') return [parts.slice(0, source.startsWith('@') ? 2 : 1).join('/')]
  return parts.map((_, index) => parts.slice(0, parts.length - index).join('/'))
}

/** The roots and all they bring in, nearest first. */
function followed(
  rows: readonly PackageRow[],
  roots: ReadonlyMap<PackageRow, Reached>,
): ReadonlyMap<PackageRow, Reached> {
  const byKey = new Map(rows.map(row => [`${row.name} ${row.version}`, row]))
  const reached = new Map(roots)
  const waiting = [...roots]
  // Grows while it is walked: breadth first, so that the shortest way is the one that is told.
  for (const [row, how] of waiting)
    for (const key of row.requires ?? []) {
      const other = byKey.get(key)
      if (other === undefined || reached.has(other)) continue
      reached.set(other, how)
      waiting.push([other, how])
    }
  return reached
}

/** What a finding says of it. */
export function reachWords(reach: Reach, name: string): string {
  if (reach.status === 'unknown') return 'whether the source reaches it is not known'
  if (reach.status === 'present') return 'no source file imports it or what brings it in'
  const { path, line, via } = reach
  return `reached: ${path}:${line} imports ${via === name ? 'it' : `${via}, which brings it in`}`
}
