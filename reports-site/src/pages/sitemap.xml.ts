/** Which addresses last? Overviews, releases and the pages of every project; runs and comparisons are found from there. */

import type { APIRoute } from 'astro'
import { html } from '../html.mts'
import { href } from '../links.mts'
import { projects } from '../model.mts'
import { hasOwnMetrics } from '../skill-pages.mts'

const PAGES = ['', 'code/', 'tests/', 'dependencies/', 'docs/', 'performance/', 'compare/']

export const GET: APIRoute = ({ site }) => {
  const own = projects.flatMap(project => [
    ...PAGES.map(page => `${project.path}${page}`),
    ...(hasOwnMetrics(project) ? [`${project.path}custom/`] : []),
    ...project.releases.map(release => release.path),
  ])
  const pages = [...new Set(['', ...own, 'runs/', 'sql/', 'method/'])]
  const addresses = site ? pages.map(page => new URL(href(page), site).href) : []
  const map = html`<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">${addresses.map(address => html`<url><loc>${address}</loc></url>`)}</urlset>
`
  return new Response(`<?xml version="1.0" encoding="utf-8"?>\n${map.markup}`)
}
