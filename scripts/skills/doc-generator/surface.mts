/** Which symbols make up the public surface, and what is said of one that nobody explained? */

import picomatch from 'picomatch'
import type { DocsEvidence } from '../../core/evidence.mts'
import type { Language, SymbolFacts } from '../../core/facts.mts'
import { byName, byPath } from '../../core/order.mts'

type Kind = SymbolFacts['kind']
type PublicSymbol = DocsEvidence['symbols'][number]

/** Modules count too: PEP 257 and the linters built on it ask every Python module for a docstring. */
export const KINDS: readonly Kind[] = ['module', 'class', 'function', 'method', 'type', 'constant']

/** Languages whose public surface is read; files of others are neither documented nor undocumented. */
export const READ: readonly Language[] = ['javascript', 'typescript', 'python', 'java', 'go']

/** The symbols that count, ordered by place. */
export function surface(
  { symbols }: DocsEvidence,
  settings: { readonly kinds: readonly Kind[]; readonly exclude: readonly string[] },
): readonly PublicSymbol[] {
  const isExcluded = picomatch([...settings.exclude], { dot: true })
  return symbols
    .filter(symbol => settings.kinds.includes(symbol.kind) && !isPackageClause(symbol))
    .filter(({ path }) => !isExcluded(path))
    .toSorted(byPlace)
}

/** Go documents a package once, in any one of its files; the others are right to say nothing. */
const isPackageClause = ({ language, kind }: PublicSymbol) => language === 'go' && kind === 'module'

const byPlace = (a: PublicSymbol, b: PublicSymbol) =>
  byPath(a, b) || a.line - b.line || byName(a, b)

export const undocumented = ({ path, line, name, kind }: PublicSymbol) => ({
  rule: 'undocumented-symbol' as const,
  path,
  line,
  symbol: name,
  message: `${kind} ${name} has no documentation comment`,
})
