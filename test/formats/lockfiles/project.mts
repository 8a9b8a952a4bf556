/** How does a test hand a reader its file and neighbours? From texts in memory, or from a folder of fixtures. */

import { readdirSync, readFileSync } from 'node:fs'
import { join, relative, sep } from 'node:path'
import { formatOf } from '../../../scripts/formats/lockfiles/index.mts'
import type { Outcome, Reading } from '../../../scripts/formats/lockfiles/reading.mts'

export const fixtures = join(import.meta.dirname, 'fixtures')

/** Texts of all files of one fixture, by path inside it. */
export function fixture(name: string): Record<string, string> {
  const folder = join(fixtures, name)
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
  return Object.fromEntries(
    files
      .filter(file => file.isFile())
      .map(file => join(file.parentPath, file.name))
      .map(file => [relative(folder, file).split(sep).join('/'), readFileSync(file, 'utf8')]),
  )
}

/** Reads one file of a project as the table of formats would. */
export function read(path: string, files: Readonly<Record<string, string>>): Outcome {
  const found = formatOf(path)
  if (found === null) throw new Error(`no format reads ${path}`)
  return found.format.read({
    path,
    text: files[path] ?? '',
    paths: Object.keys(files),
    neighbour: other => files[other] ?? null,
  })
}

/** The same, for a file that must be readable. */
export function readingOf(path: string, files: Readonly<Record<string, string>>): Reading {
  const outcome = read(path, files)
  if (typeof outcome === 'string') throw new Error(outcome)
  return outcome
}

/** `name version shipped|dev`, one row each, as the fixtures' expectations are written. */
export const listing = ({ packages }: Pick<Reading, 'packages'>) =>
  packages.map(({ name, version, dev }) => `${name} ${version} ${dev ? 'dev' : 'shipped'}`).sort()

export const direct = ({ packages }: Pick<Reading, 'packages'>) =>
  packages.filter(each => each.direct).map(({ name, version }) => `${name} ${version}`)
