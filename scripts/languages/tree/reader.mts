/** How does a grammar become a language reader? The parts all grammars share: lines, tokens, limits, faults. */

import type {
  Facts,
  ImportFacts,
  Language,
  LanguageReader,
  SourceFacts,
  StaleParameter,
  SymbolFacts,
} from '../../core/facts.mts'
import type { RoutingFacts } from '../../core/routing.mts'
import { classFacts } from '../classes.mts'
import { countLines, generatedReason, lineStarts, todosIn } from '../text.mts'
import { Grammar, type GrammarName } from '../tree-sitter.mts'
import { type ClassSyntax, classesIn } from './classes.mts'
import { essence, type Rewriting } from './essence.mts'
import { guessedLines, type Style, tooManyAnglesAt } from './guess.mts'
import type { NodeIndex, Syntax } from './syntax.mts'
import { type Rule, type Shape, type Table, Tally, TooDeep } from './tally.mts'
import { ROLE, readTokens } from './tokens.mts'

export interface TreeLanguage extends Rewriting {
  readonly language: Language & GrammarName
  readonly shapes: Readonly<Record<string, Shape>>
  readonly rules: Readonly<Record<string, Rule>>
  readonly comments: readonly string[]
  /** Kinds that are one token with all that is inside them. */
  readonly whole: readonly string[]
  /** Kinds that are layout: neither token nor comment. */
  readonly layout: readonly string[]
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
        let tree = grammar.parse(text, starts)
        const plain = 'errorLine' in tree ? language.plain?.(text) : undefined
        if (plain !== undefined && plain !== text) tree = grammar.parse(plain)
        if ('why' in tree) return broken(tree.why)
        if ('errorLine' in tree)
          return broken(
            `line ${tree.errorLine}: this is not ${NAMES[language.language]} as its grammar knows it`,
          )
        return parsed(language, plan, path, tree)
      } catch (error) {
        if (!(error instanceof TooDeep)) return broken('its syntax tree could not be read')
        return broken(`line ${error.line}: nested too deeply to be read`)
      }
    },
    essence(_, text) {
      const tree = grammar.parse(text)
      return plan === null || !('columns' in tree) ? null : essence(tree, plan.roles, language)
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

function planOf(language: TreeLanguage, kinds: readonly string[]): Plan {
  const { shapes, rules } = language
  const table = kinds.map(kind => {
    const shape = Object.hasOwn(shapes, kind) ? shapes[kind] : undefined
    const rule = Object.hasOwn(rules, kind) ? rules[kind] : undefined
    return shape === undefined && rule === undefined ? null : { shape, rule }
  })
  const role = (kind: string): number => {
    if (language.comments.includes(kind)) return ROLE.comment
    if (language.whole.includes(kind)) return ROLE.whole
    return language.layout.includes(kind) ? ROLE.layout : ROLE.none
  }
  return { table, roles: Uint8Array.from(kinds, role) }
}

function namesIn({ shapes, rules, comments, whole, layout }: TreeLanguage): string[] {
  const bodies = Object.values(shapes).flatMap(({ bodies = [] }) => bodies)
  const kinds = [...Object.keys(shapes), ...Object.keys(rules), ...bodies]
  return [...kinds, ...comments, ...whole, ...layout]
}

function parsed(language: TreeLanguage, plan: Plan, path: string, tree: Syntax): Facts {
  const aside = language.aside?.(tree) ?? []
  const { tokens, code, comments } = readTokens(tree, plan.roles, {
    dropped: language.dropped?.(tree) ?? [],
    boilerplate: language.boilerplate(tree),
    aside,
  })
  const { codeIn, ...counts } = countLines(tree.text, tree.lines, code, comments)
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
