/** What happened that a person should know of? Atom, each event under an id that a new build does not change. */

import type { APIRoute } from 'astro'
import { pathsOfProjects } from '../../addresses.mts'
import { type Alert, eventsOf } from '../../alerts.mts'
import { day } from '../../format.mts'
import { type Html, html } from '../../html.mts'
import { href } from '../../links.mts'
import type { Project } from '../../model.mts'

export const getStaticPaths = pathsOfProjects

const MOST = 50
const STATES = { open: 'open', resolved: 'resolved', info: 'good to know' } as const

export const GET: APIRoute<{ project: Project }> = ({ props, site }) => {
  const { name, path, latest } = props.project
  /** Absolute where it is known where the site will be. */
  const at = (page: string) => (site ? new URL(href(page), site).href : href(page))
  const id = (rest: string) =>
    `tag:shipworthy,2026:${encodeURIComponent(name)}:${encodeURIComponent(rest)}`
  const entry = ({ id: own, state, text, run, path: page }: Alert): Html => html`
<entry><id>${id(own)}</id><title>${STATES[state]}: ${text} (${run.label})</title><updated>${run.committedAt}</updated><link href="${at(page)}"/><summary>${text}. ${run.label}, ${day(run.committedAt)}.</summary></entry>`
  const feed = html`<feed xmlns="http://www.w3.org/2005/Atom"><id>${id('alerts')}</id><title>Alerts of ${name}</title><updated>${latest.committedAt}</updated><author><name>Shipworthy</name></author><link href="${at(path)}"/><link rel="self" href="${at(`${path}alerts.xml`)}"/>${eventsOf(props.project).slice(0, MOST).map(entry)}
</feed>
`
  return new Response(`<?xml version="1.0" encoding="utf-8"?>\n${feed.markup}`)
}
