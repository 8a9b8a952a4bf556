/** How old are the versions in use, and how old the newest? One registry request a package, only when the user asked; a failure is never "up to date". */

import { createHash } from 'node:crypto'
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { DependenciesEvidence, PackageRow, PublicationRow } from '../core/evidence.mts'
import { compareText } from '../core/order.mts'
import { plural } from '../core/plural.mts'
import { fields, tables, text } from '../core/untyped.mts'
import { isPublic } from '../formats/lockfiles/reading.mts'
import { parseJson } from '../formats/parse.mts'
import { newest, type Published } from '../formats/registries/publications.mts'
import { cacheFolder } from './places.mts'
import { askRegistry, registryOf } from './registries.mts'

export interface PublicationOptions {
  readonly packages: readonly PackageRow[]
  /** ISO 8601: what was published later is not counted, so a commit keeps its age. */
  readonly asOf: string
  readonly offline: boolean
  readonly warn: (sentence: string) => void
  readonly cacheDir?: string
}

type Publications = DependenciesEvidence['publications']

const AT_ONCE = 8
const MOST_PACKAGES = 5000
/** An answer younger than this is not asked for again. */
const FRESH_MS = 24 * 3600 * 1000

/** Packages without a known version, and those from elsewhere than the public registry, are never named to anybody. */
export async function publicationsOf(options: PublicationOptions): Promise<Publications> {
  const { packages, offline, asOf, warn, cacheDir = cacheFolder() } = options
  const asked = [
    ...new Map(
      packages
        .filter(isPublic)
        .map(row => [`${row.ecosystem} ${row.name} ${row.version}`, row] as const),
    ).values(),
  ]
  if (asked.length > MOST_PACKAGES)
    return unavailable(`There are more than ${MOST_PACKAGES} direct dependencies to ask about.`)
  if (offline) return unavailable('Registries were not asked for ages because of --offline.')
  if (asked.length > 0) sayOnce(asked.length, warn)
  const folder = join(cacheDir, 'publications')
  await mkdir(folder, { recursive: true }).catch(() => undefined)
  const rows: PublicationRow[] = []
  const reasons: string[] = []
  const waiting = [...asked]
  const work = async () => {
    for (let row = waiting.pop(); row !== undefined; row = waiting.pop()) {
      const outcome = await published(row, folder, asOf)
      const known = typeof outcome === 'string' ? null : newest(row, outcome, asOf)
      if (typeof outcome === 'string') reasons.push(outcome)
      if (known !== null) rows.push(rowOf(row, known))
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, work))
  if (rows.length === 0 && asked.length > 0)
    return unavailable(reasons.sort()[0] ?? 'No registry knows the versions in use.')
  return { status: 'answered', rows: rows.sort(byName) }
}

const told = new WeakSet<object>()

/** Once for each listener: the baseline asks again, and nobody needs to hear it twice. */
function sayOnce(count: number, warn: (sentence: string) => void): void {
  if (told.has(warn)) return
  told.add(warn)
  const subject = plural(count, 'direct dependency', 'direct dependencies')
  warn(`Asking the package registries about ${subject} (names leave this machine)`)
}

const unavailable = (why: string): Publications => ({ status: 'unavailable', why })

const rowOf = (
  { ecosystem, name, version }: PackageRow,
  known: NonNullable<ReturnType<typeof newest>>,
): PublicationRow => ({
  ecosystem,
  name,
  version,
  publishedAt: known.own.at,
  newest: known.newest.version,
  newestAt: known.newest.at,
})

const nameOf = ({ ecosystem, name, version }: PublicationRow) => `${ecosystem} ${name} ${version}`
const byName = (a: PublicationRow, b: PublicationRow) => compareText(nameOf(a), nameOf(b))

/** From the cache while it is fresh, else from the registry; or why there is no answer. */
async function published(
  row: PackageRow,
  folder: string,
  asOf: string,
): Promise<readonly Published[] | string> {
  const base = registryOf(row.ecosystem)
  if (typeof base === 'string') return base
  const isOfVersion = row.ecosystem === 'Go' || row.ecosystem === 'Maven'
  const subject = [base.href, row.name, ...(isOfVersion ? [row.version, asOf] : [])].join(' ')
  const file = join(folder, `${createHash('sha256').update(subject).digest('hex')}.json`)
  const known = await fromCache(file)
  if (known !== null) return known
  const answer = await askRegistry(row, base, asOf)
  if (typeof answer === 'string') return `${base.host} said nothing of ${row.name}: ${answer}.`
  await toCache(file, answer)
  return answer
}

async function fromCache(file: string): Promise<readonly Published[] | null> {
  const json = await readFile(file, 'utf8').catch(() => null)
  const parsed = json === null ? '' : parseJson(json)
  if (typeof parsed === 'string') return null
  const isFresh = Date.now() - Number(parsed.fields.askedAt) < FRESH_MS
  if (!isFresh) return null
  return tables(fields(parsed.fields).versions).map(({ version, at, isTakenBack }) => ({
    version: text(version),
    at: text(at),
    ...(isTakenBack === true ? { isTakenBack } : {}),
  }))
}

/** Losing the cache costs only time, so failing to write it is no fault. */
async function toCache(file: string, versions: readonly Published[]): Promise<void> {
  const unfinished = `${file}.${process.pid}`
  await writeFile(unfinished, JSON.stringify({ askedAt: Date.now(), versions }))
    .then(() => rename(unfinished, file))
    .catch(() => undefined)
}
