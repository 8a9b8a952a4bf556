/** Which tags are this project's releases? The dominant semver prefix, without pre-releases, newest version first. */

import picomatch from 'picomatch'
import semver from 'semver'
import type { Release } from './lens.mts'

const VERSION = /^(.*?)(\d+\.\d+(?:\.\d+)?)$/

/** `glob` (`--release-tags`) chooses the tags; without it the prefix most tags share does. */
export function releasesAmong(tags: readonly Release[], glob?: string): Release[] {
  const isChosen = glob === undefined ? () => true : picomatch(glob)
  const versioned = tags.flatMap(tag => {
    const match = VERSION.exec(tag.name)
    const version = semver.coerce(match?.[2])
    return match === null || version === null || !isChosen(tag.name)
      ? []
      : [{ tag, prefix: match[1] ?? '', version }]
  })
  const prefix = glob === undefined ? dominant(versioned.map(each => each.prefix)) : null
  return versioned
    .filter(each => prefix === null || each.prefix === prefix)
    .sort((a, b) => semver.compare(b.version, a.version) || (a.tag.at < b.tag.at ? 1 : -1))
    .map(({ tag }) => tag)
}

/** The most frequent; among equals the shortest, then the first by name. */
function dominant(prefixes: readonly string[]): string {
  const counts = new Map<string, number>()
  for (const prefix of prefixes) counts.set(prefix, (counts.get(prefix) ?? 0) + 1)
  const ranked = [...counts].sort(
    ([a, m], [b, n]) => n - m || a.length - b.length || (a < b ? -1 : 1),
  )
  return ranked[0]?.[0] ?? ''
}
