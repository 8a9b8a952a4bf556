/** Which packages does npm install from package-lock.json or npm-shrinkwrap.json (versions 1, 2, 3)? */

import { folderOf, joined } from '../../core/paths.mts'
import { type Fields, fields, isFields, text } from '../../core/untyped.mts'
import { npmLicence } from '../licences/metadata.mts'
import { parseJson } from '../parse.mts'
import { declaredIn, manifestFrom, unaliased } from './npm-dependencies.mts'
import { npmReading, scopeSettings } from './npm-scopes.mts'
import {
  type Entry,
  type Format,
  isArchive,
  type Named,
  type Outcome,
  type Source,
} from './reading.mts'

export const npm: Format = {
  ecosystem: 'npm',
  basename: /^(package-lock|npm-shrinkwrap)\.json$/,
  wants: ({ path }) => [beside(path, ''), ...scopeSettings(path)],
  read(source) {
    const parsed = parseJson(source.text)
    if (typeof parsed === 'string') return parsed
    const { packages, dependencies, lockfileVersion } = parsed.fields
    if (isFields(packages)) return fromPackages(source, packages)
    if (isFields(dependencies)) return fromTree(source, dependencies)
    if (lockfileVersion !== undefined) return npmReading(source, [])
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
  const exists = (path: string) => Object.hasOwn(packages, path)
  const entries = installs.flatMap(([path, value]): Entry[] => {
    const named = installed(path, fields(value))
    if (named === null) return []
    const requires = declaredIn({ ...fields(value), devDependencies: {} }, true).flatMap(
      ({ name }) => {
        const at = resolved(path, name, exists)
        return (at === null ? null : installed(at, fields(packages[at]))) ?? []
      },
    )
    const dev = fields(value).dev === true
    return [
      {
        ...named,
        alias: folderName(path),
        direct: direct.has(path),
        dev,
        requires,
        licence: npmLicence(fields(value)),
      },
    ]
  })
  const covers = members.map(([folder]) => beside(source.path, folder)).filter(Boolean)
  return npmReading(source, entries.filter(hasVersion), { covers })
}

const folderName = (path: string) => path.slice(path.lastIndexOf('node_modules/') + 13)

/** Name and version of what lies at an install path; null for members, links and folders. */
function installed(path: string, install: Fields): Named | null {
  const address = text(install.resolved)
  if (!/(^|\/)node_modules\//.test(path) || install.link === true || isOwnFolder(address))
    return null
  const version = isRegistryAddress(address) ? text(install.version) : address
  return { name: text(install.name) || folderName(path), version }
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
  const declared = manifest === null ? [] : declaredIn(manifest, true).map(({ name }) => name)
  const members = Object.values(top)
    .map(fields)
    .filter(value => isOwnFolder(text(value.version)))
  const direct = new Set([
    ...entriesOf(declared, [top]),
    ...members.flatMap(({ requires, dependencies }) =>
      entriesOf(Object.keys(fields(requires)), [fields(dependencies), top]),
    ),
  ])
  const folders = members.map(({ version }) => text(version).slice('file:'.length))
  const covers = ['', ...folders].map(folder => beside(source.path, folder))
  const entries: Entry[] = []
  // Tables a package sees, its own first: what it requires is in the nearest that has it.
  const waiting: (readonly Fields[])[] = [[top]]
  for (let scopes = waiting.pop(); scopes !== undefined; scopes = waiting.pop()) {
    if (scopes.length > DEEPEST)
      return `It nests packages over ${DEEPEST} deep, so it was not read.`
    for (const [name, value] of Object.entries(scopes[0] ?? {})) {
      const install = fields(value)
      const own: readonly Fields[] = isFields(install.dependencies)
        ? [install.dependencies, ...scopes]
        : scopes
      if (own !== scopes) waiting.push(own)
      const real = lockedAs(name, install)
      if (real === null) continue
      const requires = Object.keys(fields(install.requires)).flatMap(
        wanted => nearest(wanted, own) ?? [],
      )
      const dev = install.dev === true
      entries.push({ ...real, alias: name, direct: direct.has(value), dev, requires })
    }
  }
  const notes =
    manifest === null
      ? ['There is no package.json beside it, so which dependencies are direct is not known.']
      : []
  return npmReading(source, entries.filter(hasVersion), {
    covers: covers.filter(Boolean),
    notes,
  })
}

const scopeOf = (name: string, scopes: readonly Fields[]): Fields | undefined =>
  scopes.find(each => Object.hasOwn(each, name))

/** Each name's entry in the nearest scope that has it. */
const entriesOf = (names: readonly string[], scopes: readonly Fields[]): unknown[] =>
  names.flatMap(name => scopeOf(name, scopes)?.[name] ?? [])

function nearest(wanted: string, scopes: readonly Fields[]): Named | null {
  const scope = scopeOf(wanted, scopes)
  return scope === undefined ? null : lockedAs(wanted, fields(scope[wanted]))
}

/** What version 1 locks under a name; null for a folder of the project. */
function lockedAs(name: string, install: Fields): Named | null {
  const version = text(install.version)
  if (isOwnFolder(version)) return null
  const real = unaliased(name, version)
  return { name: real.name, version: real.spec }
}
