/** Which run pages need not be made again? Those of the last build that are made of the same. */

import { createHash } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { pairUpTo } from './compare/pairs.mts'
import { catalogueRows, readPrints } from './history.mts'
import { hasSeveral, projectOf, projects, type Run } from './model.mts'
import { options } from './options.mts'
import { previousOf, trendOf, trendUpTo } from './trend.mts'

/** The runs whose pages have to be made; the digests of all of them go to whoever started this build. */
export async function changedRuns(
  pages: readonly { readonly run: Run; readonly canonical: string }[],
): Promise<ReadonlySet<Run>> {
  const known: Readonly<Record<string, string>> = JSON.parse(readFileSync(options.known, 'utf8'))
  const prints = new Map((await readPrints()).map(({ run, print }) => [run, print]))
  const shared = digest([frameOf(), catalogueRows])
  const made = pages.map(({ run, canonical }) => {
    const own = [run, canonical, prints.get(run.run), ...placeOf(run, prints)]
    return { run, makings: digest([shared, ...own]) }
  })
  writeFileSync(
    options.makings,
    JSON.stringify(Object.fromEntries(made.map(({ run, makings }) => [run.path, makings]))),
  )
  return new Set(made.filter(each => known[each.run.path] !== each.makings).map(({ run }) => run))
}

/** What every page says whatever it is about. */
function frameOf() {
  const { known: _, makings: __, data: ___, ...asked } = options
  return [asked, hasSeveral, hasSeveral ? null : projects[0]?.name]
}

/** What the page says of other runs: the one before it, the scores until then, the comparison it links and counts from. */
function placeOf(run: Run, prints: ReadonlyMap<string, unknown>) {
  const project = projectOf(run)
  if (project === undefined) return []
  const trend = trendOf(project)
  const pair = pairUpTo(project, run)
  const scores = trendUpTo(run, trend).map(({ score }) => score)
  return [
    project.path,
    previousOf(run, trend),
    scores,
    pair?.path,
    prints.get(pair?.before.run ?? ''),
  ]
}

const digest = (of: unknown) => createHash('sha256').update(JSON.stringify(of)).digest('hex')
