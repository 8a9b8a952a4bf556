/** What can be known of one JavaScript or TypeScript file? Parsed once by oxc; its tokens come from the text around the literals. */

import { type ParserOptions, type Program, parseSync } from 'oxc-parser'
import type {
  Facts,
  Language,
  LanguageReader,
  SourceFacts,
  SymbolFacts,
  TokenFacts,
} from '../core/facts.mts'
import type { RoutingFacts } from '../core/routing.mts'
import { classFacts } from './classes.mts'
import { tooDeepAt } from './javascript/depth.mts'
import { docComments } from './javascript/doc-comments.mts'
import { essence } from './javascript/essence.mts'
import { routing } from './javascript/routing.mts'
import { scan } from './javascript/scan.mts'
import { staleParameters as stale } from './javascript/stale-parameters.mts'
import { type Survey, survey } from './javascript/survey.mts'
import { type SymbolRow, symbols } from './javascript/symbols.mts'
import { TooDeep } from './javascript/walk.mts'
import {
  countLines,
  generatedReason,
  hash32,
  type LineRange,
  lineOf,
  lineStarts,
  todosIn,
} from './text.mts'

export const javascript: LanguageReader = {
  languages: ['javascript', 'typescript'],
  prepare: async () => {},
  read,
  essence: (path, text, language) => {
    const { errors, program } = parse(text, dialectOf(path, language), { preserveParens: false })
    return errors.length === 0 ? essence(program) : null
  },
}

/** Facts of one file. Where it does not parse, lines and comments are still counted and `fault` says where. */
function read(path: string, text: string, language: Language): Facts {
  const starts = lineStarts(text)
  const generated = generatedReason(path, text)
  const tree = generated === null ? understand(path, text, starts, language) : { fault: null }
  const isKnown = 'survey' in tree
  const { tokens, comments } = scan(text, isKnown ? tree.survey.literals : null)
  const counts = countLines(text, starts, ranges(tokens, starts), ranges(comments.flat(), starts))
  const { lines, code } = counts
  const line = (offset: number) => lineOf(starts, offset)
  const source = { language, lines, code, comments: counts.comments, fault: tree.fault, generated }
  if (!isKnown) return { source: { ...source, ...UNKNOWN }, tokens: NONE }
  const functions = tree.survey.functions.map(({ start, end, ...row }) => {
    const first = line(start)
    const last = line(end - 1)
    return { ...row, line: first, endLine: last, lines: counts.codeIn(first, last) }
  })
  const classes = classFacts(
    tree.survey.classes.map(({ start, end, ...row }) => ({
      ...{ ...row, line: line(start), endLine: line(end - 1) },
    })),
    functions,
    counts.codeIn,
  )
  const placed = <R extends { readonly start: number }>({ start, ...row }: R) => ({
    ...row,
    line: line(start),
  })
  const links = {
    imports: tree.survey.imports.map(placed),
    exports: tree.survey.exports.map(placed),
    mentions: tree.survey.mentions,
    isProgram: text.startsWith('#!'),
  }
  const todos = todosIn(text, ranges(comments.flat(), starts))
  const isDocumented = docComments(text, comments)
  const staleParameters = stale(tree.program, text, comments).map(({ start, ...row }) => ({
    ...row,
    line: line(start),
  }))
  return {
    source: {
      ...source,
      functions,
      symbols: joined(tree.symbols, line, isDocumented),
      staleParameters,
      ...links,
      ...(todos.length === 0 ? {} : { todos }),
      ...(classes.length === 0 ? {} : { classes }),
      ...(tree.routing === undefined ? {} : { routing: tree.routing }),
    },
    tokens: tokenFacts(text, tokens, starts, tree.survey.boilerplate),
  }
}

const UNKNOWN = {
  functions: [],
  symbols: [],
  staleParameters: [],
  imports: [],
  exports: [],
  mentions: [],
  isProgram: false,
}

const NONE: TokenFacts = { hashes: new Uint32Array(), lines: new Uint32Array() }

type Tree =
  | { readonly fault: string }
  | {
      readonly fault: null
      readonly program: Program
      readonly survey: Survey
      readonly symbols: readonly SymbolRow[]
      readonly routing: RoutingFacts | undefined
    }

