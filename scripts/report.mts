#!/usr/bin/env -S sh -c 'exec "$(dirname "$(readlink -f "$0")")/run" "$0" "$@"'
/** What does the history look like? Builds the static site: overview, releases, runs, findings, trend. */

import { Command } from 'commander'
import { UserFault } from './core/fault.mts'
import { siteFolder } from './doors/afterwards.mts'
import { keepLive } from './doors/live.mts'
import { main } from './doors/main.mts'
import { type WhereOptions, whereIsHistory, withWhere } from './doors/where.mts'
import { basePath, buildSite } from './edge/site.mts'

interface ReportChoices extends WhereOptions {
  readonly out?: string
  readonly base: string
  readonly site?: string
  readonly jaeger?: string
  readonly serve?: boolean
  readonly port: string
  readonly host: string
}

const program = withWhere(
  new Command('report.mts')
    .description('Build the report site from the history of runs.')
    .argument('[project]', 'folder of the project whose --branch holds the history', '.'),
)
  .option('--out <dir>', 'where the site goes (default: .shipworthy-site in the history folder)')
  .option('--base <path>', 'path the site will lie under, such as /repository', '/')
  .option('--site <url>', 'address the site will be published at')
  .option('--jaeger <url>', 'address of Jaeger, for links from runs to traces')
  .option('--serve', 'show the site here, and build it anew when a run arrives')
  .option('--port <n>', 'port for --serve, 0 for any free one', '3000')
  .option('--host <address>', 'address for --serve to listen on', '127.0.0.1')

await main(program, async (project: string, choices: ReportChoices) => {
  const place = await whereIsHistory({ ...choices, project })
  const out = choices.out ?? siteFolder(place)
  const { jaeger, base, site } = choices
  const request = {
    data: place.dir,
    out,
    base,
    ...(site === undefined ? {} : { site }),
    ...(jaeger === undefined ? {} : { jaegerUrl: jaeger }),
  }
  if (choices.serve === true) {
    const { host } = choices
    const say = (sentence: string) => void process.stdout.write(`${sentence}\n`)
    await keepLive(place, request, { host, port: portOf(choices.port), say })
    return 0
  }
  const { pages, kept, ms } = await buildSite(request)
  process.stdout.write(
    `${pages} pages${kept > 0 ? `, ${kept} of them as they were,` : ''} in ${(ms / 1000).toFixed(1)} s: ${out}\n${opening(base, site)}\n`,
  )
  return 0
})

function portOf(text: string): number {
  const port = Number(text)
  if (!/^\d{1,5}$/.test(text) || port > 65_535)
    throw new UserFault(`--port ${text}: give a number from 0 to 65535`)
  return port
}

/** Pages link from the root of a server, so a file manager cannot open them; a file server can. */
function opening(base: string, site: string | undefined): string {
  const path = basePath(base)
  if (site !== undefined) return `Publish the folder as ${new URL(path, site).href}.`
  if (path !== '/') return `Publish the folder as ${path} of a server.`
  return 'To look at it: the same command with --serve.'
}
