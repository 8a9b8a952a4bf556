/** Where do the links of a page lead? To a file, a folder or a heading of the project, nowhere, or it cannot be told. */

import type { PageLinks } from '../../formats/markdown/page.mts'
import { isInSite, LANGUAGE } from './sites.mts'

export interface LinkedProject {
  readonly paths: ReadonlySet<string>
  readonly folders: ReadonlySet<string>
  /** Paths by their lower case. */
  readonly alike: ReadonlyMap<string, string>
  /** Folders whose pages a site generator turns into others. */
  readonly sites: readonly string[]
  /** Symbolic links and submodules. */
  readonly unread: readonly string[]
  /** Whether a build may make what is not there: git is told to ignore it. */
  isIgnored(path: string): boolean
  readonly pages: ReadonlyMap<string, PageLinks>
}

/** Why a link is broken, as a clause; or that it leads somewhere, or that nobody can tell. */
export type LinkVerdict = 'kept' | 'unsure' | { readonly why: string }

/** What pages that explain Markdown write where a target would stand. */
const PLACEHOLDER = /^(\.{3}|…|url|uri|link|href|path|src|target|address)(-here)?$/i

/** Null for a link that leaves the project on purpose. */
export function follow(page: string, target: string, project: LinkedProject): LinkVerdict | null {
  if (target === '' || /^([a-z][a-z0-9+.-]*:|\/\/)/i.test(target)) return null
  if (/[{}<>$`|]|%7B/.test(target) || PLACEHOLDER.test(target)) return 'unsure'
  const [before = '', ...rest] = target.split('#')
  const anchor = rest.join('#')
  const path = decoded(before.replace(/\?.*$/, ''))
  const isSite = isInSite(page, project.sites)
  const isMoved = isSite || DOCUMENTS.test(page)
  if (path === null || (path.startsWith('/') && isMoved)) return 'unsure'
  const place = path === '' ? page : placeOf(page, path)
  if (place === null || project.unread.some(link => isWithin(place, link))) return 'unsure'
  if (project.paths.has(place)) return anchored(place, anchor, isSite, project)
  if (project.folders.has(place)) return 'kept'
  const deeper = placeOf(`${page.replace(/\.\w+$/, '')}/`, path)
  if (isMoved && deeper !== null && project.paths.has(deeper)) return 'unsure'
  return missing(page, place, isSite, project)
}

function decoded(path: string): string | null {
  try {
    return decodeURIComponent(path)
  } catch {
    return null
  }
}

/** From the page's folder, or from the project's for a path that begins with `/`; null where that leads out of it. */
function placeOf(page: string, path: string): string | null {
  const from = path.startsWith('/') ? [] : page.split('/').slice(0, -1)
  for (const word of path.split('/')) {
    if (word === '..') {
      if (from.length === 0) return null
      from.pop()
    } else if (word !== '' && word !== '.') from.push(word)
  }
  return from.join('/')
}

const isWithin = (path: string, folder: string) => path === folder || path.startsWith(`${folder}/`)

/** Lines of code (`#L3`), the page's top and found text are places of their own. */
const OTHER_ANCHORS = /^(badge|l\d+(c\d+)?(-l\d+(c\d+)?)?|top|readme|:~:text=.*|user-content-.*)$/i

function anchored(
  place: string,
  anchor: string,
  isSite: boolean,
  { pages, sites }: LinkedProject,
): LinkVerdict {
  if (anchor === '') return 'kept'
  const target = pages.get(place)
  if (target === undefined || isSite || isInSite(place, sites)) return 'unsure'
  const name = decoded(anchor)?.toLowerCase()
  if (name === undefined || OTHER_ANCHORS.test(name)) return 'unsure'
  if (target.anchors.includes(name)) return 'kept'
  const isAlike = target.anchors.some(each => squashed(each) === squashed(name))
  if (isAlike && (DOCUMENTS.test(place) || /\p{Extended_Pictographic}/u.test(name))) return 'unsure'
  return { why: `${place} has no heading #${anchor}` }
}

/** A site of which the project holds no settings may be made of these, by rules that nobody here knows. */
const DOCUMENTS =
  /(^|\/)(docs?|documentation|web|website|site|content|wiki|blog|book|guides?|pages)\//i

const squashed = (name: string) => name.replace(/[^\p{L}\p{N}]/gu, '')

/** Kinds of files that no site generator makes of something else. */
const PLAIN =
  /\.(md|markdown|png|jpe?g|gif|svg|webp|ico|pdf|ts|js|py|java|go|json|ya?ml|toml|txt)$/i

/** Sites show a page of another language where one is not translated. */
function isTranslated(place: string, paths: ReadonlySet<string>): boolean {
  const words = place.split('/')
  return words.some((word, at) => {
    if (!LANGUAGE.test(word)) return false
    const [before, after] = [words.slice(0, at), words.slice(at + 1)]
    const [start, end] = [before.map(each => `${each}/`).join(''), `/${after.join('/')}`]
    return [...paths].some(path => {
      const between = path.slice(start.length, path.length - end.length)
      return path.startsWith(start) && path.endsWith(end) && LANGUAGE.test(between)
    })
  })
}

function missing(
  page: string,
  place: string,
  isSite: boolean,
  project: LinkedProject,
): LinkVerdict {
  if ((isSite || DOCUMENTS.test(page)) && !PLAIN.test(place)) return 'unsure'
  const bare = place.replace(/\.html?$/, '')
  const isRendered = ['.md', '.mdx', '.rst', '/index.md', '/README.md', '/_index.md'].some(ending =>
    project.paths.has(bare + ending),
  )
  if (isRendered || project.isIgnored(place)) return 'unsure'
  if (isSite && isTranslated(place, project.paths)) return 'unsure'
  const other = project.alike.get(place.toLowerCase())
  return {
    why: other === undefined ? `there is no ${place}` : `there is no ${place}, only ${other}`,
  }
}
