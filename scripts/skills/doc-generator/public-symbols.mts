/** Which symbols are public? What other projects can name; where they can name nothing of a language, what the project's own people read. */

import type { DocsEvidence } from '../../core/evidence.mts'
import type { SourceFacts } from '../../core/facts.mts'
import type { ProjectFile } from '../../core/lens.mts'
import { isToolSettings } from '../../core/modules/entries.mts'
import { isScript, type ModuleGraph } from '../../core/modules/graph.mts'
import { importable } from '../../core/modules/importable.mts'
import { broughtOut, isInternal } from '../../core/modules/internal.mts'
import { surfaceOf } from '../../core/modules/surface.mts'

export const EVERY_EXPORT = {
  measure: 'entry-modules',
  why: 'no package.json names modules for other projects, so every export counts as public',
  status: 'not-applicable',
} as const

type Rows = readonly { readonly file: ProjectFile; readonly facts: SourceFacts }[]

/**
 * Of JavaScript and TypeScript what entry points export. A project that offers nothing to others that way, an
 * application, is read by its own people: there every export counts, but for those of settings. Of Python what is installed, and of
 * internal modules only what is brought out of them. Of Go and Java what can be imported, of an application everything.
 */
export function publicSymbols(
  rows: Rows,
  graph: ModuleGraph,
  isInstalled: (path: string) => boolean,
): Pick<DocsEvidence, 'symbols' | 'entryModules'> {
  const offered = surfaceOf(graph)
  const isBroughtOut = broughtOut(graph, modulesWithout(rows))
  const isImportable = importable(rows)
  const languages = new Set(rows.flatMap(({ file }) => (isImportable(file) ? file.language : [])))
  const all = rows
    .filter(({ file }) => isImportable(file) || !languages.has(file.language))
    .flatMap(({ file: { path }, facts: { fault, language, symbols } }) =>
      fault === null ? symbols.map(symbol => ({ ...symbol, path, language })) : [],
    )
    .filter(
      ({ path, name, kind, language }) =>
        language !== 'python' ||
        (isInstalled(path) &&
          (!isInternal(path) || (kind !== 'module' && isBroughtOut(path, name)))),
    )
  const isOffered = ({ path, name }: DocsEvidence['symbols'][number]) =>
    offered?.has(path, name) === true
  const scripts = all.filter(({ language }) => isScript(language))
  if (offered === null || !scripts.some(isOffered)) {
    const isForTools = ({ path, language }: (typeof all)[number]) =>
      isScript(language) && isToolSettings(path)
    return { symbols: all.filter(each => !isForTools(each)), entryModules: null }
  }
  return {
    symbols: all.filter(symbol => !isScript(symbol.language) || isOffered(symbol)),
    entryModules: offered.entries,
  }
}

/** Whether a module declares nothing that is public but itself. */
function modulesWithout(rows: Rows): (path: string) => boolean {
  const empty = rows.filter(({ facts }) => facts.symbols.every(({ kind }) => kind === 'module'))
  const paths = new Set(empty.map(({ file }) => file.path))
  return path => paths.has(path)
}
