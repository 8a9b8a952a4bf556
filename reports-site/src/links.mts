/** Where does a link lead? Inside the site always under its base; outside only over http(s). */

import type { LinkSettings } from '../../scripts/core/policy.mts'
import { type DeepLinks, deepLinks } from '../../scripts/report/deep-links.mts'
import type { RunRow } from './history.mts'
import type { Run } from './model.mts'
import { options } from './options.mts'

/** `href('runs/')` → '/base/runs/'. */
export const href = (path = '') => `${options.base}${path}`

/** The commit's page at the forge, if the forge is known and the run is exactly that commit. */
export function commitLink({ forge, commit }: RunRow): string | null {
  const root = web(forge)
  if (root === null || !isCommit(commit)) return null
  const style = styleOf(root)
  return style === null ? null : `${root.href}${style.commit}${commit}`
}

/** A file (and line) as it was at the run's commit; none for a dirty tree, whose lines the forge does not have. */
export function fileLink(run: RunRow, path: string | null, line: number | null): string | null {
  const root = web(run.forge)
  const place = path === null ? null : `${run.folder ?? ''}${path}`
  if (root === null || !isCommit(run.commit) || run.dirty === true || !isPlain(place)) return null
  const style = styleOf(root)
  if (style === null) return null
  const file = place.split('/').map(encodeURIComponent).join('/')
  const anchor = line === null ? '' : `#${style.line}${line}`
  return `${root.href}${style.file}${run.commit}/${file}${anchor}`
}

const isCommit = (commit: string | null): commit is string =>
  commit !== null && /^[0-9a-f]{7,64}$/.test(commit)

/** Relative, and without steps that a browser would walk. */
const isPlain = (path: string | null): path is string =>
  path?.split('/').every(step => !['', '.', '..'].includes(step)) === true

/** Which tracing tool its policy names, or the Jaeger this site was built with. */
export function linkSettingsOf({ policyLinks }: Run): LinkSettings | null {
  return options.jaegerUrl === null ? policyLinks : { tool: 'jaeger', url: options.jaegerUrl }
}

/** Links into that tool; null where none is known or its address is none for a browser. */
export function linksOf(run: Run): DeepLinks | null {
  const settings = linkSettingsOf(run)
  return settings === null ? null : deepLinks(settings)
}

/**
 * The trace in Jaeger as a page may frame it. Only the Jaeger this site was built with: a policy in the history is
 * somebody else's, and would choose who is framed.
 */
export function traceFrame(traceId: string): string | null {
  if (options.jaegerUrl === null) return null
  const links = deepLinks({ tool: 'jaeger', url: options.jaegerUrl })
  const address = links?.trace({ traceId, from: 0, to: 0 }) ?? null
  if (address === null) return null
  const url = new URL(address)
  url.searchParams.set('uiEmbed', 'v0')
  return url.href
}

export function traceLink(run: Run): string | null {
  const { traceId, startedAt, durationMs } = run
  if (traceId === null || !/^[0-9a-f]{1,32}$/i.test(traceId)) return null
  const from = Date.parse(startedAt)
  return linksOf(run)?.trace({ traceId, from, to: from + (durationMs ?? 0) }) ?? null
}

/** An http(s) address without credentials, query or fragment, ending in a slash; else null. */
function web(address: string | null): URL | null {
  if (address === null || !URL.canParse(address)) return null
  const url = new URL(address)
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return null
  url.username = url.password = url.search = url.hash = ''
  if (!url.pathname.endsWith('/')) url.pathname += '/'
  return url
}

interface Style {
  readonly commit: string
  readonly file: string
  readonly line: string
}

const STYLES: readonly (readonly [RegExp, Style])[] = [
  [/github/, { commit: 'commit/', file: 'blob/', line: 'L' }],
  [/gitlab/, { commit: '-/commit/', file: '-/blob/', line: 'L' }],
  [/bitbucket/, { commit: 'commits/', file: 'src/', line: 'lines-' }],
  [/gitea|forgejo|codeberg/, { commit: 'commit/', file: 'src/commit/', line: 'L' }],
]

const styleOf = ({ hostname }: URL): Style | null =>
  STYLES.find(([host]) => host.test(hostname))?.[1] ?? null
