#!/usr/bin/env -S sh -c 'exec "$(dirname "$(readlink -f "$0")")/run" "$0" "$@"'
/** What does the history look like? Builds the static site: overview, releases, runs, findings, trend. */

import { Command } from 'commander'
import { siteFolder } from './doors/afterwards.mts'
import { main } from './doors/main.mts'
import { type WhereOptions, whereIsHistory, withWhere } from './doors/where.mts'
import { buildSite } from './edge/site.mts'

interface ReportChoices extends WhereOptions {
  readonly out?: string
  readonly base: string
  readonly site?: string
  readonly jaeger?: string
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

await main(program, async (project: string, choices: ReportChoices) => {
  const place = await whereIsHistory({ ...choices, project })
  const out = choices.out ?? siteFolder(place)
  const { jaeger, base, site } = choices
  const { pages, ms } = await buildSite({
    data: place.dir,
    out,
    base,
    ...(site === undefined ? {} : { site }),
    ...(jaeger === undefined ? {} : { jaegerUrl: jaeger }),
  })
  process.stdout.write(
    `${pages} pages in ${(ms / 1000).toFixed(1)} s: ${out}\n${opening(out, base, site)}\n`,
  )
  return 0
})

/** Pages link from the root of a server, so a file manager cannot open them; any file server can. */
function opening(out: string, base: string, site: string | undefined): string {
  if (base !== '/')
    return `Publish the folder under ${new URL(base, site ?? 'http://localhost').href}`
  return `To look at it: python3 -m http.server --bind 127.0.0.1 --directory '${out}' 8000\nand open http://127.0.0.1:8000/`
}
