/** How is each registry asked when the versions of one package were published? */

import type { PackageRow } from '../core/evidence.mts'
import {
  cratesVersions,
  goTime,
  goVersions,
  mavenVersions,
  npmVersions,
  type Published,
  pypiVersions,
  stable,
} from '../formats/registries/publications.mts'
import { request } from './request.mts'

/** Base URLs; each may be replaced by a mirror. */
const REGISTRIES: Readonly<Record<PackageRow['ecosystem'], readonly [string, string]>> = {
  npm: ['SHIPWORTHY_NPM_URL', 'https://registry.npmjs.org'],
  PyPI: ['SHIPWORTHY_PYPI_URL', 'https://pypi.org'],
  'crates.io': ['SHIPWORTHY_CRATES_URL', 'https://crates.io'],
  Go: ['SHIPWORTHY_GO_URL', 'https://proxy.golang.org'],
  Maven: ['SHIPWORTHY_MAVEN_URL', 'https://repo1.maven.org/maven2'],
}

/** Null where the user's wish is no address. */
function baseOf(ecosystem: PackageRow['ecosystem']): URL | null {
  const [variable, standard] = REGISTRIES[ecosystem]
  const wish = process.env[variable] ?? standard
  const url = URL.canParse(wish) ? new URL(wish) : null
  if (url === null || !/^https?:$/.test(url.protocol)) return null
  if (!url.pathname.endsWith('/')) url.pathname += '/'
  return url
}

/** Where the registry of an ecosystem is; or why nobody can be asked. */
export function registryOf(ecosystem: PackageRow['ecosystem']): URL | string {
  const [variable] = REGISTRIES[ecosystem]
  return baseOf(ecosystem) ?? `${variable} is not an http(s) address: correct or unset it.`
}

/** Versions with dates, at least the one in use and the newest stable one of that time; or why not. */
export async function askRegistry(
  row: PackageRow,
  base: URL,
  asOf: string,
): Promise<readonly Published[] | string> {
  const { ecosystem, name } = row
  if (ecosystem === 'Go') return askListed(row, asOf, goListing(name, base))
  if (ecosystem === 'Maven') return askListed(row, asOf, mavenListing(name, base))
  const [path, read] = {
    npm: [name.replace('/', '%2f'), npmVersions] as const,
    PyPI: [`pypi/${encodeURIComponent(name)}/json`, pypiVersions] as const,
    'crates.io': [`api/v1/crates/${encodeURIComponent(name)}`, cratesVersions] as const,
  }[ecosystem]
  const reply = await request(new URL(path, base))
  return typeof reply === 'string' ? reply : read(reply.text)
}

/** Capitals are written `!c` in the paths of the proxy. */
const escaped = (path: string) => path.replace(/[A-Z]/g, letter => `!${letter.toLowerCase()}`)

/** A registry that lists versions without dates: how to ask for either. */
interface Listing {
  versions(): Promise<readonly string[] | string>
  /** ISO 8601, or '' where it is not known. */
  dateOf(version: string): Promise<string>
}

/** How many versions that are too new are looked past. */
const MOST_DATES = 10

/** The version in use and the newest stable one of that time; null where no date was given. */
async function askListed({ ecosystem, version }: PackageRow, asOf: string, listing: Listing) {
  const versions = await listing.versions()
  if (typeof versions === 'string') return versions
  const own = { version, at: await listing.dateOf(version) }
  if (own.at === '') return 'it gives no date of the version in use'
  for (const candidate of stable(ecosystem, versions).slice(0, MOST_DATES)) {
    if (candidate === version) return [own]
    const at = await listing.dateOf(candidate)
    if (at === '') return 'it gives no date of the newest version'
    if (Date.parse(at) <= Date.parse(asOf)) return [own, { version: candidate, at }]
  }
  return versions.length > MOST_DATES ? 'all its newest versions are younger' : [own]
}

function goListing(name: string, base: URL): Listing {
  const ask = (path: string) =>
    request(new URL(`${escaped(name)}/@v/${path}`, base), { accept: '*/*' })
  return {
    versions: async () => {
      const reply = await ask('list')
      return typeof reply === 'string' ? reply : goVersions(reply.text)
    },
    dateOf: async version => {
      const reply = await ask(`${escaped(version)}.info`)
      return typeof reply === 'string' ? '' : goTime(reply.text)
    },
  }
}

/** A POM is as old as its file. */
function mavenListing(name: string, base: URL): Listing {
  const [group = '', artifact = ''] = name.split(':')
  const ask = (path: string, method: 'GET' | 'HEAD') =>
    request(new URL(`${group.replaceAll('.', '/')}/${artifact}/${path}`, base), {
      method,
      accept: '*/*',
    })
  return {
    versions: async () => {
      const reply = await ask('maven-metadata.xml', 'GET')
      return typeof reply === 'string' ? reply : mavenVersions(reply.text)
    },
    dateOf: async version => {
      const reply = await ask(`${version}/${artifact}-${version}.pom`, 'HEAD')
      const at = typeof reply === 'string' ? Number.NaN : Date.parse(reply.lastModified)
      return Number.isNaN(at) ? '' : new Date(at).toISOString()
    },
  }
}
