/** Which of these modules are named in a text, and so may be loaded without an import? By path, pattern or dotted name. */

import picomatch from 'picomatch'
import { baseOf, folderOf, isInside, joined } from '../paths.mts'
import type { ModuleGraph } from './graph.mts'
import { Lookup } from './lookup.mts'
import { importsIn, pythonImportsIn, tokensOf } from './mentions.mts'

export interface Mentioned {
  /** Whatever names them may use all they export. */
  readonly whole: ReadonlySet<string>
  /** By strings in tests: they may be run, which does not make their exports used. */
  readonly byTests: ReadonlySet<string>
}

/** @param candidates What is asked about: texts are only searched for these. */
export function mentionedIn(graph: ModuleGraph, candidates: readonly string[]): Mentioned {
  const whole = new Set<string>()
  const byTests = new Set<string>()
  if (candidates.length === 0) return { whole, byTests }
  const names = new Names(graph, candidates)
  const manifests = new Map(graph.manifests.map(({ path, mentions }) => [path, mentions]))
  for (const [path, text] of graph.project.texts) {
    const tokens = manifests.get(path)?.flatMap(tokensOf) ?? tokensOf(text)
    for (const token of tokens) names.addTo(whole, path, token)
    for (const each of importedIn(graph, path, text)) whole.add(each)
  }
  for (const { file, facts } of graph.project.files)
    for (const mention of facts.mentions)
      names.addTo(file.role === 'test' ? byTests : whole, file.path, mention)
  return { whole, byTests }
}

function importedIn(graph: ModuleGraph, path: string, text: string): string[] {
  if (/\.(json|ya?ml|toml|cfg|ini)$/.test(path)) return []
  if (/\.pyi?$/.test(path))
    return pythonImportsIn(text)
      .flatMap(fact => graph.python.resolve(path, { ...fact, line: 1, when: 'load' }))
      .map(meant => meant.path)
  return importsIn(text).flatMap(source => graph.scripts.resolve(path, source) ?? [])
}

/** Which of the candidates a text may mean; in doubt all that end the same. */
class Names {
  private readonly graph: ModuleGraph
  private readonly candidates: ReadonlySet<string>
  private readonly lookup: Lookup
  /** Of file and folder names of candidates what stands before the first dot. */
  private readonly heads: ReadonlySet<string>

  constructor(graph: ModuleGraph, candidates: readonly string[]) {
    this.graph = graph
    this.candidates = new Set(candidates)
    this.lookup = new Lookup(this.candidates, candidates)
    this.heads = new Set(candidates.flatMap(path => path.split('/').slice(-2).map(headOf)))
  }

  /** What a file says of itself is no mention. */
  addTo(found: Set<string>, from: string, text: string): void {
    for (const path of this.meant(from, text))
      if (path !== from && this.candidates.has(path)) found.add(path)
  }

  private meant(from: string, text: string): readonly string[] {
    if (text.includes('*') || text.endsWith('/')) return this.held(from, text)
    if (!this.mayName(text)) return []
    const folders = [folderOf(from), this.packageFolder(from)]
    for (const folder of folders) {
      const path = joined(folder, text)
      const file = path === null ? null : this.graph.lookup.file(path)
      if (file !== null) return [file]
    }
    const isDotted = /^\w+(\.\w+)+(:\w+)?$/.test(text)
    const dotted = isDotted ? this.graph.python.named(text.replace(/:.*$/s, '')) : []
    if (dotted.length > 0) return dotted
    const around = folders[1] as string
    return this.lookup.endingWith(text).filter(path => isInside(path, around))
  }

  /** Most texts name nothing that is asked about; their words tell so before any path is tried. */
  private mayName(text: string): boolean {
    const last = baseOf(text)
    if (/^\.*$/.test(last) || this.heads.has(headOf(last))) return true
    return !text.includes('/') && text.split(/[.:]/).some(word => this.heads.has(word))
  }

  /** What a pattern (`./pages/*.ts`) or a folder (`commands/`) holds, seen from the file or from its package. */
  private held(from: string, text: string): readonly string[] {
    const isData = !isProgramText(from) || OTHERS_PATTERNS.test(from)
    if (!/^[@~]?[./]*\w.*[*/]/.test(text) && !/^@\/\*/.test(text)) return []
    if ((isData && text.includes('*')) || ALL_SOURCES.test(text)) return []
    const pattern = text.endsWith('/') ? `${text}**` : text
    const isRelative = /^\.{1,2}\//.test(pattern)
    const folders = [folderOf(from), ...(isRelative ? [] : [this.packageFolder(from)])]
    const globs = folders.flatMap(folder => joined(folder, pattern.replace(/^[@~]?\//, '')) ?? [])
    if (/^[@~]\//.test(pattern))
      globs.push(joined(folders[1] as string, `**${pattern.slice(1)}`) ?? '')
    const near = globs.filter(glob => this.mayMatch(glob))
    if (near.length === 0) return []
    const matches = picomatch(
      near.flatMap(glob => [glob, `${glob}.*`]),
      { dot: true },
    )
    return [...this.candidates].filter(path => matches(path))
  }

  /** Patterns are many and slow: what stands before the first special character decides about most. */
  private mayMatch(glob: string): boolean {
    const start = /^[^*?{[(!+@]*/.exec(glob)?.[0] ?? ''
    return [...this.candidates].some(path => path.startsWith(start))
  }

  private packageFolder(path: string): string {
    return this.graph.scripts.packageOf(path)?.folder ?? ''
  }
}

const headOf = (name: string): string => name.replace(/\..*$/, '')

const isProgramText = (path: string): boolean =>
  /\.([cm]?[jt]sx?|vue|svelte|astro|mdx|html?|py)$/.test(path)

/** Whoever names all sources looks at them; what loads them names them one by one. */
const ALL_SOURCES = /^[./]*(src|lib|source|app|packages)\/(\*\*.*)?$/

/** Settings of tools that look at files and load none: their patterns say nothing about use. */
const OTHERS_PATTERNS =
  /(^|[/.])(eslint|vitest|jest|prettier|tailwind|stylelint|lint-?staged|knip|cspell|biome|playwright|nyc|c8|commitlint)[\w.-]*$/
