#!/usr/bin/env -S sh -c 'exec "$(dirname "$(readlink -f "$0")")/run" "$0" "$@"'
/** Is B better than A? Two releases, commits or runs of one project, re-measured with the same tools and policy. */

import { Command } from 'commander'
import { assess } from './doors/assess.mts'
import { readAssessOptions } from './doors/assess-options.mts'
import { main } from './doors/main.mts'
import { openProject } from './doors/open-project.mts'
import { progress } from './doors/progress.mts'
import { show, writeReports } from './doors/show.mts'
import { storedOutcomes } from './doors/stored-outcomes.mts'
import { commitOf } from './doors/stored-runs.mts'
import { tracedChange } from './doors/traced-change.mts'
import { whereIsHistory, withWhere } from './doors/where.mts'
import { toolVersion } from './edge/places.mts'
import { openHistory } from './edge/store.mts'
import { startTelemetry } from './edge/telemetry.mts'

const program = withWhere(new Command('compare.mts'))
  .description('Compare two releases, commits or runs of a project')
  .argument('<project>', 'folder of the project')
  .argument('<a>', 'release, branch, commit or run id to compare with')
  .argument('<b>', 'release, branch, commit or run id to look at')
  .option('--json', 'print everything as JSON on stdout')
  .option('--markdown <file>', 'write the comparison as Markdown')
  .option(
    '--traces <file|url>',
    'explain the difference by traces of both releases, from this file or the Jaeger at this address',
  )
  .option('--offline', 'ask no network service')
  .option('--advisories <dir>', 'read OSV advisories from this folder instead of the network')
  .option('--timeout <s>', 'longest time for each skill, in seconds', '600')

await main(program, async (path: string, a: string, b: string, given: object) => {
  const options = readAssessOptions(given)
  const ticker = progress(options.json !== true)
  await startTelemetry(toolVersion)
  const place = await whereIsHistory({ ...options, project: path })
  const [baseline, at] = [await commitOf(path, place, a), await commitOf(path, place, b)]
  const history = await openHistory(place.dir)
  const open = await openProject(path, {
    ...{ ...options, at, baseline },
    baselineName: a,
    isPullRequest: false,
  })
  try {
    ticker.step(`Comparing ${a} with ${b}`)
    const assessed = await assess(open, {
      ...options,
      skills: open.skills,
      isEnforced: false,
      storedOutcomes: commit => storedOutcomes(history, open.lens.project.slug, commit),
      onDone: ticker.done,
    })
    const operations = await tracedChange({
      dir: place.dir,
      project: open.lens.project.slug,
      before: { name: a, commit: baseline },
      after: { name: b, commit: at },
      paths: (await open.lens.files()).map(({ path }) => path),
      ...(options.traces === undefined ? {} : { traces: options.traces }),
    })
    ticker.end()
    const compared =
      operations.length === 0
        ? assessed
        : { ...assessed, assessment: { ...assessed.assessment, operations } }
    await writeReports(compared, options)
    await show(compared, options, open.policy.links)
    return 0
  } finally {
    history.close()
    await open.close()
  }
})
