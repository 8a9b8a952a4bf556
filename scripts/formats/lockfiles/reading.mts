/** What does a lock or manifest file say, whatever its format? Rows, what it pins, and what it leaves open. */

import type { PackageRow } from '../../core/evidence.mts'
import { compareText } from '../../core/order.mts'
import { canonicalName } from '../versions/names.mts'

export type Ecosystem = PackageRow['ecosystem']

/** A file to read, and the way to its neighbours: everything a reader may know. */
export interface Source {
  readonly path: string
  readonly text: string
  /** Every file of the project. */
  readonly paths: readonly string[]
  /** Text of another file of the project, null when there is none. */
  neighbour(path: string): string | null
}

export interface Reading {
  /**
   * One row per name and version. `version` is '' where it is not known, and the source's address
   * (`git+https:…`, `file:….tgz`) where the package does not come from the public registry; the
   * project's own folders (workspace members, links, editable installs) are no packages.
   */
  readonly packages: readonly PackageRow[]
  /** Manifests whose dependencies this file pins. */
  readonly covers: readonly string[]
  /** False when a newer version may be installed tomorrow without any file changing. */
  readonly isPinned: boolean
  /** What the file cannot tell, one sentence each. */
  readonly notes: readonly string[]
}

/** A reading, or one sentence on why there is none. */
export type Outcome = Reading | string

export interface Format {
  readonly ecosystem: Ecosystem
  /** Whether a file of this base name is of this format. */
  readonly basename: RegExp
  /** Where a folder tells what its files are: whether one of this path is. */
  readonly path?: RegExp
  /** Which other files `read` will look at; it may name some that do not exist. */
  wants(source: Omit<Source, 'neighbour'>): readonly string[]
  read(source: Source): Outcome
}

/** What a reader knows of one package before rows are merged. */
export interface Entry {
  readonly name: string
  readonly version: string
  readonly direct: boolean
  readonly dev: boolean
  /** What it brings in; absent where the file does not tell. */
  readonly requires?: Iterable<Named>
  /** The alias under which it is installed. */
  readonly alias?: string
  /** SPDX expression, where the file states one. */
  readonly licence?: string | null
}

export interface Named {
  readonly name: string
  readonly version: string
}

/** Far above the largest known lock file (tens of thousands); more is an attack, not a project. */
const MOST_ROWS = 200_000

/** One row per name and version: direct if any is, for development only if every one is. */
export function reading(
  ecosystem: Ecosystem,
  manifest: string,
  entries: Iterable<Entry>,
  rest: Partial<Pick<Reading, 'covers' | 'isPinned' | 'notes'>> = {},
): Outcome {
  const rows = new Map<string, PackageRow>()
  let unusable = 0
  for (const entry of entries) {
    const name = canonicalName(ecosystem, entry.name)
    const version = withoutSecrets(entry.version)
    if (!isName(name) || (version !== '' && !isPrintable(version))) {
      unusable++
      continue
    }
    const key = `${name} ${version}`
    rows.set(key, merged({ ecosystem, name, version, manifest }, entry, rows.get(key)))
    if (rows.size > MOST_ROWS)
      return `It lists more than ${MOST_ROWS} packages, so it was not read.`
  }
  const notes = [...(rest.notes ?? [])]
  if (unusable > 0)
    notes.push(`${unusable} of its entries have no usable name or version and were left out.`)
  const packages = [...rows.values()].sort(byName)
  return { packages, covers: rest.covers ?? [], isPinned: rest.isPinned ?? true, notes }
}

type Identity = Pick<PackageRow, 'ecosystem' | 'name' | 'version' | 'manifest'>

function merged(identity: Identity, entry: Entry, known: PackageRow | undefined): PackageRow {
  const brought = entry.requires && keysOf(identity.ecosystem, entry.requires)
  const requires = joined(known?.requires, brought)
  const licence = entry.licence ?? known?.licence
  const importedAs = joined(known?.importedAs, aliasesOf(entry, identity.name))
  const { ecosystem, name, version, manifest } = identity
  return {
    ecosystem,
    name,
    version,
    direct: entry.direct || (known?.direct ?? false),
    dev: entry.dev && (known?.dev ?? true),
    manifest,
    ...(requires === undefined ? {} : { requires }),
    ...(importedAs === undefined ? {} : { importedAs }),
    ...(licence ? { licence } : {}),
  }
}

const keysOf = (ecosystem: Ecosystem, brought: Iterable<Named>) =>
  [...brought].map(
    ({ name, version }) => `${canonicalName(ecosystem, name)} ${withoutSecrets(version)}`,
  )

const aliasesOf = ({ alias = '' }: Entry, name: string) =>
  alias === '' || alias === name || !isName(alias) ? undefined : [alias]

/** Several installs of one version may bring in different versions of the same: the row tells of all. */
const joined = (known: readonly string[] | undefined, more: readonly string[] | undefined) =>
  known === undefined && more === undefined
    ? undefined
    : [...new Set([...(known ?? []), ...(more ?? [])])].sort()

/** Whether a public registry knows this version: only such a row may be asked about elsewhere. */
export const isPublic = (row: Pick<PackageRow, 'version'>) =>
  row.version !== '' && !row.version.includes(':')

/** Whether the spec of a `file:` dependency names an archive rather than a folder of the project. */
export const isArchive = (spec: string) =>
  /\.(tgz|tar|tar\.\w+|zip|whl)$/i.test(spec.split('#', 1)[0] ?? '')

const byName = (a: PackageRow, b: PackageRow) =>
  compareText(a.name, b.name) || compareText(a.version, b.version)

const isPrintable = (text: string) => /^[\x21-\x7e]{1,500}$/.test(text)

/** The characters every registry's names are made of, so that a name is safe to put in a path or URL. */
const isName = (name: string) => /^[\w@.~/:-]{1,300}$/.test(name) && !name.includes('..')

/** An address may carry a user, a password or a token: none of them is ours to keep. */
const withoutSecrets = (version: string) =>
  version.includes('://') ? version.replace(/\/\/[^/@#?]*@/, '//').replace(/\?[^#]*/, '') : version
