/** Where can a reader look at this line? A link to the forge at the assessed commit, or none. */

import type { Run } from '../core/model.mts'
import { uriPath } from './escape.mts'

/** How each forge lays out its addresses; of any other we know nothing. */
const ROOTS = { github: '', gitlab: '/-' } as const

/** Null without a known forge or commit, with uncommitted changes, or for a path that is no path. */
export function sourceLink(run: Run, path: string, line: number | null): string | null {
  const [root, place] = [rootOf(run), inRepository(run, path)]
  if (root === null || run.isDirty || !isPlain(place)) return null
  return `${root}/blob/${run.commit}/${uriPath(place)}${line === null ? '' : `#L${line}`}`
}

/** A path of the project, from the root of its repository. */
export const inRepository = ({ folder = '' }: Run, path: string): string => folder + path

export function commitLink(run: Run): string | null {
  const root = rootOf(run)
  return root === null ? null : `${root}/commit/${run.commit}`
}

/** The pull or merge request a commit's subject names: `#12`, on GitLab `!12`. */
export function requestLink(run: Run, mark: string, number: string): string | null {
  const root = rootOf(run)
  if (root === null) return null
  if (run.forge?.kind === 'github') return mark === '#' ? `${root}/pull/${number}` : null
  return `${root}/${mark === '!' ? 'merge_requests' : 'issues'}/${number}`
}

function rootOf({ forge, commit }: Run): string | null {
  if (forge === null || forge.kind === 'other' || !/^[0-9a-f]{7,64}$/.test(commit ?? ''))
    return null
  const address = webAddress(forge.url)
  return address === null ? null : `${address.replace(/\/+$/, '')}${ROOTS[forge.kind]}`
}

/** An http(s) address without credentials, its brackets and quotes encoded; null for anything else. */
export function webAddress(text: string): string | null {
  const url = URL.parse(text)
  if (url === null || !/^https?:$/.test(url.protocol) || url.username || url.password) return null
  return url.href.replace(/[()<>'"\\|`]/g, mark => `%${mark.charCodeAt(0).toString(16)}`)
}

/** Relative and without steps that a browser would resolve. */
const isPlain = (path: string): boolean =>
  path.split('/').every(segment => !['', '.', '..'].includes(segment))
