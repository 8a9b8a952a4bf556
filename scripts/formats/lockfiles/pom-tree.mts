/** How do the POMs of a project belong together? Parents and properties, as far as the project holds them. */

import { below, folderOf, joined } from '../../core/paths.mts'
import { type Pom, readPom } from './pom.mts'

export type Chain = readonly [Pom, ...Pom[]]

export interface PomTree {
  /** The project's POMs by path. */
  at(path: string): Pom | null
  /** The project's POMs by `group:artifact`. */
  readonly named: ReadonlyMap<string, { readonly path: string; readonly pom: Pom }>
}

export function pomTree(
  paths: readonly string[],
  textOf: (path: string) => string | null,
): PomTree {
  const poms = new Map<string, Pom>()
  for (const path of below('', 'pom.xml', paths)) {
    const text = textOf(path)
    const pom = text === null ? '' : readPom(text)
    if (typeof pom !== 'string') poms.set(path, pom)
  }
  return {
    at: path => poms.get(path) ?? null,
    named: new Map([...poms].map(([path, pom]) => [coordinates(pom), { path, pom }])),
  }
}

export const coordinates = ({ groupId, artifactId }: Pick<Pom, 'groupId' | 'artifactId'>) =>
  `${groupId}:${artifactId}`

/** The POM and its parents as far as the project holds them; a circle of parents ends. */
export function ancestry(path: string, pom: Pom, tree: PomTree): Chain {
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

const byName = ({ parent }: Pom, tree: PomTree) =>
  parent === null ? undefined : tree.named.get(coordinates(parent))

/** Replaces `${…}`; text with a property that is defined nowhere in the project becomes ''. */
export function filler(chain: Chain): (text: string) => string {
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
