#!/usr/bin/env -S sh -c 'exec "$(dirname "$(readlink -f "$0")")/run" "$0" "$@"'
/** Is this release shipworthy? Measure, score, compare, gate, remember, show. */

import { Command } from 'commander'
import { exitCode } from './core/gate.mts'
import { assess } from './doors/assess.mts'
import {
  assessOptions,
  chosenSkills,
  isGateEnforced,
  readAssessOptions,
} from './doors/assess-options.mts'
import { assessReleases } from './doors/assess-releases.mts'
import { isCi } from './doors/ci.mts'
import { main } from './doors/main.mts'
import { openProject } from './doors/open-project.mts'
import { progress } from './doors/progress.mts'
import { writeReleaseDocuments } from './doors/release-documents.mts'
import { remember } from './doors/remember.mts'
import { show, writeReports } from './doors/show.mts'
import { storedOutcomes } from './doors/stored-outcomes.mts'
import { whereToWrite } from './doors/where.mts'
import { mergedInto } from './edge/baseline.mts'
import { toolVersion } from './edge/places.mts'
import { recordMetrics, startTelemetry } from './edge/telemetry.mts'

const program = assessOptions(
  new Command('assess.mts').description('Assess a project: is this release shipworthy?'),
)

await main(program, async (path: string, given: object) => {
  const options = readAssessOptions(given)
  const ticker = progress(options.json !== true)
  await startTelemetry(toolVersion)
  const [open, place] = await Promise.all([
    openProject(path, { ...options, isPullRequest: isCi() }),
    whereToWrite({ ...options, project: path }),
  ])
  try {
    if (options.releases > 0 && !(await assessReleases(path, options, place, ticker))) return 3
    ticker.step(`Assessing ${open.lens.project.slug}`)
    const assessed = await assess(open, {
      ...options,
      skills: chosenSkills(options, open.skills),
      isEnforced: isGateEnforced(options, open.hasPolicy, isCi()),
      storedOutcomes: commit => storedOutcomes(place.history, open.lens.project.slug, commit),
      onDone: ticker.done,
    })
    ticker.end()
    recordMetrics(assessed.assessment)
    const { isRemembered, ...told } = await remember(assessed, open.policy, place, options, {
      branch: mergedInto(open.baseline) ?? open.lens.project.branch,
      raise: async assessment =>
        (await import('./doors/alerts.mts')).raiseAlerts(open, assessment, place.history, options),
    })
    const shown = { ...assessed, assessment: { ...assessed.assessment, ...told } }
    await show(shown, options, open.policy.links)
    await writeReports(shown, options)
    await writeReleaseDocuments(assessed, options)
    if (isRemembered) {
      const { afterwards } = await import('./doors/afterwards.mts')
      await afterwards(place, open.policy, options)
    }
    return isRemembered ? exitCode(assessed.assessment) : 3
  } finally {
    place.history.close()
    await open.close()
  }
})
