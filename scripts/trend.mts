#!/usr/bin/env -S sh -c 'exec "$(dirname "$(readlink -f "$0")")/run" "$0" "$@"'
/** Did anything change for good? Levels, changes with their suspects, drift and outliers of every series of the history. */

import { Command, Option } from 'commander'
import { UserFault } from './core/fault.mts'
import { DETECTORS, type Detector } from './core/statistics/detectors.mts'
import { trendOf } from './core/trends.mts'
import { matchesWildcard } from './core/wildcard.mts'
import { main } from './doors/main.mts'
import { readPolicy } from './doors/open-project.mts'
import { print } from './doors/print.mts'
import { terminalOptions } from './doors/show.mts'
import { type WhereOptions, whereIsHistory, withWhere } from './doors/where.mts'
import { openHistory } from './edge/store.mts'
import { oneTrend, trendPage } from './report/trend.mts'

interface TrendChoices extends WhereOptions {
  readonly of?: string
  readonly detector: Detector
  readonly json?: boolean
}

const program = withWhere(
  new Command('trend.mts')
    .description(
      'Tell where the level of a score, measure or benchmark changed, and which commits may have caused it',
    )
    .argument('[project]', 'folder of the project', '.')
    .argument('[series]', 'only these series, point by point if it is one; * stands for anything'),
)
  .option('--of <branch>', 'branch whose runs are looked at (default: that of the newest run)')
  .addOption(
    new Option('--detector <name>', 'method that finds changes of level')
      .choices(Object.keys(DETECTORS))
      .default('opx'),
  )
  .option('--json', 'print every series with its points, changes and outliers as JSON')

await main(program, async (project: string, wanted: string | undefined, choices: TrendChoices) => {
  const { dir } = await whereIsHistory({ ...choices, project })
  const { slug, policy } = await readPolicy(project)
  const history = await openHistory(dir)
  try {
    const { of: branch, detector } = choices
    const all = await history.series({ project: slug, ...(branch === undefined ? {} : { branch }) })
    if (all.length === 0) {
      const where = branch === undefined ? '' : ` on ${branch}`
      await print(
        choices.json === true
          ? '[]'
          : `No trend yet: the history in ${dir} holds fewer than two clean commits of ${slug}${where}. Assess more of them, or the last N releases at once with assess --releases N.`,
      )
      return 0
    }
    const chosen = all.filter(({ name }) => wanted === undefined || matchesWildcard(wanted, name))
    if (chosen.length === 0)
      throw new UserFault(
        `There is no series "${wanted}": the history has ${all
          .slice(0, 8)
          .map(({ name }) => name)
          .join(', ')}${all.length > 8 ? ' and more' : ''}.`,
      )
    const trends = chosen.map(each =>
      trendOf(each, { detect: DETECTORS[detector], triage: policy.changes ?? [] }),
    )
    const [only] = trends
    const options = { ...terminalOptions(), project: slug, detector }
    if (choices.json === true) await print(JSON.stringify(trends, null, 2))
    else if (trends.length === 1 && only !== undefined) await print(oneTrend(only, options))
    else await print(trendPage(trends, options))
    return 0
  } finally {
    history.close()
  }
})
