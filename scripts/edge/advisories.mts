/** Which published faults concern these packages? Asked of a folder of OSV files or of the OSV API; a failure is never "none". */

import type { AdvisoryRow, PackageRow } from '../core/evidence.mts'
import type { Advisories } from '../core/lens.mts'
import { isPublic } from '../formats/lockfiles/reading.mts'
import { askOsv } from './advisories-api.mts'
import { readAdvisoryFolder } from './advisories-folder.mts'
import { type Asked, type Found, NoAnswer } from './advisories-source.mts'
import { cacheFolder } from './places.mts'

export interface AdvisoryOptions {
  /** Folder of OSV JSON files, flat or by ecosystem; absent asks the API. */
  readonly directory?: string
  readonly offline: boolean
  readonly packages: readonly PackageRow[]
  /** Where advisories already fetched are kept; absent uses the user's cache folder. */
  readonly cacheDir?: string
  readonly warn: (sentence: string) => void
}

/**
 * Packages without a known version, and those that do not come from a public registry (files, links,
 * repositories), are never asked about, so their names do not leave this machine.
 */
export async function advisoriesFrom(options: AdvisoryOptions): Promise<Advisories> {
  const { directory, offline, packages, warn, cacheDir = cacheFolder() } = options
  const asked = distinct(packages.filter(isPublic))
  try {
    if (directory !== undefined)
      return answered('directory', await readAdvisoryFolder(directory, asked, warn))
    if (offline)
      throw new NoAnswer(
        'Advisories were not asked for because of --offline: give a folder of OSV files with --advisories.',
      )
    return answered('api', await askOsv(asked, cacheDir, warn))
  } catch (error) {
    if (error instanceof NoAnswer) return { status: 'unavailable', why: error.message }
    throw error
  }
}

const answered = (kind: 'api' | 'directory', { rows, snapshot }: Found): Advisories => ({
  status: 'answered',
  kind,
  snapshot,
  rows: [...rows].sort(byPackage),
})

function distinct(packages: readonly PackageRow[]): Asked[] {
  const seen = new Map(
    packages.map(({ ecosystem, name, version }) => [
      `${ecosystem} ${name} ${version}`,
      { ecosystem, name, version },
    ]),
  )
  return [...seen.values()]
}

const keyOf = ({ ecosystem, name, version, id }: AdvisoryRow) =>
  [ecosystem, name, version, id].join(' ')

const byPackage = (a: AdvisoryRow, b: AdvisoryRow) =>
  keyOf(a) < keyOf(b) ? -1 : keyOf(a) > keyOf(b) ? 1 : 0
