/** Which module of the project leads to which? Every import resolved; what leads out of the project is left out. */

import type { ExportFacts, ImportFacts } from '../facts.mts'
import { JavaResolver } from './java.mts'
import { JavaScriptResolver } from './javascript.mts'
import { Lookup } from './lookup.mts'
import { type Manifest, manifestOf } from './manifests.mts'
import type { Link, ModuleFile, ProjectModules } from './project.mts'
import { PythonResolver } from './python.mts'

export interface ModuleGraph {
  readonly project: ProjectModules
  readonly byPath: ReadonlyMap<string, ModuleFile>
  readonly links: readonly Link[]
  readonly manifests: readonly Manifest[]
  readonly lookup: Lookup
  readonly scripts: JavaScriptResolver
  readonly python: PythonResolver
}

export function moduleGraph(project: ProjectModules): ModuleGraph {
  const { files, paths, texts } = project
  const manifests = [...texts].flatMap(([path, text]) =>
    /(^|\/)package\.json$/.test(path) ? (manifestOf(path, text) ?? []) : [],
  )
  const code = files.filter(({ file }) => isScript(file.language)).map(({ file }) => file.path)
  const lookup = new Lookup(paths, code, new Set(manifests.map(({ folder }) => folder)))
  const scripts = new JavaScriptResolver(lookup, manifests, texts)
  const python = new PythonResolver(paths)
  const byPath = new Map(files.map(each => [each.file.path, each]))
  const java = new JavaResolver(
    files.filter(({ file }) => file.language === 'java').map(({ file }) => file.path),
  )
  const targets = ({ file }: ModuleFile, fact: ImportFacts): Target[] => {
    const { names, when } = fact
    if (file.language === 'python')
      return python
        .resolve(file.path, fact)
        .map(({ isPassed, ...meant }) => ({ ...meant, when: isPassed ? 'late' : when }))
    if (file.language === 'java')
      return java.resolve(fact.source).map(path => ({ path, names, when }))
    const path = isScript(file.language) ? scripts.resolve(file.path, fact.source) : null
    return path === null ? [] : [{ path, names, when }]
  }
  const links = files.flatMap(each =>
    each.facts.imports.flatMap(fact =>
      targets(each, fact)
        .filter(({ path }) => each.file.language === 'java' || byPath.has(path))
        .map(({ path: to, names, when }): Link => {
          return { from: each.file.path, to, line: fact.line, names, when }
        }),
    ),
  )
  const graph = { project, byPath, links, manifests, lookup, scripts, python }
  return { ...graph, links: links.map(link => typed(graph, link)) }
}

type Target = { readonly path: string } & Pick<Link, 'names' | 'when'>

export const isScript = (language: string | null): boolean =>
  language === 'javascript' || language === 'typescript'

/** An import of nothing but types is gone when the code runs. */
function typed(graph: ModuleGraph, link: Link): Link {
  if (link.when !== 'load' || link.names.length === 0 || !/\.[cm]?tsx?$/.test(link.from))
    return link
  const isType = link.names.every(name => origin(graph, link.to, name)?.facts.isType === true)
  return isType ? { ...link, when: 'type' } : link
}

interface Origin {
  readonly path: string
  readonly facts: ExportFacts
}

/** Where what a module exports under a name is declared; null where that is outside, everything, or not to be seen. */
function origin(
  graph: Pick<ModuleGraph, 'byPath' | 'scripts'>,
  path: string,
  name: string,
  seen: Set<string> = new Set(),
): Origin | null {
  const key = `${path}\0${name}`
  if (seen.has(key) || name === '*') return null
  seen.add(key)
  const exports = graph.byPath.get(path)?.facts.exports ?? []
  const facts = exports.find(each => each.name === name)
  if (facts?.from == null && facts !== undefined) return { path, facts }
  const from = facts === undefined ? exports.filter(each => each.name === '*') : [facts]
  for (const { from: source, isType } of from) {
    const to = source === null ? null : graph.scripts.resolve(path, source.source)
    if (source === null || to === null) continue
    const found = origin(graph, to, source.name === '*' ? name : source.name, seen)
    if (found !== null) return isType ? { ...found, facts: { ...found.facts, isType } } : found
  }
  return null
}
