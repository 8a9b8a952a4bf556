/** Which packages does Yarn 1 install from yarn.lock? The format is its own: indented lines, optional quotes. */

import { below, folderOf } from '../../core/paths.mts'
import { reachable } from './graph.mts'
import { type Declared, declaredIn, manifestFrom, unaliased } from './npm-dependencies.mts'
import { npmReading } from './npm-scopes.mts'
import { type Entry, isArchive, type Named, type Outcome, type Source } from './reading.mts'

interface Node {
  readonly descriptors: readonly string[]
  version: string
  resolved: string
  readonly brings: string[]
}

export function readClassic(source: Source): Outcome {
  const nodes = parse(source.text)
  if (typeof nodes === 'string') return nodes
  const byDescriptor = new Map(
    nodes.flatMap(node => node.descriptors.map(descriptor => [descriptor, node] as const)),
  )
  const members = membersOf(source, byDescriptor)
  const asked = members.flatMap(({ declared }) => declared)
  const nodesOf = (wanted: readonly Declared[]) =>
    wanted.flatMap(({ name, spec }) => byDescriptor.get(`${name}@${spec}`) ?? [])
  const direct = new Set(nodesOf(asked))
  const shipped = reachable(nodesOf(asked.filter(({ dev }) => !dev)), node =>
    node.brings.flatMap(descriptor => byDescriptor.get(descriptor) ?? []),
  )
  const isKnown = members.length > 0
  // Kotlin's Gradle plugin locks the tools it builds and tests with there, beside what the builds ask of npm.
  const isOfKotlin = /(^|\/)kotlin-js-store\//.test(source.path)
  const entries = nodes.flatMap((node): Entry[] => {
    const entry = identity(node)
    if (entry === null) return []
    const requires = node.brings.flatMap(each => {
      const other = byDescriptor.get(each)
      return (other && identity(other)) ?? []
    })
    const dev = isKnown ? !shipped.has(node) : isOfKotlin
    const row = { ...entry, direct: direct.has(node), dev, requires }
    return node.descriptors.map(each => ({ ...row, alias: each.slice(0, each.indexOf('@', 1)) }))
  })
  const notes = isKnown
    ? []
    : ['No package.json beside it matches it, so which dependencies are direct is not known.']
  return npmReading(source, entries, { covers: members.map(({ path }) => path), notes })
}

/** Manifests of the workspace: the one beside the lock, and those below it that it satisfies wholly. */
function membersOf(source: Source, known: ReadonlyMap<string, Node>) {
  const manifests = below(folderOf(source.path), 'package.json', source.paths).flatMap(path => {
    const manifest = manifestFrom(source.neighbour(path))
    return manifest === null ? [] : [{ path, manifest, declared: declaredIn(manifest) }]
  })
  const own = new Set(manifests.map(({ manifest }) => manifest.name))
  return manifests.filter(
    ({ path, declared }) =>
      folderOf(path) === folderOf(source.path) ||
      declared.every(({ name, spec }) => own.has(name) || known.has(`${name}@${spec}`)),
  )
}

function identity(node: Node): Named | null {
  const descriptor = node.descriptors[0] ?? ''
  const at = descriptor.indexOf('@', 1)
  const range = descriptor.slice(at + 1)
  const { name, spec } = unaliased(descriptor.slice(0, at), range)
  if (/^(link|portal|workspace):/.test(spec)) return null
  if (/^(file:|\.{0,2}\/)/.test(spec))
    return isArchive(spec) ? { name, version: fileSpec(spec) } : null
  const isFromRegistry = !/[:/]/.test(spec)
  return { name, version: isFromRegistry ? node.version : node.resolved || spec }
}

const fileSpec = (spec: string) => (spec.startsWith('file:') ? spec : `file:${spec}`)

const unquoted = (word: string) => word.replace(/^"(.*)"$/, '$1').replaceAll('\\"', '"')

function parse(text: string): readonly Node[] | string {
  const nodes: Node[] = []
  let section = ''
  for (const [index, line] of text.split(/\r?\n/).entries()) {
    if (/^\s*(#.*)?$/.test(line)) continue
    if (/^(<<<<<<<|=======|>>>>>>>)/.test(line))
      return `It holds an unresolved merge conflict at line ${index + 1}.`
    const node = nodes.at(-1)
    if (!line.startsWith(' ')) {
      const descriptors = descriptorsOf(line)
      if (descriptors === null) return `Line ${index + 1} is not an entry of a Yarn lock file.`
      nodes.push({ descriptors, version: '', resolved: '', brings: [] })
      section = ''
      continue
    }
    const field = fieldOf(line)
    if (node === undefined || field === null) return `Line ${index + 1} belongs to no entry.`
    if (field.isOfNode) section = take(node, field)
    else if (BROUGHT.has(section)) node.brings.push(`${field.name}@${field.value}`)
  }
  return nodes
}

/** Answers the section that the field opens; '' for a plain one. */
function take(node: Node, { name, value }: Field): string {
  if (name === 'version' || name === 'resolved') node[name] = value
  return name.endsWith(':') ? name.slice(0, -1) : ''
}

const BROUGHT: ReadonlySet<string> = new Set(['dependencies', 'optionalDependencies'])

interface Field {
  readonly name: string
  readonly value: string
  readonly isOfNode: boolean
}

/** `  version "2.0.0"` is the node's own, what is indented further its section's. */
function fieldOf(line: string): Field | null {
  const field = /^( +)("[^"]*"|[^\s"]+)(?:\s(.*))?$/s.exec(line.trimEnd())
  if (field === null) return null
  const [, indent = '', key = '', rest = ''] = field
  return { name: unquoted(key), value: unquoted(rest.trimStart()), isOfNode: indent.length <= 2 }
}

/** `ms@2.0.0, "a@1 || 2":` names one node by every range that led to it. */
function descriptorsOf(line: string): readonly string[] | null {
  if (!line.endsWith(':')) return null
  const words = line.slice(0, -1).match(/"[^"]*"|[^,"]+/g) ?? []
  const descriptors = words.map(word => unquoted(word.trim())).filter(word => word !== '')
  return descriptors.length > 0 && descriptors.every(word => word.indexOf('@', 1) > 0)
    ? descriptors
    : null
}
