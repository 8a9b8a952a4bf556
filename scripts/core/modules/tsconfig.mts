/** What do a TypeScript project's settings say about names of modules? `paths` and `baseUrl`, what they extend included. */

import { folderOf, joined } from '../paths.mts'
import { fields, textOf, texts } from '../untyped.mts'
import { jsonFields } from './json.mts'

export interface Aliases {
  /** Where names without a dot are looked up first; null when nowhere. */
  readonly base: string | null
  /** Pattern → paths from the project's folder. */
  readonly paths: ReadonlyMap<string, readonly string[]>
}

const MOST_PARENTS = 20

export const isSettings = (path: string): boolean => /(^|\/)[tj]sconfig[\w.-]*\.json$/.test(path)

/** Null where the file is none, or says nothing about names. */
export function aliasesOf(path: string, sources: ReadonlyMap<string, string>): Aliases | null {
  let base: string | null = null
  const paths = new Map<string, readonly string[]>()
  const waiting = [path]
  const seen = new Set<string>()
  for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
    if (seen.has(next) || seen.size > MOST_PARENTS) continue
    seen.add(next)
    const config = jsonFields(sources.get(next) ?? '')
    if (config === null) continue
    const folder = folderOf(next)
    const options = fields(config.compilerOptions)
    const baseUrl = textOf(options.baseUrl)
    const root = baseUrl === null ? folder : (joined(folder, baseUrl) ?? folder)
    if (baseUrl !== null) base ??= root
    if (paths.size === 0)
      for (const [pattern, targets] of Object.entries(fields(options.paths)))
        paths.set(
          pattern,
          texts(targets).flatMap(target => joined(root, target) ?? []),
        )
    for (const parent of [config.extends].flat().filter(each => typeof each === 'string'))
      waiting.push(...parentOf(folder, parent, sources))
  }
  return base === null && paths.size === 0 ? null : { base, paths }
}

function parentOf(folder: string, parent: string, sources: ReadonlyMap<string, string>): string[] {
  const path = parent.startsWith('.') ? joined(folder, parent) : null
  if (path === null) return []
  return [path, `${path}.json`, `${path}/tsconfig.json`]
    .filter(each => sources.has(each))
    .slice(0, 1)
}
