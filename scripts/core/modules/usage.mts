/** Which modules and exports does nobody use? Followed from where the project is entered; what is in doubt counts as used. */

import { enteredFrom } from './entered.mts'
import { isScript, type ModuleGraph } from './graph.mts'
import { mentionedIn } from './mentioned.mts'
import { follow, isStar, named, type Offer } from './passing.mts'
import type { ModuleFile } from './project.mts'

interface UnusedExport {
  readonly path: string
  readonly line: number
  readonly name: string
}

export interface Usage {
  /** Source files of languages whose unused code can be told. */
  readonly files: number
  /** Those of them whose entry points are known. */
  readonly judged: number
  /** Why the others are not judged, each reason once. */
  readonly unknown: readonly string[]
  /** Whether any package.json could have named entry points. */
  readonly isPackaged: boolean
  /** Exports of judged files that are not meant for other projects. */
  readonly internal: number
  readonly unusedExports: readonly UnusedExport[]
  readonly unusedFiles: readonly string[]
  /** Exports of unused files. */
  readonly lostExports: number
}

export function usageOf(graph: ModuleGraph): Usage {
  const { entries, unknown } = enteredFrom(graph)
  const asked = graph.project.files.filter(isAsked)
  const judged = asked.filter(({ file }) => !unknown.has(file.path))
  const open = new Set([...entries].filter(path => !isTest(graph, path)))
  const internal = judged.flatMap(each => internalExports(each, open))
  const unused = (mentioned: Iterable<string>, run: readonly string[]) => {
    const reached = reachedFrom(graph, [...mentioned, ...run])
    const used = new Uses(graph)
    for (const { to, names } of graph.links) for (const name of names) used.add(to, name)
    for (const path of open) offer(graph, used, path)
    for (const path of mentioned) used.add(path, '*')
    const files = judged.map(({ file }) => file.path).filter(path => !reached.has(path))
    const exports = internal.filter(
      ({ path, name, isUsedHere }) => !isUsedHere && reached.has(path) && !used.has(path, name),
    )
    return { files, exports, lost: internal.filter(({ path }) => !reached.has(path)) }
  }
  const starts = [...entries, ...unknown.keys()]
  const first = unused([], starts)
  const candidates = new Set([...first.files, ...first.exports.map(({ path }) => path)])
  const { whole, byTests } = mentionedIn(graph, [...candidates])
  const { files, exports, lost } = unused(whole, [...starts, ...byTests])
  return {
    files: asked.length,
    judged: judged.length,
    unknown: [...new Set(unknown.values())].sort(),
    isPackaged: graph.manifests.length > 0,
    internal: internal.length,
    unusedExports: exports.map(({ path, line, name }) => ({ path, line, name })),
    unusedFiles: files,
    lostExports: lost.length,
  }
}

/** One for each name: overloads, and a value and a type of one name, are one export. */
function internalExports({ file: { path }, facts }: ModuleFile, open: ReadonlySet<string>) {
  const own = facts.exports.filter(
    ({ name, from }) => from === null && isInternal(path, name, open),
  )
  return [...Map.groupBy(own, ({ name }) => name)].map(([name, rows]) => ({
    path,
    name,
    line: rows[0]?.line ?? 1,
    isUsedHere: rows.some(({ isUsedHere }) => isUsedHere),
  }))
}

const isAsked = ({ file, facts }: ModuleFile): boolean =>
  file.role === 'source' &&
  facts.fault === null &&
  (isScript(file.language) || file.language === 'python')

/** What is entered from outside is used, but for what Python keeps to itself. */
function offer({ byPath }: ModuleGraph, used: Uses, path: string): void {
  const names = (byPath.get(path)?.facts.exports ?? []).map(({ name }) => name)
  const isPython = path.endsWith('.py')
  for (const name of isPython ? names.filter(each => !each.startsWith('_')) : ['*'])
    used.add(path, name)
}

const isTest = ({ byPath }: ModuleGraph, path: string): boolean =>
  byPath.get(path)?.file.role === 'test'

/** Not for other projects: in a module that is entered from outside, what Python names with `_`. */
function isInternal(path: string, name: string, open: ReadonlySet<string>): boolean {
  if (path.endsWith('.py')) return name.startsWith('_') || !open.has(path)
  return !open.has(path) && !DECLARATIONS.test(path)
}

/** Declares for everybody, whoever asks. */
const DECLARATIONS = /\.d\.[cm]?ts$/

function reachedFrom(graph: ModuleGraph, starts: readonly string[]): ReadonlySet<string> {
  const byFrom = Map.groupBy(graph.links, ({ from }) => from)
  const reached = new Set(starts)
  for (const path of reached) for (const { to } of byFrom.get(path) ?? []) reached.add(to)
  return reached
}

/** Names in use, followed through what modules pass on. */
class Uses {
  private readonly graph: ModuleGraph
  private readonly keys = new Set<string>()

  constructor(graph: ModuleGraph) {
    this.graph = graph
  }

  has(path: string, name: string): boolean {
    return this.keys.has(`${path}\0${name}`)
  }

  add(path: string, name: string): void {
    follow([path, name], (...offer) => this.take(...offer))
  }

  /** Marks one name, or all of them; gives what that uses elsewhere. */
  private take(path: string, name: string): Offer[] {
    const key = `${path}\0${name}`
    if (this.keys.has(key)) return []
    this.keys.add(key)
    const exports = this.graph.byPath.get(path)?.facts.exports ?? []
    const meant = name === '*' ? exports : named(exports, name)
    return meant.flatMap((each): Offer[] => {
      const own: Offer[] = isStar(each) ? [] : [[path, each.name]]
      const to = each.from && this.graph.scripts.resolve(path, each.from.source)
      if (each.from === null || to === null) return own
      return [...own, [to, isStar(each) && name !== '*' ? name : each.from.name]]
    })
  }
}
