/** Which packages does Yarn 2 or newer install from yarn.lock? It is YAML with a `__metadata` entry. */

import { folderOf, joined } from '../../core/paths.mts'
import { type Fields, fields, text } from '../../core/untyped.mts'
import { parseYaml } from '../parse.mts'
import { entriesFrom } from './graph.mts'
import { declaredIn, manifestFrom } from './npm-dependencies.mts'
import { npmReading } from './npm-scopes.mts'
import { isArchive, type Named, type Outcome, type Source } from './reading.mts'

interface Node {
  readonly name: string
  /** What follows the name in `resolution`: `npm:2.0.0`, `workspace:packages/app`. */
  readonly reference: string
  readonly version: string
  /** Descriptors it asks for. */
  readonly brings: readonly { readonly name: string; readonly descriptor: string }[]
}

/** Package.json files of the workspace members a lock names. */
export function berryMembers(lockPath: string, lockText: string): readonly string[] {
  const folders = [...lockText.matchAll(/^ {2}resolution: "?[^"\n]*@workspace:([^"\n]*)"?$/gm)]
  return folders.flatMap(([, folder]) => joined(folderOf(lockPath), `${folder}/package.json`) ?? [])
}

export function readBerry(source: Source): Outcome {
  const parsed = parseYaml(source.text)
  if (typeof parsed === 'string') return parsed
  const nodes: Node[] = []
  const byDescriptor = new Map<string, Node>()
  for (const [key, value] of Object.entries(parsed.fields)) {
    const node = key === '__metadata' ? null : nodeOf(fields(value))
    if (node === null) continue
    nodes.push(node)
    for (const descriptor of key.split(', ')) byDescriptor.set(unbound(descriptor), node)
  }
  // Before version 4 a dependency was written without its `npm:`.
  const found = ({ name, descriptor }: Node['brings'][number]) =>
    [`${name}@${descriptor}`, `${name}@npm:${descriptor}`]
      .flatMap(each => byDescriptor.get(each) ?? [])
      .slice(0, 1)
  const members = nodes.filter(({ reference }) => reference.startsWith('workspace:'))
  const starts = members.flatMap(member => {
    const development = developmentOf(member, source)
    return member.brings.flatMap(wanted =>
      found(wanted).map(node => ({
        node,
        alias: wanted.name,
        dev: development.has(wanted.name),
      })),
    )
  })
  const entries = entriesFrom(nodes, starts, identity, node =>
    node.reference.startsWith('workspace:') ? [] : node.brings.flatMap(found),
  )
  return npmReading(source, entries, { covers: berryMembers(source.path, source.text) })
}

function nodeOf(entry: Fields): Node | null {
  const resolution = text(entry.resolution)
  const at = resolution.indexOf('@', 1)
  if (at < 0) return null
  const brings = [entry.dependencies, entry.optionalDependencies].flatMap(section =>
    Object.entries(fields(section)).map(([name, descriptor]) => ({
      name,
      descriptor: text(descriptor),
    })),
  )
  const [name, reference] = [resolution.slice(0, at), unbound(resolution.slice(at + 1))]
  return { name, reference, version: text(entry.version), brings }
}

/** Null for what is the project's own: members, links, folders. A patched package keeps its version. */
function identity({ name, reference, version }: Node): Named | null {
  if (/^(workspace|link|portal):/.test(reference)) return null
  if (/^(npm|patch):/.test(reference)) return { name, version }
  const spec = reference.replace(/#.*/, '')
  if (reference.startsWith('file:')) return isArchive(spec) ? { name, version: spec } : null
  return { name, version: reference }
}

/** The lock does not tell development dependencies apart: the member's own manifest does. */
function developmentOf(member: Node, source: Source): ReadonlySet<string> {
  const folder = member.reference.slice('workspace:'.length)
  const path = joined(folderOf(source.path), `${folder}/package.json`)
  const manifest = manifestFrom(path === null ? null : source.neighbour(path))
  const declared = manifest === null ? [] : declaredIn(manifest)
  return new Set(declared.filter(({ dev }) => dev).map(({ name }) => name))
}

/** `::locator=…` says for whom a reference holds; it is no part of what it names. */
const unbound = (reference: string) => reference.split('::', 1)[0] ?? ''
