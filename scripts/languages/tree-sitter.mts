/** What does a grammar see in a text? A syntax tree, or the first line at which the text stops being its language. */

import { Language, Parser, type Tree } from 'web-tree-sitter'
import { lineStarts, PARSER_BROKE } from './text.mts'
import { type Binding, flatten } from './tree/flatten.mts'
import { Syntax } from './tree/syntax.mts'

export type GrammarName = 'python' | 'java' | 'go' | 'csharp' | 'rust' | 'kotlin' | 'php' | 'ruby'

/**
 * Kotlin's grammar comes in a package full of native code, which only a checkout installs; the npm package of this
 * project carries the one file of it that is used, beside this one.
 */
function fileOf(name: GrammarName): string {
  if (name !== 'kotlin') {
    const file = name === 'csharp' ? 'c-sharp' : name
    return import.meta.resolve(`@vscode/tree-sitter-wasm/wasm/tree-sitter-${file}.wasm`)
  }
  const file = 'tree-sitter-kotlin.wasm'
  const isCheckout = import.meta.url.endsWith('.mts')
  return import.meta.resolve(
    isCheckout ? `@tree-sitter-grammars/tree-sitter-kotlin/${file}` : `./${file}`,
  )
}

/**
 * A broken text is parsed no further than its first error: recovering from errors takes time that grows with the
 * square of the text, and what is recovered is not counted anyway. The parser does not tell its caller that it
 * recovers, but its log does; writing it takes longer than parsing, so it is read for one progress report between
 * stretches without it, each twice as long as the one before, up to a bound.
 */
const FIRST_STRETCH = 20
const LONGEST_STRETCH = 160
const LONG_TEXT = 200_000
const RECOVERING = /^(resume version|recover|skip_token)/
const POSITION = /^process .*row:(\d+), col:(\d+)/
const BYTES_PER_UNIT = 2

/**
 * One WebAssembly module parses for all grammars of a thread. A trap (memory, stack) leaves it in a state in which it
 * may answer wrongly, so it is never asked again.
 */
const runtime: { ready: Promise<void> | null; readonly binding: Binding; hasTrapped: boolean } = {
  ready: null,
  // Filled while it gets ready.
  binding: {} as Binding,
  hasTrapped: false,
}

/** Why there is no tree; a broken text names the 1-based line of its first error. */
export type NoTree = { readonly errorLine: number } | { readonly why: string }

export class Grammar {
  readonly #name: GrammarName
  #language: Language | null = null
  #parser: Parser | null = null
  #kinds: readonly string[] = []
  #fields: readonly (string | null)[] = []

  constructor(name: GrammarName) {
    this.#name = name
  }

  /** Reads the grammar's file; `known` are kinds and fields the caller relies on. Throws when one does not exist. */
  async load(known: Iterable<string> = []): Promise<void> {
    if (this.#language !== null) return
    runtime.ready ??= Parser.init(runtime.binding)
    await runtime.ready
    const language = await Language.load(new URL(fileOf(this.#name)))
    this.#kinds = kindsOf(language)
    this.#fields = language.fields
    const names = new Set<string | null>([...this.#kinds, ...this.#fields])
    const unknown = [...known].filter(name => !names.has(name))
    if (unknown.length > 0)
      throw new Error(`the ${this.#name} grammar has no ${unknown.join(', ')}`)
    this.#language = language
  }

  get kinds(): readonly string[] {
    return this.#kinds
  }

  /** `lines`: offsets at which lines of the text start. */
  parse(text: string, lines = lineStarts(text)): Syntax | NoTree {
    if (this.#language === null) return { why: 'the grammar is not loaded' }
    if (runtime.hasTrapped) return { why: 'the parser gave up on an earlier file' }
    const parsed = normalised(text)
    try {
      const { tree, healthy } = this.#tree(parsed)
      const columns =
        tree?.rootNode.hasError === false ? flatten(runtime.binding, tree, text.length) : null
      tree?.delete()
      if (columns === null) return { errorLine: this.#errorLine(parsed, healthy) }
      return new Syntax(text, lines, columns, this.#kinds, this.#fields)
    } catch {
      runtime.hasTrapped = true
      return { why: PARSER_BROKE }
    }
  }

  /** No tree as soon as the parser is seen to recover; `healthy` reports went by before that. */
  #tree(text: string): { readonly tree: Tree | null; readonly healthy: number } {
    const parser = this.#fresh()
    let isRecovering = false
    const watch = (message: string, isLex: boolean) => {
      if (!isLex && RECOVERING.test(message)) isRecovering = true
    }
    let stretch = FIRST_STRETCH
    for (let healthy = 0; ; healthy += stretch + 1) {
      if (healthy > 0) stretch = Math.min(stretch * 2, LONGEST_STRETCH)
      const tree = advance(parser, text, stretch, null) ?? advance(parser, text, 1, watch)
      if (tree !== null || isRecovering) return { tree, healthy }
    }
  }

  /**
   * Parses once more, reading the log up to where nothing is left that goes on without an error. The log is slow: of a
   * long text only what follows the healthy part is read.
   */
  #errorLine(text: string, healthy: number): number {
    const parser = this.#fresh()
    let row = 0
    let column = 0
    let hasFailed = false
    const watch = (message: string, isLex: boolean) => {
      if (isLex || hasFailed) return
      hasFailed = message.startsWith('resume version')
      const position = POSITION.exec(message)
      if (position === null) return
      const [atRow, atColumn] = [Number(position[1]), Number(position[2])]
      if (atRow > row || (atRow === row && atColumn > column)) [row, column] = [atRow, atColumn]
    }
    if (text.length > LONG_TEXT && healthy > 0) advance(parser, text, healthy, null)?.delete()
    parser.setLogger(watch)
    parser.parse(text, null, { progressCallback: () => hasFailed })?.delete()
    return lineOfToken(text, row, column / BYTES_PER_UNIT)
  }

  #fresh(): Parser {
    this.#parser ??= new Parser().setLanguage(this.#language)
    this.#parser.reset()
    this.#parser.setLogger(null)
    return this.#parser
  }
}

/** Parses on for a number of progress reports; null when that was not enough. */
function advance(
  parser: Parser,
  text: string,
  reports: number,
  log: ((message: string, isLex: boolean) => void) | null,
): Tree | null {
  let left = reports
  parser.setLogger(log)
  return parser.parse(text, null, { progressCallback: () => --left <= 0 })
}

/** Offsets stay: a lone carriage return ends a line, and so does the end, neither of which all grammars know. */
function normalised(text: string): string {
  const lines = text.includes('\r') ? text.replace(/\r(?!\n)/g, '\n') : text
  return lines.endsWith('\n') ? lines : `${lines}\n`
}

/** Line of the first thing that is not blank from a zero-based row and column on; the last one when nothing is. */
function lineOfToken(text: string, row: number, column: number): number {
  let at = 0
  for (let line = 0; line < row; line++) at = text.indexOf('\n', at) + 1
  at += column
  let line = row + 1
  for (; at < text.length && text.charCodeAt(at) <= 32; at++)
    if (text.charCodeAt(at) === 10 && at + 1 < text.length) line++
  return line
}

/** One string per name, the same for every id that shares it, so that comparing is comparing addresses. */
function kindsOf(language: Language): string[] {
  const names = new Map<string, string>()
  return Array.from({ length: language.nodeTypeCount }, (_, id) => {
    const type = language.nodeTypeForId(id) ?? ''
    const name = language.nodeTypeIsNamed(id) ? type : `'${type}'`
    names.set(name, names.get(name) ?? name)
    return names.get(name) as string
  })
}
