/** Which packages does PDM install from pdm.lock? */

import { folderOf, joined } from '../../core/paths.mts'
import { text, texts } from '../../core/untyped.mts'
import { pyprojectRequirements, requirementName } from './python-dependencies.mts'
import {
  addressOf,
  byName,
  dependencyNames,
  type LockedPackage,
  lockedPackages,
} from './python-locks.mts'
import { type Entry, type Format, isArchive, reading } from './reading.mts'

const manifestOf = (path: string) => joined(folderOf(path), 'pyproject.toml') ?? ''

export const pdm: Format = {
  ecosystem: 'PyPI',
  basename: /^pdm\.lock$/,
  wants: ({ path }) => [manifestOf(path)],
  read(source) {
    const packages = lockedPackages(source.text)
    if (typeof packages === 'string') return packages
    const manifest = pyprojectRequirements(source.neighbour(manifestOf(source.path)))
    const named = byName(packages)
    const direct = new Set(manifest.declared.map(({ name }) => name))
    const entries = packages.flatMap((locked): Entry[] => {
      const version = versionOf(locked)
      if (version === null) return []
      const groups = texts(locked.entry.groups)
      const dev = groups.length > 0 && groups.every(group => manifest.developmentGroups.has(group))
      const requires = dependencyNames(locked.entry.dependencies)
        .flatMap(name => named.get(requirementName(name)) ?? [])
        .flatMap(other => ({ name: other.name, version: versionOf(other) ?? '' }))
      return [{ name: locked.name, version, direct: direct.has(locked.name), dev, requires }]
    })
    return reading('PyPI', source.path, entries, { covers: [manifestOf(source.path)] })
  },
}

function versionOf({ entry, version }: LockedPackage): string | null {
  const path = text(entry.path)
  if (path !== '') return isArchive(path) ? `file:${path}` : null
  const address = addressOf(entry)
  const revision = text(entry.revision)
  return address === '' ? version : revision === '' ? address : `${address}#${revision}`
}
