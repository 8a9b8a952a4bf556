/** Which project file does a recorded code path mean? The longest ending that is one; anything else is not named. */

import { baseOf } from '../paths.mts'

export type PlaceCode = (path: string) => string | null

/** A function from a recorded path (any machine's) to the project's own, null where none or several fit. */
export function placeCode(paths: Iterable<string>): PlaceCode {
  const known = new Set(paths)
  const byName = new Map<string, string[]>()
  for (const path of known) {
    const name = baseOf(path)
    const others = byName.get(name)
    if (others === undefined) byName.set(name, [path])
    else others.push(path)
  }
  return recorded => {
    const path = recorded.replaceAll('\\', '/').replace(/^file:\/\//, '')
    const candidates = byName.get(baseOf(path)) ?? []
    const fitting = candidates.filter(each => path === each || path.endsWith(`/${each}`))
    return fitting.sort((a, b) => b.length - a.length)[0] ?? null
  }
}
