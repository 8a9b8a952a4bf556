/** Which tags are this project's releases? The dominant family of semver prefixes, without pre-releases, newest version first. */

import picomatch from 'picomatch'
import semver from 'semver'
import type { Release } from './lens.mts'
import { compareText } from './order.mts'

const VERSION = /^(.*?)(\d+\.\d+(?:\.\d+)?)$/

/** `glob` (`--release-tags`) chooses the tags; without it the prefix most tags share does. A version counts once. */
export function releasesAmong(tags: readonly Release[], glob?: string): Release[] {
  const isChosen = glob === undefined ? () => true : picomatch(glob)
  const versioned = tags.flatMap(tag => {
    const match = VERSION.exec(tag.name)
    const version = semver.coerce(match?.[2])
    return match === null || version === null || !isChosen(tag.name)
      ? []
      : [{ tag, family: familyOf(match[1] ?? ''), version }]
  })
  const family = glob === undefined ? dominant(versioned.map(each => each.family)) : null
  return versioned
    .filter(each => family === null || each.family === family)
    .sort((a, b) => semver.compare(b.version, a.version) || (a.tag.at < b.tag.at ? 1 : -1))
    .filter(
      (each, i, all) =>
        each.family !== all[i - 1]?.family || semver.neq(each.version, all[i - 1]?.version ?? ''),
    )
    .map(({ tag }) => tag)
}

/** Projects come to write `v5.1.0` after years of `4.20.0`, or `rel/x-2.0` after `x-1.9`: one line of releases. */
const familyOf = (prefix: string) =>
  prefix
    .toLowerCase()
    .replace(/^(rel|releases?)[/-]/, '')
    .replace(/v\.?$/, '')

/** The most frequent; among equals the shortest, then the first by name. */
function dominant(families: readonly string[]): string {
  const counts = new Map<string, number>()
  for (const family of families) counts.set(family, (counts.get(family) ?? 0) + 1)
  const ranked = [...counts].sort(
    ([a, m], [b, n]) => n - m || a.length - b.length || compareText(a, b),
  )
  return ranked[0]?.[0] ?? ''
}
