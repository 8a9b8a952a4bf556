/** Which files does policy move? Globs over the built-in roles; the most explicit wish wins. */

import picomatch from 'picomatch'
import type { Role } from './lens.mts'
import type { Policy } from './policy.mts'

/** The role policy gives this path, or undefined where it says nothing. include > exclude > test. */
export function fileRules({
  include,
  exclude,
  test,
}: Policy['files']): (path: string) => Role | 'excluded' | undefined {
  const [isIncluded, isExcluded, isTest] = [matcher(include), matcher(exclude), matcher(test)]
  return path => {
    if (isIncluded(path)) return 'source'
    if (isExcluded(path)) return 'excluded'
    return isTest(path) ? 'test' : undefined
  }
}

const matcher = (globs: readonly string[]): ((path: string) => boolean) =>
  globs.length === 0 ? () => false : picomatch([...globs], { dot: true })
