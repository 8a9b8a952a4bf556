/** Which modules import a changed one, over any number of imports? Nearest first; the changed ones themselves are left out. */

import type { Links } from './links.mts'

export interface Importer {
  readonly path: string
  readonly distance: number
  /** The module it imports that is changed or on the way. */
  readonly through: string
}

export function importersOf(links: Links, changed: Iterable<string>): readonly Importer[] {
  const found: Importer[] = []
  const seen = new Set(changed)
  const waiting = [...seen].map(path => ({ path, distance: 0 }))
  for (const step of waiting)
    for (const path of links.importers(step.path)) {
      if (seen.has(path)) continue
      seen.add(path)
      const next = { path, distance: step.distance + 1, through: step.path }
      found.push(next)
      waiting.push(next)
    }
  return found
}
