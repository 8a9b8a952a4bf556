/** Which symbols are public? What other projects can name: of an application none. */

import type { DocsEvidence } from '../../core/evidence.mts'
import type { SourceFacts } from '../../core/facts.mts'
import type { ProjectFile } from '../../core/lens.mts'
import { isToolSettings } from '../../core/modules/entries.mts'
import { isScript, type ModuleGraph } from '../../core/modules/graph.mts'
import { importable } from '../../core/modules/importable.mts'
import { broughtOut, isInternal } from '../../core/modules/internal.mts'
import { surfaceOf } from '../../core/modules/surface.mts'
import { baseOf } from '../../core/paths.mts'

type Rows = readonly { readonly file: ProjectFile; readonly facts: SourceFacts }[]
type Symbols = DocsEvidence['symbols']

/** Which files hold what is published, in languages where only a build says so. */
export interface Publishing {
  readonly isInstalled: (path: string) => boolean
  readonly isInProgram: (path: string) => boolean
}

/**
 * Of JavaScript and TypeScript what entry points export; without a package.json every export. Of Python what is installed, and of
 * internal modules only what is brought out of them. Of Go and Java what can be imported, and is in no program. An application has none.
 */
export function publicSymbols(
  rows: Rows,
  graph: ModuleGraph,
  { isInstalled, isInProgram }: Publishing,
): Pick<DocsEvidence, 'symbols' | 'entryModules'> {
  const isImportable = importableJava(rows)
  const isBroughtOut = broughtOut(graph, modulesWithout(rows))
  const all = rows.flatMap(({ file: { path }, facts: { fault, language, symbols } }) =>
    fault === null ? symbols.map(symbol => ({ ...symbol, path, language })) : [],
  )
  const compiled = new Set(
    rows.filter(({ file }) => isImportable(file)).map(({ file }) => file.path),
  )
  const { symbols, entryModules } = ofScripts(
    all.filter(({ language }) => isScript(language)),
    graph,
  )
  const others = all.filter(({ path, name, kind, language }) => {
    if (language === 'python')
      return (
        isInstalled(path) &&
        baseOf(path) !== '__main__.py' &&
        (!isInternal(path) || (kind !== 'module' && isBroughtOut(path, name)))
      )
    return !isScript(language) && compiled.has(path) && !isInProgram(path)
  })
  return { symbols: [...symbols, ...others], entryModules }
}

/** Where entry points offer nothing that can be followed, as a script of a page does, every export counts, but for those of settings. */
function ofScripts(
  all: Symbols,
  graph: ModuleGraph,
): Pick<DocsEvidence, 'symbols' | 'entryModules'> {
  const offered = surfaceOf(graph)
  if (offered === null && graph.manifests.length > 0) return { symbols: [], entryModules: null }
  const symbols = all.filter(({ path, name }) => offered?.has(path, name) === true)
  if (offered !== null && symbols.length > 0) return { symbols, entryModules: offered.entries }
  const mayBePublic = ({ path }: Symbols[number]) =>
    !isToolSettings(path) && offered?.isAround(path) !== false
  return { symbols: all.filter(mayBePublic), entryModules: null }
}

/** A Java library of nothing but packages called internal is no library of nothing. */
function importableJava(rows: Rows): (file: ProjectFile) => boolean {
  const isImportable = importable(rows)
  const isJava = ({ language }: ProjectFile) => language === 'java'
  const isAnyJava = rows.some(({ file }) => isJava(file) && isImportable(file))
  return file => isImportable(file) || (isJava(file) && !isAnyJava)
}

/** Whether a module declares nothing that is public but itself. */
function modulesWithout(rows: Rows): (path: string) => boolean {
  const empty = rows.filter(({ facts }) => facts.symbols.every(({ kind }) => kind === 'module'))
  const paths = new Set(empty.map(({ file }) => file.path))
  return path => paths.has(path)
}
