/** What does a pom.xml ask for, its parents in the project included? */

import { folderOf } from '../../../core/paths.mts'
import type { Pom } from '../../../formats/lockfiles/pom.mts'
import {
  ancestry,
  type Chain,
  coordinates,
  filler,
  type PomTree,
} from '../../../formats/lockfiles/pom-tree.mts'
import { homeOf, lineAt, withSlash } from '../places.mts'
import type { Build } from './builds.mts'
import { withStarter } from './pom-edit.mts'

const BOOT = 'org.springframework.boot'

/** Null where neither it nor its parents speak of Spring Boot. */
export function mavenBuild(
  path: string,
  tree: PomTree,
  texts: ReadonlyMap<string, string>,
): Build | null {
  const pom = tree.at(path)
  const text = texts.get(path)
  if (pom === null || text === undefined) return null
  const chain = ancestry(path, pom, tree)
  const fill = filler(chain)
  const paths = new Map([...tree.named.values()].map(each => [each.pom, each.path]))
  const dependencies = chain.flatMap(each => {
    const at = paths.get(each) ?? path
    return each.dependencies
      .filter(({ scope }) => scope !== 'test')
      .map(({ groupId, artifactId, version }) => ({
        name: `${fill(groupId)}:${fill(artifactId)}`,
        version: fill(version),
        path: at,
        line: lineOf(texts.get(at) ?? '', `<artifactId>${artifactId}<`),
      }))
  })
  const version = bootOf(chain, fill)
  if (version === null && !dependencies.some(({ name }) => name.startsWith(`${BOOT}:`))) return null
  return {
    kind: 'maven',
    path,
    folder: homeOf(path),
    name: pom.artifactId,
    boot: { version: version === '' ? null : version, line: lineOf(text, 'spring-boot') },
    dependencies,
    uses: dependencies.flatMap(({ name }) => {
      const module = tree.named.get(name)
      return module === undefined ? [] : [homeOf(module.path)]
    }),
    withStarter: wanted => {
      const line = filteredOut(text)
      return line === null
        ? withStarter(text, wanted)
        : { why: 'its resources leave out src/main/resources/config/application.properties', line }
    },
  }
}

/** Of the parent that brings it, or of an imported bill of materials; '' where that is a property nobody sets. */
function bootOf(chain: Chain, fill: (text: string) => string): string | null {
  for (const { parent, managed } of chain) {
    if (parent?.groupId === BOOT) return fill(parent.version)
    const bill = managed.find(each => coordinates(each) === `${BOOT}:spring-boot-dependencies`)
    if (bill !== undefined) return fill(bill.version)
  }
  return null
}

/** Line of the resources that would not take our file along; null where nothing speaks against it. */
function filteredOut(text: string): number | null {
  const resources = text.split('<resource>').slice(1)
  if (resources.length === 0) return null
  const isTaking = resources
    .map(each => each.slice(0, Math.max(0, each.indexOf('</resource>'))))
    .filter(each => !each.includes('<directory>') || each.includes('src/main/resources<'))
    .some(each => !each.includes('<includes>') || /properties|\*\.\*|\*\*(\/\*)?</.test(each))
  return isTaking ? null : lineOf(text, '<resource>')
}

function lineOf(text: string, part: string): number {
  const at = text.indexOf(part)
  return at === -1 ? 1 : lineAt(text, at)
}

/** The outermost POM that builds it together with others, by folder; its own where there is none. */
export function reactorOf(path: string, tree: PomTree): string {
  let folder = folderOf(path)
  for (let outer = folder; outer !== ''; ) {
    outer = folderOf(outer)
    const pom: Pom | null = tree.at(`${withSlash(outer)}pom.xml`)
    const inner = folder.slice(withSlash(outer).length)
    if (pom?.modules.some(each => each.replace(/^\.\/|\/(pom\.xml)?$/g, '') === inner))
      folder = outer
  }
  return folder
}
