/** How does a grammar become a language reader? The parts all grammars share: lines, tokens, limits, faults. */

import type {
  Facts,
  ImportFacts,
  Language,
  LanguageReader,
  SourceFacts,
  StaleParameter,
  SymbolFacts,
  TokenFacts,
} from '../../core/facts.mts'
import type { RoutingFacts } from '../../core/routing.mts'
import { classFacts } from '../classes.mts'
import {
  countLines,
  generatedReason,
  hash32,
  type LineRange,
  lineOf,
  lineStarts,
  todosIn,
} from '../text.mts'
import { Grammar, type GrammarName } from '../tree-sitter.mts'
import { type ClassSyntax, classesIn } from './classes.mts'
import { guessedLines, type Style, tooManyAnglesAt } from './guess.mts'
import type { NodeIndex, Syntax } from './syntax.mts'
import { type Rule, type Shape, type Table, Tally, TooDeep } from './tally.mts'

export interface TreeLanguage {
  readonly language: Language & GrammarName
  readonly shapes: Readonly<Record<string, Shape>>
  readonly rules: Readonly<Record<string, Rule>>
  readonly comments: readonly string[]
  /** Kinds that are one token with all that is inside them. */
  readonly whole: readonly string[]
  /** Kinds that are layout: neither token nor comment. */
  readonly layout: readonly string[]
  /** Nodes that are documentation though the grammar takes them for code, in reading order: comments to us. */
  dropped?(tree: Syntax): readonly NodeIndex[]
  /** What every file must write again (imports, signatures without a body), in reading order: no part of copied code. */
  boilerplate(tree: Syntax): readonly NodeIndex[]
  /** Nodes that are tests written into the source, in reading order: no part of any number. */
  aside?(tree: Syntax): readonly NodeIndex[]
  /** The text, as long as it was, without what its grammar cannot read: tried when it cannot be read as it is. */
  plain?(text: string): string
  readonly style: Style
  /** Open `<` beyond which a grammar that takes it for less-than and for generics needs gigabytes. */
  readonly mostAngles?: number
  /** Absent where classes are not read. */
  readonly classes?: ClassSyntax
  /** Absent where the public surface is not read. */
  symbols?(tree: Syntax, path: string): SymbolFacts[]
  /** Only where the language has a convention for documenting parameters. */
  staleParameters?(tree: Syntax): StaleParameter[]
  imports(tree: Syntax): ImportRow[]
  /** What others may import, where the language says so. */
  offers?(tree: Syntax): Offers
  routing?(tree: Syntax): RoutingFacts | undefined
}

/** Where a reader says no more, all of a module is taken, as this one loads. */
export type ImportRow = Pick<ImportFacts, 'source' | 'line'> & Partial<ImportFacts>

type Offers = Pick<SourceFacts, 'exports' | 'mentions' | 'isProgram'>

const NOTHING_OFFERED: Offers = { exports: [], mentions: [], isProgram: false }

const LONGEST_TEXT = 5_000_000

export function treeReader(language: TreeLanguage): LanguageReader {
  const grammar = new Grammar(language.language)
  let plan: Plan | null = null
  return {
    languages: [language.language],
    async prepare() {
      await grammar.load(namesIn(language))
      plan ??= planOf(language, grammar.kinds)
    },
    read(path, text) {
      const starts = lineStarts(text)
      const generated = generatedReason(path, text)
      const broken = (fault: string | null): Facts =>
        unread(language, text, starts, fault, generated)
      if (plan === null) return broken('the grammar is not loaded')
      if (generated !== null) return broken(null)
      if (text.length > LONGEST_TEXT) return broken('longer than 5 million characters')
      const deep = tooDeepAt(language, text, starts)
      if (deep !== null) return broken(`line ${deep}: nested too deeply to be read`)
      try {
        let tree = grammar.parse(text)
        const plain = 'errorLine' in tree ? language.plain?.(text) : undefined
        if (plain !== undefined && plain !== text) tree = grammar.parse(plain)
        if ('why' in tree) return broken(tree.why)
        if ('errorLine' in tree)
          return broken(`line ${tree.errorLine}: this is not valid ${NAMES[language.language]}`)
        return parsed(language, plan, path, tree)
      } catch (error) {
        if (!(error instanceof TooDeep)) return broken('its syntax tree could not be read')
        return broken(`line ${error.line}: nested too deeply to be read`)
      }
    },
  }
}

const NAMES: Readonly<Record<GrammarName, string>> = {
  python: 'Python',
  java: 'Java',
  go: 'Go',
  csharp: 'C#',
  rust: 'Rust',
  kotlin: 'Kotlin',
  php: 'PHP',
  ruby: 'Ruby',
}

function tooDeepAt(
  { mostAngles, style }: TreeLanguage,
  text: string,
  starts: Uint32Array,
): number | null {
  return mostAngles === undefined ? null : tooManyAnglesAt(text, starts, style, mostAngles)
}

/** What `prepare` works out once: what each kind of node is, by its number. */
interface Plan {
  readonly table: Table
  readonly roles: Uint8Array
}

const COMMENT = 1
const WHOLE = 2
const LAYOUT = 3

