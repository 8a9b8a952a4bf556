/** Which packages does Poetry install from poetry.lock (1.x and 2.x)? */

import { fields, texts } from '../../core/untyped.mts'
import { reachable } from './graph.mts'
import { pyprojectBeside, pyprojectRequirements, requirementName } from './python-dependencies.mts'
import {
  addressOf,
  byName,
  dependencyNames,
  type LockedPackage,
  lockedPackages,
} from './python-locks.mts'
import { type Entry, type Format, isArchive, type Named, reading } from './reading.mts'

export const poetry: Format = {
  ecosystem: 'PyPI',
  basename: /^poetry\.lock$/,
  wants: ({ path }) => [pyprojectBeside(path)],
  read(source) {
    const packages = lockedPackages(source.text)
    if (typeof packages === 'string') return packages
    const { declared } = pyprojectRequirements(source.neighbour(pyprojectBeside(source.path)))
    const direct = new Set(declared.map(({ name }) => name))
    const named = byName(packages)
    const start = (wanted: readonly { name: string }[]) =>
      wanted.flatMap(({ name }) => named.get(name) ?? [])
    const brought = ({ entry }: LockedPackage) =>
      dependencyNames(entry.dependencies).flatMap(name => named.get(requirementName(name)) ?? [])
    const shipped = reachable(
      start([...declared.filter(({ dev }) => !dev), ...localFolders(packages)]),
      brought,
    )
    const entries = packages.flatMap((locked): Entry[] => {
      const version = versionOf(locked)
      if (version === null) return []
      const dev = isForDevelopment(locked, shipped)
      const requires = brought(locked).flatMap(identity)
      return [{ name: locked.name, version, direct: direct.has(locked.name), dev, requires }]
    })
    return reading('PyPI', source.path, entries, { covers: [pyprojectBeside(source.path)] })
  },
}

/** Groups say it since 2.0, categories said it before 1.5; in between only the graph does. */
function isForDevelopment(locked: LockedPackage, shipped: ReadonlySet<LockedPackage>): boolean {
  const { groups, category } = locked.entry
  if (groups !== undefined) return !texts(groups).includes('main')
  if (category !== undefined) return category !== 'main'
  return !shipped.has(locked)
}

const identity = (locked: LockedPackage): Named[] => {
  const version = versionOf(locked)
  return version === null ? [] : [{ name: locked.name, version }]
}

const sourceOf = ({ entry }: LockedPackage) => fields(entry.source)

const localFolders = (packages: readonly LockedPackage[]) =>
  packages.filter(locked => sourceOf(locked).type === 'directory')

function versionOf(locked: LockedPackage): string | null {
  const source = sourceOf(locked)
  const url = addressOf(source)
  if (source.type === 'directory') return null
  if (source.type === 'file') return isArchive(url) ? `file:${url}` : null
  if (source.type === 'git') return `git+${url}#${String(source.resolved_reference ?? '')}`
  return source.type === 'url' ? url : locked.version
}
