/** Which symbols are public? Those of every parsed file, of JavaScript and TypeScript what entry points lead to. */

import type { DocsEvidence } from '../../core/evidence.mts'
import type { SourceFacts } from '../../core/facts.mts'
import type { ProjectFile } from '../../core/lens.mts'
import { isScript } from '../../core/modules/graph.mts'
import type { Surface } from '../../core/modules/surface.mts'

export const EVERY_EXPORT = {
  measure: 'entry-modules',
  why: 'no package.json names modules for other projects, so every export counts as public',
  status: 'not-applicable',
} as const

/**
 * Of JavaScript and TypeScript what entry points export. A project that offers nothing to others that way, an
 * application, is read by its own people: there every export counts.
 */
export function publicSymbols(
  rows: readonly { readonly file: ProjectFile; readonly facts: SourceFacts }[],
  offered: Surface | null,
): Pick<DocsEvidence, 'symbols' | 'entryModules'> {
  const all = rows.flatMap(({ file: { path }, facts: { fault, language, symbols } }) =>
    fault === null ? symbols.map(symbol => ({ ...symbol, path, language })) : [],
  )
  const isOffered = ({ path, name }: DocsEvidence['symbols'][number]) =>
    offered?.has(path, name) === true
  const scripts = all.filter(({ language }) => isScript(language))
  if (offered === null || !scripts.some(isOffered)) return { symbols: all, entryModules: null }
  return {
    symbols: all.filter(symbol => !isScript(symbol.language) || isOffered(symbol)),
    entryModules: offered.entries,
  }
}
