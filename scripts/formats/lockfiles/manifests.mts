/** What does a manifest ask for when no lock pins it? Names only: which versions come is decided at install. */

import { parseTomlTable } from '../parse.mts'
import { cargoManifest } from './cargo-manifest.mts'
import { gradleCatalogue } from './gradle-catalogue.mts'
import { declaredIn, manifestFrom, unaliased } from './npm-dependencies.mts'
import { pipfileRequirements, pyprojectRequirements } from './python-dependencies.mts'
import { type Entry, type Format, reading, type Source } from './reading.mts'

const unpinned = (names: Iterable<{ readonly name: string; readonly dev: boolean }>): Entry[] =>
  [...names].map(({ name, dev }) => ({ name, version: '', direct: true, dev }))

const manifest = (
  ecosystem: Format['ecosystem'],
  basename: RegExp,
  entries: (source: Source) => Entry[] | string,
): Format => ({
  ecosystem,
  basename,
  wants: () => [],
  read(source) {
    const found = entries(source)
    return typeof found === 'string'
      ? found
      : reading(ecosystem, source.path, found, { isPinned: found.length === 0 })
  },
})

/** A folder of the project is its own code, not a package. */
const isOwnFolder = (spec: string) => /^(file|link|workspace|portal):/.test(spec)

const npmManifest = manifest('npm', /^package\.json$/, ({ text }) => {
  const fields = manifestFrom(text)
  if (fields === null) return 'It is not valid JSON.'
  const declared = declaredIn(fields).filter(({ spec }) => !isOwnFolder(spec))
  return unpinned(
    declared.map(({ name, spec, dev }) => ({ name: unaliased(name, spec).name, dev })),
  )
})

const pyproject = manifest('PyPI', /^pyproject\.toml$/, ({ text }) => {
  const parsed = parseTomlTable(text)
  return typeof parsed === 'string' ? parsed : unpinned(pyprojectRequirements(text).declared)
})

const pipfile = manifest('PyPI', /^Pipfile$/, ({ text }) => {
  const parsed = parseTomlTable(text)
  return typeof parsed === 'string' ? parsed : unpinned(pipfileRequirements(text).declared)
})

const cargoToml = manifest('crates.io', /^Cargo\.toml$/, ({ text }) => {
  const crate = cargoManifest(text)
  if (crate === null) return 'It is not valid TOML.'
  const { runtime, development } = crate
  const others = [...development].filter(name => !runtime.has(name))
  return unpinned([
    ...[...runtime].map(name => ({ name, dev: false })),
    ...others.map(name => ({ name, dev: true })),
  ])
})

/** A range, the newest there is, or a catalogue that does not cover the build: `a:b:1.+`, `a:b:[1,2)`, `libs.a`. */
const OPEN =
  /\blibs\.\w|['"][\w.-]+:[\w.-]+:(?:[^'"]*\+|[[(][^'"]*|latest\.\w+|[^'"]*-SNAPSHOT)['"]/

/** A Gradle build is a program: what it asks for is only known from its lock. */
const gradleBuild: Format = {
  ...manifest('Maven', /^build\.gradle(\.kts)?$/, () => []),
  read: ({ path, text }) =>
    /\bdependencies\s*\{/.test(text)
      ? {
          packages: [],
          covers: [],
          isPinned: !OPEN.test(text),
          notes: [
            'A Gradle build is code, and no gradle.lockfile beside it says what it resolves to.',
          ],
        }
      : reading('Maven', path, []),
}

/** Manifests that only count where no lock covers them. */
export const manifestFormats: readonly Format[] = [
  npmManifest,
  pyproject,
  pipfile,
  cargoToml,
  gradleCatalogue,
  gradleBuild,
]
