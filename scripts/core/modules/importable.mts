/** Which files of Go and Java can other projects import? What the compiler refuses them, or the name of the package says is not theirs, is no public surface. */

import type { SourceFacts } from '../facts.mts'
import type { ProjectFile } from '../lens.mts'
import { folderOf } from '../paths.mts'

interface Row {
  readonly file: Pick<ProjectFile, 'path' | 'language'>
  readonly facts: Pick<SourceFacts, 'functions'>
}

/** Go's own rule, and the folders its tools pass over. */
const GO_HIDDEN = /(^|\/)(internal|testdata|[_.][^/]+)\//
const JAVA_INTERNAL = /(^|\/)(internal|impl|shaded)\//

/** Whether code of other projects can name what the file declares; of other languages nothing is said against it. */
export function importable(rows: readonly Row[]): (file: Row['file']) => boolean {
  const programs = new Set(
    rows
      .filter(({ file, facts }) => file.language === 'go' && facts.functions.some(isMain))
      .map(({ file }) => folderOf(file.path)),
  )
  return ({ path, language }) => {
    if (language === 'go') return !GO_HIDDEN.test(path) && !programs.has(folderOf(path))
    return language !== 'java' || !JAVA_INTERNAL.test(path)
  }
}

/** A package that is run is not imported. */
const isMain = ({ name }: { readonly name: string }): boolean => name === 'main'
