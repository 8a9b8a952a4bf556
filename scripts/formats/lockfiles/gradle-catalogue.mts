/** Which artifacts does a Gradle version catalogue name? It is no lock: what they bring in is not known. */

import { baseOf, below, folderOf } from '../../core/paths.mts'
import { fields, isFields, text } from '../../core/untyped.mts'
import { parseTomlTable } from '../parse.mts'
import { isForDevelopment } from './gradle.mts'
import { type Entry, type Format, reading, type Source } from './reading.mts'

const builds = (folder: string, paths: readonly string[]) =>
  ['build.gradle', 'build.gradle.kts'].flatMap(name => below(folder, name, paths))

/** The catalogue lies in `gradle/` and serves the builds beside and below that folder. */
const projectOf = (path: string) => folderOf(folderOf(path))

export const gradleCatalogue: Format = {
  ecosystem: 'Maven',
  basename: /^\w+\.versions\.toml$/,
  wants: ({ path, paths }) => builds(projectOf(path), paths),
  read(source) {
    const parsed = parseTomlTable(source.text)
    if (typeof parsed === 'string') return parsed
    const versions = fields(parsed.fields.versions)
    const uses = usesOf(source)
    const libraries = Object.entries(fields(parsed.fields.libraries)).map(
      ([alias, value]) => [alias, ...coordinates(value, versions)] as const,
    )
    const entries = libraries.flatMap(([alias, name, version]): Entry[] => {
      if (name === '') return []
      const configurations = uses(alias)
      const dev = configurations.length > 0 && configurations.every(isForDevelopment)
      return [{ name, version: exact(version), direct: true, dev }]
    })
    // No version at all is decided by a platform, which is named by a version itself.
    const isPinned = libraries.every(([, , version]) => version === '' || exact(version) !== '')
    const covers = isPinned ? builds(projectOf(source.path), source.paths) : []
    const notes =
      entries.length === 0
        ? []
        : ['No gradle.lockfile: what its dependencies bring in, and raise, is not known.']
    return reading('Maven', source.path, entries, { notes, isPinned, covers })
  },
}

/** `"group:artifact:version"`, or a table with `module` or `group` and `name`, and a version or a reference to one. */
export function coordinates(
  value: unknown,
  versions: Readonly<Record<string, unknown>>,
): readonly [name: string, version: string] {
  if (typeof value === 'string') {
    const [group = '', artifact = '', version = ''] = value.split(':')
    return artifact === '' ? ['', ''] : [`${group}:${artifact}`, version]
  }
  const { module, group, name, version } = fields(value)
  const reference = isFields(version) ? text(version.ref) : ''
  const stated = reference === '' ? version : versions[reference]
  const rich = fields(stated)
  const written = text(stated) || text(rich.strictly) || text(rich.require) || text(rich.prefer)
  const named = text(module) || (text(name) === '' ? '' : `${text(group)}:${text(name)}`)
  return [named, written]
}

/** A range, `1.+` or `latest.release` may change any day; a snapshot does. */
const exact = (version: string) => (/[+,[\]()]|^latest\.|-SNAPSHOT$/.test(version) ? '' : version)

/** Configurations in which the builds use an alias: `testImplementation(libs.some.alias)`. */
function usesOf({ path, paths, neighbour }: Source): (alias: string) => readonly string[] {
  const catalogue = baseOf(path).replace('.versions.toml', '')
  const code = builds(projectOf(path), paths)
    .map(build => neighbour(build) ?? '')
    .join('\n')
  const uses = new Map<string, string[]>()
  for (const [, configuration = '', accessor = ''] of code.matchAll(
    new RegExp(`\\b(\\w+)[ (]{1,3}(?:(?:enforcedP|p)latform\\()?${catalogue}\\.([\\w.]+)`, 'g'),
  ))
    uses.set(accessor, [...(uses.get(accessor) ?? []), configuration])
  return alias => uses.get(alias.replace(/[-_]/g, '.')) ?? []
}
