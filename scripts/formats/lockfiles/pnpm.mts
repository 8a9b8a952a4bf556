/** Which packages does pnpm install from pnpm-lock.yaml (5.4, 6, 9)? */

import { folderOf, joined } from '../../core/paths.mts'
import { type Fields, fields, isFields, text } from '../../core/untyped.mts'
import { parseYaml } from '../parse.mts'
import { entriesFrom, type Start } from './graph.mts'
import { npmReading, scopeSettings } from './npm-scopes.mts'
import type { Format } from './reading.mts'

export const pnpm: Format = {
  ecosystem: 'npm',
  basename: /^pnpm-lock\.yaml$/,
  wants: ({ path }) => scopeSettings(path),
  read(source) {
    const { path } = source
    const parsed = parseYaml(source.text)
    if (typeof parsed === 'string') return parsed
    const lock = parsed.fields
    if (lock.lockfileVersion === undefined)
      return 'It has no lockfileVersion: is it written by pnpm 7 or newer?'
    const packages = fields(lock.packages)
    // Since version 9 what a package is and what it brings stand in two tables.
    const nodes = isFields(lock.snapshots) ? lock.snapshots : packages
    const importers = isFields(lock.importers) ? lock.importers : { '.': lock }
    const starts = Object.values(importers).flatMap(importer => starting(fields(importer), nodes))
    const entries = entriesFrom(
      Object.keys(nodes),
      starts,
      node => identity(node, packages),
      node => brought(fields(nodes[node]), nodes),
    )
    const covers = Object.keys(importers).flatMap(
      folder => joined(folderOf(path), `${folder}/package.json`) ?? [],
    )
    return npmReading(source, entries, { covers })
  },
}

/** What an importer asks for; a workspace link names no node and drops out. */
function starting(importer: Fields, nodes: Fields): Start<string>[] {
  return (['dependencies', 'optionalDependencies', 'devDependencies'] as const).flatMap(section =>
    Object.entries(fields(importer[section])).flatMap(([name, value]) => {
      const reference = isFields(value) ? text(value.version) : text(value)
      const node = nodeOf(name, reference, nodes)
      return node === null ? [] : [{ node, alias: name, dev: section === 'devDependencies' }]
    }),
  )
}

const brought = (node: Fields, nodes: Fields) =>
  (['dependencies', 'optionalDependencies'] as const).flatMap(section =>
    Object.entries(fields(node[section])).flatMap(
      ([name, reference]) => nodeOf(name, text(reference), nodes) ?? [],
    ),
  )

/** A reference is a version, or a whole key where the name differs; keys changed form in 6 and in 9. */
function nodeOf(name: string, reference: string, nodes: Fields): string | null {
  const keys = [`${name}@${reference}`, `/${name}@${reference}`, `/${name}/${reference}`, reference]
  return keys.find(key => Object.hasOwn(nodes, key)) ?? null
}

/** Name and version of a node; null for a folder of the project. */
function identity(node: string, packages: Fields): { name: string; version: string } | null {
  const entry = fields(packages[node] ?? packages[withoutPeers(node)])
  const resolution = fields(entry.resolution)
  if (resolution.type === 'directory' || text(resolution.directory) !== '') return null
  // Until version 8 a package from elsewhere has an address as key and its name inside.
  if (text(entry.name) !== '' && !node.startsWith('/'))
    return { name: text(entry.name), version: addressOf(resolution) || text(entry.version) }
  const [, name = '', version = ''] =
    /^\/(@[^/]+\/[^/]+|[^/@][^/]*)\/([^/_]+)/.exec(node) ??
    /^\/?((?:@[^/@]+\/)?[^/@]+)@(.+)$/.exec(withoutPeers(node)) ??
    []
  return { name, version }
}

const addressOf = ({ tarball, repo, commit }: Fields) =>
  text(tarball) || (text(repo) === '' ? '' : `git+${text(repo)}#${text(commit)}`)

/** Peers are appended: `react-dom@18.2.0(react@18.2.0)`. Version 5 wrote `_react@18.2.0`. */
const withoutPeers = (node: string) => {
  const open = node.indexOf('(')
  return open > 0 && node.endsWith(')') ? node.slice(0, open) : node
}
