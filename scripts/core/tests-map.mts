/** Which tests belong to which code? By what they import, and by their names. */

import type { ModuleGraph } from './modules/graph.mts'

export interface TestsMap {
  /** Test file → source files that it imports itself or is named after, both in path order. */
  readonly rows: readonly { readonly test: string; readonly code: readonly string[] }[]
  /** Source files that no test reaches over any number of imports, where imports are followed file by file. */
  readonly unreached: readonly string[]
  /** Source files with functions of which that can be told: JavaScript, TypeScript and Python. */
  readonly followed: number
}

const FOLLOWED = ['javascript', 'typescript', 'python']

/** @param withFunctions Source files that hold something to test. */
export function testsMap(
  { project, links }: Pick<ModuleGraph, 'project' | 'links'>,
  withFunctions: ReadonlySet<string>,
): TestsMap {
  const files = project.files.map(({ file }) => file)
  const sources = files.filter(({ role }) => role === 'source')
  const isSource = new Set(sources.map(({ path }) => path))
  const byName = Map.groupBy(sources, ({ path }) => nameOf(path))
  const imports = Map.groupBy(
    links.filter(({ when }) => when !== 'type'),
    ({ from }) => from,
  )
  const importedBy = (path: string) => (imports.get(path) ?? []).map(({ to }) => to)
  const rows = files
    .filter(({ role }) => role === 'test')
    .map(({ path }) => {
      const imported = importedBy(path).filter(to => isSource.has(to))
      return { test: path, code: [...new Set([...imported, ...named(path, byName)])].sort() }
    })
  const reached = reachable(
    rows.flatMap(({ test, code }) => [test, ...code]),
    importedBy,
  )
  const followed = sources.filter(
    ({ path, language }) => FOLLOWED.includes(language ?? '') && withFunctions.has(path),
  )
  return {
    rows: rows.filter(({ code }) => code.length > 0),
    unreached: followed.map(({ path }) => path).filter(path => !reached.has(path)),
    followed: followed.length,
  }
}

/** `src/price.test.ts`, `price.js`, `tests/test_price.py`, `PriceTest.java` → `price` and its kind of file. */
function nameOf(path: string): string {
  const [, name = '', ending = ''] = /([^/]+?)\.(\w+)$/.exec(path) ?? []
  const bare = name
    .replace(/[._-](test|tests|spec)$/i, '')
    .replace(/^test[._-]/i, '')
    .replace(/(?<=[a-z0-9])(Tests?|TestCase|IT)$/, '')
  return `${bare.toLowerCase()}.${/^[cm]?[jt]sx?$/.test(ending) ? 'js' : ending}`
}

/** Folders that only say what lies in them. */
const STRUCTURE =
  /^(src|lib|main|java|python|app|tests?|__tests__|specs?|unit|integration|e2e|functional)$/

const placeOf = (path: string): string =>
  path
    .split('/')
    .slice(0, -1)
    .filter(word => !STRUCTURE.test(word))
    .map(word => `${word}/`)
    .join('')

/** The one source file of its name in the same part of the project; of several nobody can tell which. */
function named(
  test: string,
  byName: ReadonlyMap<string, readonly { readonly path: string }[]>,
): readonly string[] {
  const place = placeOf(test)
  const alike = (byName.get(nameOf(test)) ?? []).filter(({ path }) =>
    placeOf(path).startsWith(place),
  )
  return alike.length === 1 ? alike.map(({ path }) => path) : []
}

function reachable(starts: readonly string[], next: (path: string) => readonly string[]) {
  const seen = new Set<string>()
  const waiting = [...starts]
  for (let path = waiting.pop(); path !== undefined; path = waiting.pop()) {
    if (seen.has(path)) continue
    seen.add(path)
    for (const each of next(path)) waiting.push(each)
  }
  return seen
}
