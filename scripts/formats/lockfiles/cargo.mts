/** Which crates does Cargo build from Cargo.lock (versions 1 to 4)? The manifests say what is direct. */

import { below, folderOf } from '../../core/paths.mts'
import { tables, text, texts } from '../../core/untyped.mts'
import { parseTomlTable } from '../parse.mts'
import { type CargoManifest, cargoManifest } from './cargo-manifest.mts'
import { reachable } from './graph.mts'
import { type Entry, type Format, type Named, reading } from './reading.mts'

const PUBLIC =
  /^(registry|sparse)\+https:\/\/(github\.com\/rust-lang\/crates\.io-index|index\.crates\.io\/?)$/

interface Crate {
  readonly name: string
  readonly version: string
  /** '' for a member of the workspace. */
  readonly source: string
  /** `name`, `name version` or `name version (source)`: as much as makes it unique. */
  readonly brings: readonly string[]
}

export const cargo: Format = {
  ecosystem: 'crates.io',
  basename: /^Cargo\.lock$/,
  wants: ({ path, paths }) => below(folderOf(path), 'Cargo.toml', paths),
  read(source) {
    const parsed = parseTomlTable(source.text)
    if (typeof parsed === 'string') return parsed
    const crates = tables(parsed.fields.package).map(crateOf)
    if (crates.length === 0 && parsed.fields.version === undefined)
      return 'It is TOML, but holds no packages: is it a Cargo lock file?'
    const members = crates.filter(crate => crate.source === '')
    const manifests = below(folderOf(source.path), 'Cargo.toml', source.paths).flatMap(path => {
      const manifest = cargoManifest(source.neighbour(path))
      return manifest === null ? [] : [{ path, manifest }]
    })
    const known = new Map(manifests.map(({ manifest }) => [manifest.name, manifest]))
    const find = finder(crates)
    const runtime = (crate: Crate) => {
      const manifest = crate.source === '' ? known.get(crate.name) : undefined
      return crate.brings.filter(brought => !isForDevelopment(brought, manifest)).flatMap(find)
    }
    const direct = new Set(members.flatMap(member => member.brings.flatMap(find)))
    const shipped = reachable(members, runtime)
    const entries = crates.flatMap((crate): Entry[] => {
      if (crate.source === '') return []
      const requires = crate.brings.flatMap(find).filter(({ source }) => source !== '')
      const dev = !shipped.has(crate)
      return [
        { ...identity(crate), direct: direct.has(crate), dev, requires: requires.map(identity) },
      ]
    })
    const names = new Set(members.map(({ name }) => name))
    const covers = manifests.filter(({ manifest }) => names.has(manifest.name))
    return reading('crates.io', source.path, entries, { covers: covers.map(({ path }) => path) })
  },
}

const crateOf = (entry: Readonly<Record<string, unknown>>): Crate => ({
  name: text(entry.name),
  version: text(entry.version),
  source: text(entry.source),
  brings: texts(entry.dependencies),
})

const identity = (crate: Crate): Named => ({
  name: crate.name,
  version: PUBLIC.test(crate.source) ? crate.version : addressOf(crate),
})

/** Another registry or a repository: the address, so that nobody asks crates.io about it. */
const addressOf = ({ source, version }: Crate) =>
  source.startsWith('git+') ? source : `${source}#${version}`

function finder(crates: readonly Crate[]) {
  const named = Map.groupBy(crates, ({ name }) => name)
  return (brought: string): Crate[] => {
    const [name = '', version] = brought.split(' ')
    const source = /^[^(]*\((.*)\)$/s.exec(brought)?.[1]
    return (named.get(name) ?? []).filter(
      crate =>
        (version === undefined || crate.version === version) &&
        (source === undefined || withoutCommit(crate.source) === withoutCommit(source)),
    )
  }
}

const withoutCommit = (source: string) => source.split('#', 1)[0]

function isForDevelopment(brought: string, manifest: CargoManifest | undefined): boolean {
  const name = brought.split(' ', 1)[0] ?? ''
  return manifest?.development.has(name) === true && !manifest.runtime.has(name)
}
