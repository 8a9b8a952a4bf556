/** Which published faults concern these packages? Asked of a folder of OSV files or of the OSV API; a failure is never "none". */

import type { AdvisoryRow, PackageRow, PackageVersion } from '../core/evidence.mts'
import type { Advisories } from '../core/lens.mts'
import { compareText } from '../core/order.mts'
import { isPublic } from '../formats/lockfiles/reading.mts'
import { askOsv } from './advisories/api.mts'
import { readAdvisoryFolder } from './advisories/folder.mts'
import { type Found, NoAnswer, nothingTold, type Told } from './advisories/source.mts'
import { cacheFolder } from './places.mts'

export interface AdvisoryOptions {
  /** Folder of OSV JSON files, flat or by ecosystem; absent asks the API. */
  readonly directory?: string
  readonly offline: boolean
  readonly packages: readonly PackageRow[]
  /** Where advisories already fetched are kept; absent uses the user's cache folder. */
  readonly cacheDir?: string
  readonly warn: (sentence: string) => void
  /** What this run was told before; absent asks about everything. */
  readonly told?: Told
}

/**
 * Packages without a known version, and those that do not come from a public registry (files, links,
 * repositories), are never asked about, so their names do not leave this machine.
 */
export async function advisoriesFrom(options: AdvisoryOptions): Promise<Advisories> {
  const { packages, told = nothingTold() } = options
  const asked = distinct(packages.filter(isPublic))
  const fresh = asked.filter(pkg => !told.rows.has(packageKey(pkg)))
  try {
    if (fresh.length > 0 || told.snapshot === null) note(told, fresh, await ask(options, fresh))
  } catch (error) {
    if (error instanceof NoAnswer) return { status: 'unavailable', why: error.message }
    throw error
  }
  return {
    status: 'answered',
    kind: options.directory === undefined ? 'api' : 'directory',
    snapshot: told.snapshot ?? '',
    rows: asked.flatMap(pkg => told.rows.get(packageKey(pkg)) ?? []).sort(byPackage),
  }
}

async function ask(options: AdvisoryOptions, asked: readonly PackageVersion[]): Promise<Found> {
  const { directory, offline, warn, cacheDir = cacheFolder() } = options
  if (directory !== undefined) return readAdvisoryFolder(directory, asked, warn)
  if (offline)
    throw new NoAnswer(
      'Advisories were not asked for because of --offline: give a folder of OSV files with --advisories.',
    )
  return askOsv(asked, cacheDir, warn)
}

function note(told: Told, asked: readonly PackageVersion[], { rows, snapshot }: Found): void {
  const byPackage = Map.groupBy(rows, packageKey)
  for (const pkg of asked) told.rows.set(packageKey(pkg), byPackage.get(packageKey(pkg)) ?? [])
  told.snapshot ??= snapshot
}

const packageKey = ({ ecosystem, name, version }: PackageVersion) =>
  `${ecosystem} ${name} ${version}`

function distinct(packages: readonly PackageRow[]): PackageVersion[] {
  const seen = new Map(
    packages.map(({ ecosystem, name, version }) => [
      packageKey({ ecosystem, name, version }),
      { ecosystem, name, version },
    ]),
  )
  return [...seen.values()]
}

const keyOf = ({ ecosystem, name, version, id }: AdvisoryRow) =>
  [ecosystem, name, version, id].join(' ')

const byPackage = (a: AdvisoryRow, b: AdvisoryRow) => compareText(keyOf(a), keyOf(b))
