/** What do poetry.lock, pdm.lock and uv.lock have in common? A TOML list of `[[package]]` tables. */

import { type Fields, fields, isFields, list, tables, text } from '../../core/untyped.mts'
import { parseTomlTable } from '../parse.mts'
import { canonicalName } from '../versions/names.mts'

export interface LockedPackage {
  readonly name: string
  readonly version: string
  readonly entry: Fields
}

/** The packages in file order, or one sentence on why there are none. */
export function lockedPackages(toml: string): readonly LockedPackage[] | string {
  const parsed = parseTomlTable(toml)
  if (typeof parsed === 'string') return parsed
  const packages = parsed.fields.package
  const isLock = Array.isArray(packages) || parsed.fields.metadata !== undefined
  if (!isLock && parsed.fields.version === undefined)
    return 'It is TOML, but holds neither packages nor the metadata of a lock file.'
  return tables(packages).map(entry => ({
    name: canonicalName('PyPI', text(entry.name)),
    version: text(entry.version),
    entry,
  }))
}

/** The address of a package from version control or the web; '' for one from an index. */
export function addressOf(source: Fields): string {
  const git = text(source.git)
  if (git !== '') return `git+${git}`
  return text(source.url)
}

/** Packages by name: a lock may hold several versions of one, each for other interpreters. */
export function byName(packages: readonly LockedPackage[]): ReadonlyMap<string, LockedPackage[]> {
  return Map.groupBy(packages, ({ name }) => name)
}

/** Names of the requirements in a table (Poetry) or list of PEP 508 lines (PDM). */
export const dependencyNames = (value: unknown): readonly string[] =>
  isFields(value) ? Object.keys(fields(value)) : list(value).map(text)
