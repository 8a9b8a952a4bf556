/** How do the symbols of a module read as a page? Signature and documentation as written, in Markdown, nothing of it able to act. */

import type { Language, SymbolFacts } from '../core/facts.mts'
import { code, markdownText, uriPath } from './escape.mts'

interface ApiSymbol {
  readonly name: string
  readonly kind: SymbolFacts['kind']
  readonly signature: string
  readonly doc: string
}

export interface ApiModule {
  readonly path: string
  readonly language: Language
  readonly symbols: readonly ApiSymbol[]
}

/** By its first line a page is known as ours, to be written again. */
export const PAGE_MARK = '<!-- Written by doc-generator: it will be written again. -->'

/** File name → text: a page for each module, and README.md that lists them. */
export function apiPages(modules: readonly ApiModule[]): ReadonlyMap<string, string> {
  const pages = modules.map(module => [pageName(module.path), pageOf(module)] as const)
  const list = modules.map(
    ({ path, symbols }) =>
      `- [${markdownText(path)}](${uriPath(pageName(path))}): ${symbols.length} ${symbols.length === 1 ? 'symbol' : 'symbols'}`,
  )
  const index = [PAGE_MARK, '', '# Public surface', '', ...list, ''].join('\n')
  return new Map([['README.md', index], ...pages])
}

const pageName = (path: string): string => `${path}.md`

function pageOf({ path, language, symbols }: ApiModule): string {
  const parts = symbols.flatMap(symbol => sectionOf(symbol, language))
  return [PAGE_MARK, '', `# ${markdownText(path)}`, '', ...parts].join('\n')
}

function sectionOf({ name, kind, signature, doc }: ApiSymbol, language: Language): string[] {
  const declared = kind === 'module' ? [] : [fenced(signature, language), '']
  const { prose, rest } = halves(doc)
  const told =
    doc === '' ? ['*Not documented.*', ''] : prose.flatMap(each => [markdownText(each), ''])
  const verbatim = rest === '' ? [] : [fenced(rest, 'text'), '']
  return [`## ${kind} ${code(name)}`, '', ...declared, ...told, ...verbatim]
}

/** Whole sentences first; from the first tag, section, list, code or table on a text is kept as it is laid out. */
function halves(doc: string): { readonly prose: readonly string[]; readonly rest: string } {
  const paragraphs = doc.split(/\n[ \t]*\n/)
  const laidOut = /^(\s*([@:>|#*`~]|-\s|\d+[.)]\s|<\w)|\s+\S|[^\n]*:\n\s|[^\n]*\n\s*[-=]{3,})/
  const at = paragraphs.findIndex(each => laidOut.test(each) || /\n\s*[@:]\w/.test(each))
  const end = at === -1 ? paragraphs.length : at
  return { prose: paragraphs.slice(0, end), rest: paragraphs.slice(end).join('\n\n') }
}

/** In a fence longer than any inside. */
function fenced(text: string, language: string): string {
  const runs = [...text.matchAll(/`+/g)].map(([run]) => run.length)
  const fence = '`'.repeat(Math.max(3, ...runs.map(length => length + 1)))
  return `${fence}${language}\n${text}\n${fence}`
}