function planOf(language: TreeLanguage, kinds: readonly string[]): Plan {
  const { shapes, rules } = language
  const table = kinds.map(kind => {
    const shape = Object.hasOwn(shapes, kind) ? shapes[kind] : undefined
    const rule = Object.hasOwn(rules, kind) ? rules[kind] : undefined
    return shape === undefined && rule === undefined ? null : { shape, rule }
  })
  const role = (kind: string): number => {
    if (language.comments.includes(kind)) return COMMENT
    if (language.whole.includes(kind)) return WHOLE
    return language.layout.includes(kind) ? LAYOUT : 0
  }
  return { table, roles: Uint8Array.from(kinds, role) }
}

function namesIn({ shapes, rules, comments, whole, layout }: TreeLanguage): string[] {
  const bodies = Object.values(shapes).flatMap(({ bodies = [] }) => bodies)
  const kinds = [...Object.keys(shapes), ...Object.keys(rules), ...bodies]
  return [...kinds, ...comments, ...whole, ...layout]
}

function parsed(language: TreeLanguage, plan: Plan, path: string, tree: Syntax): Facts {
  const { tokens, code, comments } = readTokens(language, plan, tree)
  const { codeIn, ...counts } = countLines(tree.text, tree.lines, code, comments)
  const aside = language.aside?.(tree) ?? []
  const isAside = ({ line }: { readonly line: number }) =>
    aside.some(node => line >= tree.lineOf(node) && line <= tree.endLineOf(node))
  const functions = new Tally(tree).count(plan.table, codeIn).filter(each => !isAside(each))
  const drafts = language.classes === undefined ? [] : classesIn(tree, language.classes)
  const classes = classFacts(drafts, functions, codeIn).filter(each => !isAside(each))
  const symbols = language.symbols?.(tree, path) ?? []
  const staleParameters = language.staleParameters?.(tree) ?? []
  const imports = language
    .imports(tree)
    .map((row): ImportFacts => ({ names: ['*'], when: 'load', ...row }))
  const links = { imports, ...(language.offers?.(tree) ?? NOTHING_OFFERED) }
  const tested = aside.length > 0 ? { hasTests: true as const } : {}
  const known = { language: language.language, fault: null, generated: null, ...tested }
  const routing = language.routing?.(tree)
  const source = { ...known, ...counts, functions, symbols, staleParameters, ...links }
  const todos = todosIn(tree.text, comments)
  const more = {
    ...(todos.length === 0 ? {} : { todos }),
    ...(classes.length === 0 ? {} : { classes }),
    ...(routing === undefined ? {} : { routing }),
  }
  return { source: { ...source, ...more }, tokens }
}

/** What can be said of a text that has no tree: how long it is, and why there is none. */
function unread(
  { language, style }: TreeLanguage,
  text: string,
  starts: Uint32Array,
  fault: string | null,
  generated: string | null,
): Facts {
  const guessed = guessedLines(text, starts, style)
  const { codeIn, ...counts } = countLines(text, starts, guessed.tokens, guessed.comments)
  const nothing = {
    functions: [],
    symbols: [],
    staleParameters: [],
    imports: [],
    ...NOTHING_OFFERED,
  }
  const tokens = { hashes: new Uint32Array(), lines: new Uint32Array() }
  return { source: { language, ...counts, fault, generated, ...nothing }, tokens }
}

interface Tokens {
  readonly tokens: TokenFacts
  readonly code: readonly LineRange[]
  readonly comments: readonly LineRange[]
}

/** The leaves of the tree, what is one token taken whole. */
function readTokens(language: TreeLanguage, { roles }: Plan, tree: Syntax): Tokens {
  const { count, kind, start, end, after } = tree.columns
  const hashes = new Uint32Array(count)
  const at = new Uint32Array(count)
  const code: LineRange[] = []
  const comments: LineRange[] = []
  const dropped = language.dropped?.(tree) ?? []
  const aside = new Set(language.aside?.(tree))
  let toDrop = 0
  const boilerplate = language.boilerplate(tree)
  let nextBoilerplate = 0
  let copiedFrom = 0
  let total = 0
  let line = 1
  let marked = 0
  for (let node = 1; node < count; ) {
    if (boilerplate[nextBoilerplate] === node) {
      copiedFrom = Math.max(copiedFrom, after[node] as number)
      nextBoilerplate++
    }
    const role = roles[kind[node] as number] as number
    const next = after[node] as number
    if (aside.has(node)) {
      while ((boilerplate[nextBoilerplate] ?? count) < next) nextBoilerplate++
      node = next
      continue
    }
    const from = start[node] as number
    const to = end[node] as number
    const isDropped = dropped[toDrop] === node
    if (isDropped) toDrop++
    if (next !== node + 1 && role === 0 && !isDropped) {
      node++
      continue
    }
    const isCopied = node >= copiedFrom
    node = next
    if (role === LAYOUT || isBlank(tree.text, from, to)) continue
    while (line < tree.lines.length && (tree.lines[line] as number) <= from) line++
    const isLong = line < tree.lines.length && (tree.lines[line] as number) < to
    if (role === COMMENT || isDropped) {
      comments.push([line, isLong ? lineOf(tree.lines, to - 1) : line])
      continue
    }
    // A part of a string that ends with a line break ends where the quotes are that close it.
    const last = isLong ? lineOf(tree.lines, to) : line
    if (marked !== last) code.push([line, last])
    marked = last
    if (!isCopied) continue
    hashes[total] = hash32(tree.text, from, to)
    at[total++] = line
  }
  return { tokens: { hashes: hashes.slice(0, total), lines: at.slice(0, total) }, code, comments }
}

function isBlank(text: string, from: number, to: number): boolean {
  for (let at = from; at < to; at++) if (text.charCodeAt(at) > 32) return false
  return true
}