const NAMES = { javascript: 'JavaScript', typescript: 'TypeScript' } as Record<Language, string>

function understand(path: string, text: string, starts: Uint32Array, language: Language): Tree {
  const lang = dialectOf(path, language)
  const tooDeep = (offset: number) => ({
    fault: `line ${lineOf(starts, offset)}: nested too deeply to be read`,
  })
  const deep = tooDeepAt(text, lang === 'jsx' || lang === 'tsx')
  if (deep !== null) return tooDeep(deep)
  try {
    const { errors, program } = parse(text, lang)
    const error = errors[0]
    if (error !== undefined) {
      const at = lineOf(starts, error.labels[0]?.start ?? 0)
      return { fault: `line ${at}: this is not valid ${NAMES[language]}` }
    }
    const isTyped = lang !== 'jsx'
    return {
      fault: null,
      program,
      survey: survey(program, text, isTyped),
      symbols: symbols(program, text),
      routing: routing(program, text, offset => lineOf(starts, offset)),
    }
  } catch (error) {
    if (error instanceof TooDeep) return tooDeep(error.offset)
    return { fault: 'line 1: it holds a literal too large to be read' }
  }
}

/** By file name: JSX is allowed wherever JavaScript is; a declaration file holds no code. */
function dialectOf(path: string, language: Language): NonNullable<ParserOptions['lang']> {
  if (language === 'javascript') return 'jsx'
  if (/\.d\.[cm]?ts$/.test(path)) return 'dts'
  return path.endsWith('.tsx') ? 'tsx' : 'ts'
}

/** As a module or script, whichever it is; else as CommonJS, where a file may `return`. */
function parse(text: string, lang: NonNullable<ParserOptions['lang']>, more: ParserOptions = {}) {
  const options: ParserOptions = { lang, astType: 'ts', ...more }
  const first = parseSync('source', text, options)
  if (first.errors.length === 0) return first
  const second = parseSync('source', text, { ...options, sourceType: 'commonjs' })
  return second.errors.length === 0 ? second : first
}

/** Lines of the offset pairs; a pair that stays on the line of the one before it says nothing new. */
function* ranges(pairs: ArrayLike<number>, starts: Uint32Array): Generator<LineRange> {
  let line = 0
  let known = -1
  const seek = (offset: number) => {
    while (line + 1 < starts.length && (starts[line + 1] as number) <= offset) line++
    return line
  }
  for (let index = 0; index < pairs.length; index += 2) {
    const first = seek(pairs[index] as number)
    const last = seek((pairs[index + 1] as number) - 1)
    if (last !== known) yield [first + 1, last + 1]
    known = last
  }
}

function tokenFacts(
  text: string,
  tokens: Uint32Array,
  starts: Uint32Array,
  boilerplate: Uint32Array,
): TokenFacts {
  const hashes = new Uint32Array(tokens.length / 2)
  const lines = new Uint32Array(tokens.length / 2)
  let line = 0
  let total = 0
  let next = 0
  let copiedFrom = 0
  for (let index = 0; index < tokens.length; index += 2) {
    const start = tokens[index] as number
    for (; (boilerplate[next] ?? Number.POSITIVE_INFINITY) <= start; next += 2)
      copiedFrom = Math.max(copiedFrom, boilerplate[next + 1] as number)
    if (start < copiedFrom) continue
    while (line + 1 < starts.length && (starts[line + 1] as number) <= start) line++
    hashes[total] = hash32(text, start, tokens[index + 1])
    lines[total++] = line + 1
  }
  return { hashes: hashes.slice(0, total), lines: lines.slice(0, total) }
}

/** One symbol a name: overloads and double exports are documented when one of them is. */
function joined(
  rows: readonly SymbolRow[],
  line: (offset: number) => number,
  isDocumented: (before: readonly number[]) => boolean,
): SourceFacts['symbols'] {
  const byName = new Map<string, SymbolFacts>()
  for (const { name, kind, start, before } of rows) {
    const known = byName.get(name)
    byName.set(name, {
      name,
      kind: known?.kind ?? kind,
      line: known?.line ?? line(start),
      isDocumented: known?.isDocumented === true || isDocumented(before),
    })
  }
  return [...byName.values()]
}
