/** Which licences do the packages installed on this machine state? Metadata files are read, nothing is asked or run. */

import { access, readdir } from 'node:fs/promises'
import { homedir } from 'node:os'
import { dirname, join } from 'node:path'
import type { PackageRow } from '../core/evidence.mts'
import { cargoLicence, npmManifestLicence, pythonLicence } from '../formats/licences/metadata.mts'
import { pomLicence } from '../formats/licences/pom.mts'
import { parseJson } from '../formats/parse.mts'
import { canonicalName } from '../formats/versions/names.mts'
import { readReport } from './find.mts'

const LARGEST = 1024 * 1024
const AT_ONCE = 32

type Reader = (row: PackageRow) => Promise<string | null>

/** By row; `root` is the folder of the project. A row whose lock states its licence keeps that. */
export async function installedLicences(
  root: string,
  packages: readonly PackageRow[],
): Promise<ReadonlyMap<PackageRow, string>> {
  const readers: Partial<Record<PackageRow['ecosystem'], Reader>> = {
    npm: npmInstalled(root),
    PyPI: pythonInstalled(root),
    'crates.io': cargoInstalled(),
    Maven: mavenInstalled,
  }
  const found = new Map<PackageRow, string>()
  const waiting = packages.filter(row => row.licence === undefined && isPlain(row)).reverse()
  const work = async () => {
    for (let row = waiting.pop(); row !== undefined; row = waiting.pop()) {
      const licence = await readers[row.ecosystem]?.(row)
      if (licence) found.set(row, licence)
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, work))
  return found
}

/** Names and versions become paths: only what a registry would serve does. */
const isPlain = ({ name, version }: PackageRow) =>
  /^[\w.+-]+$/.test(version) && !`/${name.replaceAll(':', '/')}/`.includes('/../')

async function textOf(file: string): Promise<string | null> {
  const answer = await readReport(file, LARGEST)
  return answer.ok ? answer.value : null
}

/** Beside the lock or at the top; pnpm keeps every version under its own name. */
function npmInstalled(root: string): Reader {
  // Asked once a folder: a clone without modules would miss thousands of files one by one.
  const installed = new Map<string, Promise<boolean>>()
  const isInstalled = (folder: string) => {
    const known =
      installed.get(folder) ??
      access(join(folder, 'node_modules')).then(
        () => true,
        () => false,
      )
    installed.set(folder, known)
    return known
  }
  return async ({ name, version, manifest }) => {
    const stored = `.pnpm/${name.replace('/', '+')}@${version}/node_modules`
    for (const folder of new Set([join(root, dirname(manifest)), root])) {
      if (!(await isInstalled(folder))) continue
      for (const place of ['', stored]) {
        const text = await textOf(join(folder, 'node_modules', place, name, 'package.json'))
        if (text !== null && versionIn(text) === version) return npmManifestLicence(text)
      }
    }
    return null
  }
}

function versionIn(manifest: string): unknown {
  const parsed = parseJson(manifest)
  return typeof parsed === 'string' ? null : parsed.fields.version
}

/** Virtual environments in the project, under their usual names. */
function pythonInstalled(root: string): Reader {
  const metadata = metadataFiles(root)
  return async ({ name, version }) => {
    const file = (await metadata).get(`${name} ${version}`)
    const text = file === undefined ? null : await textOf(file)
    return text === null ? null : pythonLicence(text)
  }
}

async function metadataFiles(root: string): Promise<ReadonlyMap<string, string>> {
  const files = new Map<string, string>()
  for (const environment of ['.venv', 'venv', 'env']) {
    const library = join(root, environment, 'lib')
    const versions = await listed(library)
    const places = [
      join(root, environment, 'Lib', 'site-packages'),
      ...versions
        .filter(each => each.startsWith('python'))
        .map(each => join(library, each, 'site-packages')),
    ]
    for (const place of places)
      for (const entry of await listed(place)) {
        const [, name = '', version = ''] = /^(.+)-([^-]+)\.dist-info$/.exec(entry) ?? []
        if (name !== '')
          files.set(`${canonicalName('PyPI', name)} ${version}`, join(place, entry, 'METADATA'))
      }
  }
  return files
}

const listed = (folder: string): Promise<string[]> => readdir(folder).catch(() => [])

function cargoInstalled(): Reader {
  const sources = join(process.env.CARGO_HOME ?? join(homedir(), '.cargo'), 'registry', 'src')
  const registries = listed(sources)
  return async ({ name, version }) => {
    for (const registry of await registries) {
      const text = await textOf(join(sources, registry, `${name}-${version}`, 'Cargo.toml'))
      if (text !== null) return cargoLicence(text)
    }
    return null
  }
}

async function mavenInstalled({ name, version }: PackageRow): Promise<string | null> {
  const [group = '', artifact = ''] = name.split(':')
  const folder = join(homedir(), '.m2', 'repository', ...group.split('.'), artifact, version)
  const text = await textOf(join(folder, `${artifact}-${version}.pom`))
  return text === null ? null : pomLicence(text)
}
