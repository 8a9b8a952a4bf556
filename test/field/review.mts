/** Does the review say of released versions what their maintainers said? `node test/field/review.mts FOLDER TAG TAG …` compares neighbours. */

import { withNeeds } from '../../scripts/core/graph.mts'
import type { ReviewEvidence } from '../../scripts/core/review.mts'
import { semverOf } from '../../scripts/core/review.mts'
import { openProject } from '../../scripts/doors/open-project.mts'
import { runSkills } from '../../scripts/doors/run-skills.mts'
import { skills } from '../../scripts/doors/skills.mts'
import { git } from '../../scripts/edge/git.mts'
import { LOOKING } from '../support/looking.mts'

const [folder = '.', ...refs] = process.argv.slice(2)

/** The part of the version that was raised. */
function released(from: string, to: string): string {
  const [a, b] = [from, to].map(tag => (/\d+(\.\d+)*/.exec(tag)?.[0] ?? '').split('.'))
  const index = (a ?? []).findIndex((part, i) => part !== b?.[i])
  return ['major', 'minor', 'patch'][index] ?? '–'
}

const chosen = skills.filter(({ id }) => id === 'pr-review-assistant' || id === 'code-search')

for (const [index, from] of refs.slice(0, -1).entries()) {
  const to = refs[index + 1] as string
  const at = await git(folder, ['rev-parse', `${to}^{commit}`])
  const open = await openProject(folder, {
    ...LOOKING,
    baseline: from,
    at: at.trim(),
  })
  const started = performance.now()
  const run = { policy: open.policy, startedAt: new Date().toISOString(), timeoutSeconds: 600 }
  const { evidence, outcomes } = await runSkills(
    withNeeds(chosen, skills).filter(({ id }) => id !== 'dependency-guardian'),
    open.lens,
    run,
  )
  for (const { skill, status, why } of outcomes)
    if (status === 'failed') process.stdout.write(`FAILED ${skill}: ${why}\n`)
  report(from, to, evidence['pr-review-assistant'], performance.now() - started)
  const impact = evidence['code-search']
  if (impact !== undefined)
    process.stdout.write(
      `  changed ${impact.changed.length}, reached ${impact.reached.length}${impact.isCut ? '+' : ''}, modules ${impact.modules.length}, tests ${impact.tests.length} (${impact.tests.filter(each => !each.isByModule).length} by name)\n`,
    )
  await open.close()
}

function report(from: string, to: string, review: ReviewEvidence | undefined, ms: number): void {
  const { api = null, files = [] } = review ?? {}
  const verdict = api === null ? 'no surface' : semverOf(api)
  const formatted = files.filter(({ kind }) => kind === 'formatted').length
  process.stdout.write(
    `${from} → ${to} | released ${released(from, to)} | ${verdict} | names ${api?.names ?? 0} | +${api?.added.length ?? 0} | files ${files.length}, formatted ${formatted} | ${Math.round(ms)} ms\n`,
  )
  for (const { isSure, message, path } of api?.breaks ?? [])
    process.stdout.write(`  ${isSure ? 'BREAK' : 'maybe'} ${message} (${path})\n`)
}
