/** Which artifacts does a pom.xml ask for by itself? Maven keeps no lock: transitive ones are not known. */

import { below, folderOf, joined } from '../../core/paths.mts'
import { type Pom, type PomDependency, readPom } from './pom.mts'
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

type Chain = readonly [Pom, ...Pom[]]

interface Tree {
  /** The project's POMs by path. */
  at(path: string): Pom | null
  /** The project's POMs by `group:artifact`. */
  readonly named: ReadonlyMap<string, { readonly path: string; readonly pom: Pom }>
}

/** All POMs are read once for all: everyone who reads through the same door shares the work. */
const trees = new WeakMap<Source['neighbour'], Tree>()

function treeOf({ neighbour, paths }: Source): Tree {
  const known = trees.get(neighbour)
  if (known !== undefined) return known
  const poms = new Map<string, Pom>()
  for (const path of below('', 'pom.xml', paths)) {
    const text = neighbour(path)
    const pom = text === null ? '' : readPom(text)
    if (typeof pom !== 'string') poms.set(path, pom)
  }
  const tree = {
    at: (path: string) => poms.get(path) ?? null,
    named: new Map([...poms].map(([path, pom]) => [coordinates(pom), { path, pom }])),
  }
  trees.set(neighbour, tree)
  return tree
}

const coordinates = ({ groupId, artifactId }: Pick<Pom, 'groupId' | 'artifactId'>) =>
  `${groupId}:${artifactId}`

/** The POM and its parents as far as the project holds them; a circle of parents ends. */
function ancestry(path: string, pom: Pom, tree: Tree): Chain {
  const chain: [Pom, ...Pom[]] = [pom]
  let [at, child] = [path, pom]
  while (child.parent !== null && chain.length < 50) {
    const beside = joined(folderOf(at), child.parent.relativePath ?? '../pom.xml')
    const file = beside?.endsWith('.xml') ? beside : `${beside}/pom.xml`
    const parent = beside === null || child.parent.relativePath === '' ? null : tree.at(file)
    const isMeant = parent?.artifactId === child.parent.artifactId
    const found = isMeant && parent !== null ? { path: file, pom: parent } : byName(child, tree)
    if (found === undefined || chain.includes(found.pom)) break
    chain.push(found.pom)
    ;[at, child] = [found.path, found.pom]
  }
  return chain
}

const byName = ({ parent }: Pom, tree: Tree) =>
  parent === null ? undefined : tree.named.get(coordinates(parent))

interface Row {
  readonly name: string
  readonly artifactId: string
  readonly version: string
  readonly scope: string
}

const keyOf = ({ name, version, scope }: Row) => `${name} ${version} ${scope}`

/** Dependencies of the POM and its parents, versions and scopes filled in from what is managed. */
function resolvedRows(chain: Chain | readonly Pom[], tree: Tree): Row[] {
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
  tree: Tree,
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

/** Replaces `${…}`; text with a property that is defined nowhere in the project becomes ''. */
function filler(chain: Chain): (text: string) => string {
  const [pom] = chain
  const builtIn = new Map(
    ['project', 'pom'].flatMap(prefix => [
      [`${prefix}.groupId`, pom.groupId],
      [`${prefix}.artifactId`, pom.artifactId],
      [`${prefix}.version`, pom.version],
      [`${prefix}.parent.groupId`, pom.parent?.groupId],
      [`${prefix}.parent.version`, pom.parent?.version],
    ]),
  )
  const propertyOf = (name: string) =>
    chain.find(each => each.properties.has(name))?.properties.get(name) ?? builtIn.get(name)
  return text => {
    let filled = text
    for (let round = 0; round < 20 && filled.includes('${'); round++) {
      const next = filled.replace(/\$\{([^${}]*)\}/g, (whole, name) => propertyOf(name) ?? whole)
      if (next === filled || next.length > 1000) break
      filled = next
    }
    return filled.includes('${') ? '' : filled
  }
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
