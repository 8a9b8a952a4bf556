/** Which packages does npm install from package-lock.json or npm-shrinkwrap.json (versions 1, 2, 3)? */

import { type Fields, fields, isFields, parseJson, text } from '../parse.mts'
import { declaredIn, manifestFrom, unaliased } from './npm-dependencies.mts'
import { folderOf, joined } from './paths.mts'
import {
  type Entry,
  type Format,
  isArchive,
  type Outcome,
  reading,
  type Source,
} from './reading.mts'

export const npm: Format = {
  ecosystem: 'npm',
  basename: /^(package-lock|npm-shrinkwrap)\.json$/,
  wants: ({ path }) => [beside(path, '')],
  read(source) {
    const parsed = parseJson(source.text)
    if (typeof parsed === 'string') return parsed
    const { packages, dependencies, lockfileVersion } = parsed.fields
    if (isFields(packages)) return fromPackages(source, packages)
    if (isFields(dependencies)) return fromTree(source, dependencies)
    if (lockfileVersion !== undefined) return reading('npm', source.path, [])
    return 'It is JSON, but has neither "packages" nor "dependencies": is it an npm lock file?'
  },
}

const beside = (path: string, folder: string) =>
  joined(folderOf(path), `${folder}/package.json`) ?? ''

/** Versions 2 and 3: a flat table of install paths; a path outside node_modules is a member. */
function fromPackages(source: Source, packages: Fields): Outcome {
  const installs = Object.entries(packages)
  const members = installs.filter(([path]) => !/(^|\/)node_modules\//.test(path))
  const direct = new Set<string>()
  for (const [folder, member] of members)
    for (const { name } of declaredIn(fields(member), true)) {
      const path = resolved(folder, name, path => Object.hasOwn(packages, path))
      if (path !== null) direct.add(path)
    }
  const entries = installs.flatMap(([path, value]): Entry[] => {
    const install = fields(value)
    if (!/(^|\/)node_modules\//.test(path) || install.link === true) return []
    const name = text(install.name) || path.slice(path.lastIndexOf('node_modules/') + 13)
    const address = text(install.resolved)
    if (isOwnFolder(address)) return []
    const version = isRegistryAddress(address) ? text(install.version) : address
    return [{ name, version, direct: direct.has(path), dev: install.dev === true }]
  })
  const covers = members.map(([folder]) => beside(source.path, folder)).filter(Boolean)
  return reading('npm', source.path, entries.filter(hasVersion), { covers })
}

/** Node's rule: the nearest node_modules going up from the folder. */
function resolved(folder: string, name: string, exists: (path: string) => boolean): string | null {
  for (let at = folder; ; at = folderOf(at)) {
    const path = `${at === '' ? '' : `${at}/`}node_modules/${name}`
    if (exists(path)) return path
    if (at === '') return null
  }
}

/** A private folder's package.json needs no version, and a lock that names none pins none. */
const hasVersion = (entry: Entry) => entry.version !== ''

const isRegistryAddress = (address: string) =>
  address === '' ||
  (/^https?:/.test(address) && (address.includes('/-/') || /^https:\/\/npm\.pkg\./.test(address)))

const isOwnFolder = (address: string) => address.startsWith('file:') && !isArchive(address)

/** Nested far deeper than npm ever nests: a file made to exhaust the stack. */
const DEEPEST = 200

/** Version 1: a tree of names; the manifest beside it says what is direct. */
function fromTree(source: Source, top: Fields): Outcome {
  const manifest = manifestFrom(source.neighbour(beside(source.path, '')))
  const direct = new Set<unknown>()
  const entries: Entry[] = []
  const covers = [beside(source.path, '')]
  const own = (declared: Iterable<string>, ...scopes: Fields[]) => {
    for (const name of declared) {
      const scope = scopes.find(scope => Object.hasOwn(scope, name))
      if (scope !== undefined) direct.add(scope[name])
    }
  }
  if (manifest !== null)
    own(
      declaredIn(manifest, true).map(({ name }) => name),
      top,
    )
  const members = Object.values(top)
    .map(fields)
    .filter(value => isOwnFolder(text(value.version)))
  for (const member of members) {
    covers.push(beside(source.path, text(member.version).slice('file:'.length)))
    own(Object.keys(fields(member.requires)), fields(member.dependencies), top)
  }
  const waiting: { readonly table: Fields; readonly depth: number }[] = [{ table: top, depth: 0 }]
  for (let level = waiting.pop(); level !== undefined; level = waiting.pop()) {
    if (level.depth > DEEPEST) return `It nests packages over ${DEEPEST} deep, so it was not read.`
    for (const [name, value] of Object.entries(level.table)) {
      const install = fields(value)
      if (isFields(install.dependencies))
        waiting.push({ table: install.dependencies, depth: level.depth + 1 })
      if (isOwnFolder(text(install.version))) continue
      const real = unaliased(name, text(install.version))
      const dev = install.dev === true
      entries.push({ name: real.name, version: real.spec, direct: direct.has(value), dev })
    }
  }
  const notes =
    manifest === null
      ? ['There is no package.json beside it, so which dependencies are direct is not known.']
      : []
  return reading('npm', source.path, entries.filter(hasVersion), {
    covers: covers.filter(Boolean),
    notes,
  })
}
