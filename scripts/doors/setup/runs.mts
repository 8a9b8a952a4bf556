/** Which runs does setup make, and what do they say about the gate to begin with? */

import { UserFault } from '../../core/fault.mts'
import type { Policy } from '../../core/policy.mts'
import type { Score } from '../../core/verdict.mts'
import { apply } from '../../edge/edits/apply.mts'
import { prepare } from '../../edge/edits/prepare.mts'
import type { History } from '../../edge/store.mts'
import { rendered } from '../../edge/templates.mts'
import { total } from '../../report/words.mts'
import { afterwards } from '../afterwards.mts'
import { type Assessed, type AssessOptions, assess } from '../assess.mts'
import type { AssessChoices } from '../assess-options.mts'
import { assessReleases } from '../assess-releases.mts'
import { openProject, resolved } from '../open-project.mts'
import { progress } from '../progress.mts'
import { remember } from '../remember.mts'
import { storedAssessment } from '../stored-assessment.mts'
import { storedOutcomes } from '../stored-outcomes.mts'
import { resultIn, TESTS_SECONDS, type TestResult } from '../verify.mts'
import { type OpenPlace, whereToWrite } from '../where.mts'
import { POLICY_FILE, policyFile, policyWords } from './files.mts'
import { lowerOf, type Standing, standingOf } from './gate.mts'
import type { Look } from './look.mts'

export async function lastReleases(
  path: string,
  branch: string,
  options: AssessChoices,
): Promise<void> {
  const ticker = progress(process.stderr.isTTY)
  const isStored = await at(path, branch, place => assessReleases(path, options, place, ticker))
  ticker.end()
  if (!isStored) throw new UserFault('A release could not be remembered: run setup again')
}

interface FirstRun {
  readonly said: string
  readonly tests: TestResult
}

/** Judged by the policy that setup is going to write, where the project has none: the history begins with its gate. */
export const firstRun = (path: string, look: Look, asked: AssessChoices): Promise<FirstRun> =>
  at(path, look.branch, async place => {
    const options = { ...asked, timeoutSeconds: TESTS_SECONDS }
    const settled = (score: Score) => fittedPolicy(score, look.hasCompose)
    const assessed = await measured(path, look.hasPolicy ? options : { ...options, settled }, place)
    const { score } = assessed.assessment
    const policy = look.hasPolicy ? assessed.policy : await settled(score)
    const { isRemembered } = await remember(assessed, policy, place, options)
    if (!isRemembered) throw new UserFault('The run could not be remembered: run setup again')
    const said =
      score.value === null ? 'too little was measured for a score' : `${total(score.value)} of 100`
    return { said, tests: resultIn(assessed.evidence) }
  })

const fittedPolicy = (score: Score, hasCompose: boolean): Promise<Policy> =>
  resolved(rendered(policyWords(standingOf(score), hasCompose)))

/** The lower of the commit and of what setup has written around it: the first gate is to pass. */
export const writePolicy = (path: string, look: Look, options: AssessChoices): Promise<string> =>
  at(path, look.branch, async place => {
    const stored = await standingAt(place, look.slug, look.commit)
    const { assessment } = await measured(path, { ...options, mayExecute: false }, place)
    const now = standingOf(assessment.score)
    const lower = stored === null ? now : lowerOf(stored, now)
    const changes = await prepare(look.root, [policyFile(policyWords(lower, look.hasCompose))])
    await apply(look.root, changes, { by: 'setup', isOnTrial: false })
    const others = assessment.gate.conditions
      .filter(({ id, status }) => status === 'fail' && id !== 'score')
      .map(({ id, why }) => `${id} fails: ${why}`)
    return [`${POLICY_FILE}: ${heldBy(lower)}`, ...others].join('; ')
  })

function heldBy({ score, floor }: Standing): string {
  if (score === null || floor === null) return 'no score to hold yet'
  const held = `the gate holds ${Math.floor(floor)}`
  return score === floor
    ? held
    : `${held}, for coverage or advisories are not known yet: raise it to what the first pipeline finds`
}

/** Of the newest run of a commit; null where there is none. */
export async function standingAt(
  { dir, history }: Pick<OpenPlace, 'dir' | 'history'>,
  slug: string,
  commit: string,
): Promise<Standing | null> {
  const { rows } = await history.query(
    'SELECT run FROM runs WHERE project = ? AND "commit" = ? ORDER BY started_at DESC LIMIT 1',
    [slug, commit],
  )
  const [row] = rows
  if (row === undefined) return null
  return standingOf((await storedAssessment(dir, String(row[0]))).assessment.score)
}

/** Commits of a project that the history knows. */
export async function measuredIn(history: History, slug: string): Promise<ReadonlySet<string>> {
  const { rows } = await history.query(
    'SELECT DISTINCT "commit" FROM runs WHERE project = ? AND NOT dirty',
    [slug],
  )
  return new Set(rows.map(([commit]) => String(commit)))
}

export const buildSetupSite = (path: string, branch: string): Promise<string> =>
  at(path, branch, async place => {
    const open = await openProject(path, QUIET)
    await open.close()
    let said = ''
    const warn = (sentence: string) => {
      said = sentence
    }
    await afterwards(place, open.policy, { site: true, warn })
    return said
  })

const QUIET = {
  ...{ isPullRequest: false, mayExecute: false, mayBench: false, isOffline: true },
  ...{ timeoutSeconds: 600, baseline: 'none', warn: () => {} },
}

async function measured(
  path: string,
  options: AssessChoices & Pick<AssessOptions, 'settled'>,
  { history }: OpenPlace,
): Promise<Assessed & { readonly policy: Policy }> {
  const open = await openProject(path, { ...options, isPullRequest: false })
  const ticker = progress(process.stderr.isTTY)
  try {
    const assessed = await assess(open, {
      ...options,
      skills: open.skills,
      isEnforced: open.hasPolicy || options.settled !== undefined,
      storedOutcomes: commit => storedOutcomes(history, open.lens.project.slug, commit),
      onDone: ticker.done,
    })
    return { ...assessed, policy: open.policy }
  } finally {
    ticker.end()
    await open.close()
  }
}

async function at<T>(path: string, branch: string, work: (place: OpenPlace) => Promise<T>) {
  const place = await whereToWrite({ branch, project: path })
  try {
    return await work(place)
  } finally {
    place.history.close()
  }
}
