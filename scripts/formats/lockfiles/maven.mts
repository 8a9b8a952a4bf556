/** Which artifacts does a pom.xml ask for by itself? Maven keeps no lock: transitive ones are not known. */

import { below } from '../../core/paths.mts'
import { type Pom, type PomDependency, readPom } from './pom.mts'
import { ancestry, type Chain, coordinates, filler, type PomTree, pomTree } from './pom-tree.mts'
import { type Entry, type Format, reading, type Source } from './reading.mts'

export const maven: Format = {
  ecosystem: 'Maven',
  basename: /^pom\.xml$/,
  wants: ({ paths }) => below('', 'pom.xml', paths),
  read(source) {
    const pom = readPom(source.text)
    if (typeof pom === 'string') return pom
    const tree = treeOf(source)
    const chain = ancestry(source.path, pom, tree)
    const own = resolvedRows(chain, tree)
    // What a parent in the project lists alike is reported there, once.
    const inherited = chain.length > 1 ? resolvedRows(chain.slice(1), tree) : []
    const known = new Set(inherited.map(keyOf))
    const declared = new Set(pom.dependencies.map(({ artifactId }) => artifactId))
    const rows = own.filter(row => declared.has(row.artifactId) || !known.has(keyOf(row)))
    const entries = rows.map(
      ({ name, version, scope }): Entry => ({
        name,
        version: exactVersion(version),
        direct: true,
        dev: scope === 'test',
      }),
    )
    const isPinned = rows.every(({ version }) => version === '' || exactVersion(version) !== '')
    return reading('Maven', source.path, entries, { isPinned, notes: notesOn(rows, chain) })
  },
}

/** All POMs are read once for all: everyone who reads through the same door shares the work. */
const trees = new WeakMap<Source['neighbour'], PomTree>()

function treeOf({ neighbour, paths }: Source): PomTree {
  const tree = trees.get(neighbour) ?? pomTree(paths, neighbour)
  trees.set(neighbour, tree)
  return tree
}

interface Row {
  readonly name: string
  readonly artifactId: string
  readonly version: string
  readonly scope: string
}

const keyOf = ({ name, version, scope }: Row) => `${name} ${version} ${scope}`

/** Dependencies of the POM and its parents, versions and scopes filled in from what is managed. */
function resolvedRows(chain: Chain | readonly Pom[], tree: PomTree): Row[] {
  const [pom] = chain
  if (pom === undefined) return []
  const fill = filler(chain as Chain)
  const managed = managedBy(chain, fill, tree, 0)
  const rows = new Map<string, Row>()
  for (const dependency of chain.flatMap(each => each.dependencies)) {
    const group = fill(dependency.groupId)
    const artifactId = fill(dependency.artifactId)
    const name = `${group}:${artifactId}`
    if (rows.has(name) || tree.named.has(name) || dependency.scope === 'system') continue
    const management = managed.get(name)
    const version = fill(dependency.version) || management?.version || ''
    rows.set(name, {
      name,
      artifactId,
      version,
      scope: dependency.scope || management?.scope || '',
    })
  }
  return [...rows.values()]
}

type Managed = ReadonlyMap<string, { readonly version: string; readonly scope: string }>

/** `dependencyManagement`, nearest first; a bill of materials is followed if the project holds it. */
function managedBy(
  chain: readonly Pom[],
  fill: (text: string) => string,
  tree: PomTree,
  depth: number,
): Managed {
  const managed = new Map<string, { version: string; scope: string }>()
  const add = (name: string, value: { version: string; scope: string }) => {
    if (!managed.has(name)) managed.set(name, value)
  }
  const isImport = ({ scope, type }: PomDependency) => scope === 'import' && type === 'pom'
  const all = chain.flatMap(pom => pom.managed)
  for (const each of all.filter(each => !isImport(each)))
    add(`${fill(each.groupId)}:${fill(each.artifactId)}`, {
      version: fill(each.version),
      scope: each.scope,
    })
  for (const each of all.filter(isImport)) {
    const bill = tree.named.get(`${fill(each.groupId)}:${fill(each.artifactId)}`)
    if (bill === undefined || depth > 10) continue
    const bills = ancestry(bill.path, bill.pom, tree)
    for (const [name, value] of managedBy(bills, filler(bills), tree, depth + 1)) add(name, value)
  }
  return managed
}

/** `[1.2]` means exactly 1.2; any other range, and LATEST and RELEASE, may change any day. */
function exactVersion(version: string): string {
  const exact = /^\[([^,[\]()]+)\]$/.exec(version)?.[1] ?? version
  return /[,[\]()]|^(LATEST|RELEASE)$|-SNAPSHOT$/.test(exact) ? '' : exact
}

function notesOn(rows: readonly Row[], chain: Chain): string[] {
  if (rows.length === 0) return []
  const unknown = rows.filter(({ version }) => version === '').length
  const notes = ['Maven keeps no lock file: what its dependencies bring in is not known.']
  if (unknown > 0) {
    const outside = chain.at(-1)?.parent
    const name = outside ? coordinates(outside) : ''
    const isShown = /^[\w.-]{1,100}:[\w.-]{1,100}$/.test(name)
    const parent = isShown ? ` (its parent ${name} is not in the project)` : ''
    notes.push(
      `${unknown} of its ${rows.length} dependencies get their version elsewhere${parent}.`,
    )
  }
  return notes
}
