/** Which packages does PDM install from pdm.lock? */

import { text, texts } from '../../core/untyped.mts'
import { pyprojectBeside, pyprojectRequirements, requirementName } from './python-dependencies.mts'
import {
  addressOf,
  byName,
  dependencyNames,
  type LockedPackage,
  lockedPackages,
} from './python-locks.mts'
import { type Entry, type Format, isArchive, reading } from './reading.mts'

export const pdm: Format = {
  ecosystem: 'PyPI',
  basename: /^pdm\.lock$/,
  wants: ({ path }) => [pyprojectBeside(path)],
  read(source) {
    const packages = lockedPackages(source.text)
    if (typeof packages === 'string') return packages
    const manifest = pyprojectRequirements(source.neighbour(pyprojectBeside(source.path)))
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
    return reading('PyPI', source.path, entries, { covers: [pyprojectBeside(source.path)] })
  },
}

function versionOf({ entry, version }: LockedPackage): string | null {
  const path = text(entry.path)
  if (path !== '') return isArchive(path) ? `file:${path}` : null
  const address = addressOf(entry)
  const revision = text(entry.revision)
  return address === '' ? version : revision === '' ? address : `${address}#${revision}`
}
