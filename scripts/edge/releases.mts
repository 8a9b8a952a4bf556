/** Which releases came before a commit? The tags it can reach, and those of release branches that left its line since; by version. */

import { createHash } from 'node:crypto'
import type { Release } from '../core/lens.mts'
import { releasesAmong } from '../core/releases.mts'
import type { Cache } from './cache.mts'
import { isShallow } from './clone.mts'
import { commitDate } from './commits.mts'
import { gitText } from './git.mts'
import { once } from './once.mts'

/** Tags that are releases before this commit, newest version first; a maintained older line, or one that is ahead, is not before it. */
export const readReleases = once(
  async (
    root: string,
    commit: string,
    glob?: string,
    cache?: Cache,
  ): Promise<readonly Release[]> => {
    const { reached, beside } = await sidesOf(root, commit, cache)
    const isReached = ({ name }: Release) => reached.some(each => each.name === name)
    const all = releasesAmong([...reached, ...beside], glob)
    const last = all.find(isReached)
    const newer = last === undefined ? all : all.slice(0, all.indexOf(last))
    const left = newer.length === 0 ? new Set() : await leftSince(root, commit, last)
    return all.filter(each => isReached(each) || (newer.includes(each) && left.has(each.name)))
  },
)

interface Sides {
  /** Tags the commit can reach. */
  readonly reached: readonly Release[]
  /** The others that were made before it; the line that leads on from it may be among them. */
  readonly beside: readonly Release[]
}

/** A walk through all of the history: asked again only when a tag was set, moved or taken away. */
async function sidesOf(root: string, commit: string, cache?: Cache): Promise<Sides> {
  const [all, isCut, at] = await Promise.all([
    tagsOf(root, []),
    isShallow(root),
    commitDate(root, commit),
  ])
  const reached = await reachedBy(root, commit, all, isCut ? undefined : cache)
  const isLeft = ({ name }: Release) => !reached.has(name)
  return {
    reached: all.filter(each => !isLeft(each)),
    beside: all.filter(each => isLeft(each) && isBefore(each, at)),
  }
}

/** Names of the tags; in a shallow clone, where what is fetched later may connect what is cut off now, none are kept. */
async function reachedBy(
  root: string,
  commit: string,
  all: readonly Release[],
  cache?: Cache,
): Promise<ReadonlySet<string>> {
  const tags = createHash('sha256').update(JSON.stringify(all)).digest('hex')
  const key = `tags 2:${commit}:${tags}`
  const known = (await cache?.read([key]))?.get(key)
  if (known !== undefined) return new Set(JSON.parse(new TextDecoder().decode(known)))
  const names = (await tagsOf(root, ['--merged', commit])).map(({ name }) => name)
  cache?.write([[key, new TextEncoder().encode(JSON.stringify(names))]])
  return new Set(names)
}

const isBefore = (tag: Release, at: string) => Date.parse(tag.at) <= Date.parse(at)

/** Names of the tags that are on branches which left the line of the commit after its last release, and were made before the commit. */
async function leftSince(root: string, commit: string, last?: Release): Promise<Set<string>> {
  const line = [
    'rev-list',
    '--first-parent',
    last === undefined ? commit : `${last.commit}..${commit}`,
  ]
  const first = ((await gitText(root, line)) ?? '').split('\n').at(-1) ?? ''
  if (first === '') return new Set()
  const at = await commitDate(root, commit)
  const beside = (from: string) =>
    tagsOf(root, ['--no-merged', commit, '--no-contains', commit, '--contains', from])
  const patches = last === undefined ? [] : (await beside(last.commit)).filter(isPatchOf(last))
  const tags = [...(await beside(first)), ...patches]
  return new Set(tags.filter(tag => isBefore(tag, at)).map(({ name }) => name))
}

/** `v1.2.9` of `v1.2.8`: made beside the line, yet the line's last release. */
const isPatchOf = (last: Release) => (tag: Release) => unpatched(tag.name) === unpatched(last.name)

const unpatched = (name: string) => name.replace(/(\d+\.\d+)\.\d+$/, '$1')

const FORMAT =
  '%(refname:strip=2)%00%(objectname)%00%(*objectname)%00%(committerdate:iso-strict)%00%(*committerdate:iso-strict)'

async function tagsOf(root: string, which: readonly string[]): Promise<Release[]> {
  const listing = await gitText(root, ['for-each-ref', 'refs/tags', ...which, `--format=${FORMAT}`])
  return (listing ?? '').split('\n').flatMap(line => {
    const [name = '', id = '', peeled = '', at = '', peeledAt = ''] = line.split('\0')
    const when = peeledAt || at
    return when === '' ? [] : [{ name, commit: peeled || id, at: when }]
  })
}
