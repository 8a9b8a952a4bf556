/** When did these files change on disk? One walk for all: by extension, because thousands of paths make slow patterns. */

import type { Lens } from './lens.mts'

/** Path → milliseconds since 1970; files that are not on disk are left out. */
export async function modifiedTimes(
  lens: Lens,
  paths: readonly string[],
): Promise<Map<string, number>> {
  const wanted = new Set(paths)
  if (wanted.size === 0) return new Map()
  const endings = new Set(paths.map(path => /\.([a-z0-9]+)$/i.exec(path)?.[1] ?? ''))
  const globs = endings.has('') ? ['**'] : [...endings].sort().map(ending => `**/*.${ending}`)
  const found = await lens.find(globs)
  return new Map(
    found
      .filter(({ path }) => wanted.has(path))
      .map(({ path, modifiedAt }) => [path, Date.parse(modifiedAt)]),
  )
}
