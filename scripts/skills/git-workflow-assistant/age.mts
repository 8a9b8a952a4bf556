/** How long has the code rested, and how long has this branch gone its own way? */

import { daysBetween } from '../../core/days.mts'
import type { Lens } from '../../core/lens.mts'
import { median } from '../../core/statistics/describe.mts'

/** Median days since the last change of the source files, commits of `out` left aside. Only the newer half is looked for: it holds the median. */
export async function codeAge(lens: Lens, out: ReadonlySet<string>): Promise<number | null> {
  const files = (await lens.files()).filter(
    ({ role, language }) => role === 'source' && language !== null,
  )
  const enough = Math.floor(files.length / 2) + 1
  const dates = await lens.lastChanges(new Set(files.map(({ path }) => path)), enough, out)
  if (files.length === 0 || !dates.ok || dates.value.length < enough) return null
  const ages = dates.value.map(at => daysBetween(at, lens.asOf))
  // The older half is at least as old as what was found, whatever its age.
  const older = files.length - enough
  return median([...ages, ...Array.from({ length: older }, () => Number.MAX_SAFE_INTEGER)])
}
