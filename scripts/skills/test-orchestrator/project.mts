/** What is there to test? Source files with functions, test files, and where each path leads. */

import type { Lens, Role } from '../../core/lens.mts'
import { sum } from '../../core/sum.mts'
import { indexPaths, type PathIndex } from '../../formats/coverage/place.mts'

export interface TestedProject {
  readonly index: PathIndex
  readonly roles: ReadonlyMap<string, Role>
  /** Source files that hold functions, and those nobody could read: they may hold some. */
  readonly withFunctions: ReadonlySet<string>
  readonly functions: number
  /** Source and test files of a known language: what test results answer for. */
  readonly code: readonly string[]
  /** Test files, and source files that carry tests of their own. */
  readonly testFiles: number
  /** Lines of a file; null when it cannot be read as text. */
  lengthOf(path: string): Promise<number | null>
}

export async function lookAt(lens: Lens): Promise<TestedProject> {
  const [files, facts] = await Promise.all([lens.files(), lens.facts('source')])
  const known = new Map(facts.map(({ file, facts }) => [file.path, facts]))
  const isGenerated = (path: string, role: Role, language: unknown) =>
    language !== null && (role === 'source' || role === 'test') && !known.has(path)
  const roles = new Map(
    files.map(({ path, role, language }) => [
      path,
      isGenerated(path, role, language) ? ('generated' as const) : role,
    ]),
  )
  const sources = facts.filter(({ file }) => file.role === 'source')
  return {
    index: indexPaths(files.map(({ path }) => path)),
    roles,
    withFunctions: new Set(
      sources
        .filter(({ facts }) => facts.functions.length > 0 || facts.fault !== null)
        .map(({ file }) => file.path),
    ),
    functions: sum(sources, ({ facts }) => facts.functions.length),
    code: [...known.keys()],
    testFiles: facts.filter(({ file, facts }) => file.role === 'test' || facts.hasTests === true)
      .length,
    lengthOf: async path => {
      const lines = known.get(path)?.lines
      if (lines !== undefined) return lines
      const text = await lens.text(path)
      return text.ok ? text.value.split('\n').length : null
    },
  }
}
