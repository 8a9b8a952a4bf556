/** Which crates does a Cargo.toml declare, and which of them only for tests? */

import { type Fields, fields, isFields, text } from '../../core/untyped.mts'
import { parseTomlTable } from '../parse.mts'

export interface CargoManifest {
  readonly name: string
  /** Real crate names, renames undone. What a build script needs runs on every build: it counts here. */
  readonly runtime: ReadonlySet<string>
  readonly development: ReadonlySet<string>
}

/** Null when the text is missing or not TOML. */
export function cargoManifest(toml: string | null): CargoManifest | null {
  const parsed = toml === null ? 'missing' : parseTomlTable(toml)
  if (typeof parsed === 'string') return null
  const tables = [parsed.fields, ...Object.values(fields(parsed.fields.target)).map(fields)]
  const names = (...sections: readonly string[]) =>
    new Set(
      tables.flatMap(table => sections.flatMap(section => crateNames(fields(table[section])))),
    )
  return {
    name: text(fields(parsed.fields.package).name),
    runtime: names('dependencies', 'build-dependencies', 'build_dependencies'),
    development: names('dev-dependencies', 'dev_dependencies'),
  }
}

/** A path dependency is a folder of the project, unless it names a version as well. */
const crateNames = (section: Fields) =>
  Object.entries(section).flatMap(([key, value]) => {
    if (!isFields(value)) return [key]
    return text(value.path) !== '' && value.version === undefined
      ? []
      : [text(value.package) || key]
  })
