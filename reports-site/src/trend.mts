/** What changed between two runs, and may their scores be compared at all? */

import { change, plural, points, shortCommit } from './format.mts'
import type { ScoreRow } from './history.mts'
import type { Project, Run } from './model.mts'

/** The most points a trend draws where there are no releases to choose by. */
const LONGEST = 200

const trends = new WeakMap<Project, readonly Run[]>()

/** Runs the trend goes through: one per release and the newest; where there are few releases, every clean run. */
export function trendOf(project: Project): readonly Run[] {
  const trend = trends.get(project) ?? chosen(project)
  trends.set(project, trend)
  return trend
}

function chosen({ runs, releases, latest }: Project): readonly Run[] {
  const named = releases.map(({ run }) => run)
  if (named.length < 2) return clean(runs).slice(-LONGEST)
  return named.includes(latest) || latest.dirty === true ? named : [...named, latest]
}

const clean = (runs: readonly Run[]) => {
  const committed = runs.filter(({ dirty }) => dirty !== true)
  return committed.length === 0 ? runs : committed
}

/** What decides whether scores may be compared. */
export interface Conditions
  extends Pick<Run, 'policy' | 'scoring' | 'dialect' | 'toolVersion' | 'machine'> {
  readonly dimensions: readonly { readonly id: string; readonly whole: Pick<ScoreRow, 'status'> }[]
}

/** What is different about how two runs were measured; none: their scores may be compared. The version of the
 *  tool counts only where a run did not keep the version of the metrics. */
export function differences(before: Conditions, after: Conditions): readonly string[] {
  const said = []
  if ((before.scoring ?? before.policy) !== (after.scoring ?? after.policy))
    said.push(`policy ${shortCommit(before.policy)} → ${shortCommit(after.policy)}`)
  if (before.dialect !== null && after.dialect !== null) {
    if (before.dialect !== after.dialect) said.push(`metrics ${before.dialect} → ${after.dialect}`)
  } else if (before.toolVersion !== after.toolVersion)
    said.push(`Shipworthy ${before.toolVersion ?? '?'} → ${after.toolVersion ?? '?'}`)
  if (before.machine !== after.machine && isTimed(before) && isTimed(after))
    said.push(`machine ${before.machine ?? '?'} → ${after.machine ?? '?'}`)
  const measured = new Set(answered(before))
  const now = answered(after)
  const gained = now.filter(id => !measured.has(id))
  const lost = [...measured].filter(id => !now.includes(id))
  if (gained.length > 0) said.push(`${gained.join(', ')} measured for the first time`)
  if (lost.length > 0) said.push(`${lost.join(', ')} no longer measured`)
  return said
}

/** Machines only matter where timings feed the score. */
const isTimed = (run: Conditions) => answered(run).includes('performance')
const answered = (run: Conditions) =>
  run.dimensions.filter(({ whole }) => whole.status === 'judged').map(({ id }) => id)

export interface Stretch {
  readonly runs: readonly Run[]
  /** Why it does not continue the stretch before it; empty for the first. */
  readonly because: readonly string[]
}

/** The trend cut wherever neighbours were measured differently. */
export function stretches(runs: readonly Run[]): readonly Stretch[] {
  const cut: { runs: Run[]; because: readonly string[] }[] = []
  let before: Run | undefined
  for (const run of runs) {
    const because = before === undefined ? [] : differences(before, run)
    const current = cut.at(-1)
    if (current === undefined || because.length > 0) cut.push({ runs: [run], because })
    else current.runs.push(run)
    before = run
  }
  return cut
}

/** The run a score is read against: the one before it in the trend. */
export function previousOf(run: Run, trend: readonly Run[]): Run | null {
  const index = trend.indexOf(run)
  if (index >= 0) return trend[index - 1] ?? null
  return trend.findLast(({ committedAt }) => committedAt < run.committedAt) ?? null
}

/** What was known of the trend when the run was made: later runs do not change its page. */
export const trendUpTo = (run: Run, trend: readonly Run[]): readonly Run[] =>
  trend.filter(({ committedAt }) => committedAt <= run.committedAt)

export interface Cause {
  readonly dimension: string
  readonly delta: number
}

/** Signed points by dimension; they add up to the change of the total. Largest first. */
export function causes(before: Run, after: Run): readonly Cause[] {
  const old = new Map(before.dimensions.map(({ id, whole }) => [id, whole.contribution ?? 0]))
  const now = new Map(after.dimensions.map(({ id, whole }) => [id, whole.contribution ?? 0]))
  return [...new Set([...old.keys(), ...now.keys()])]
    .map(dimension => ({
      dimension,
      delta: Math.round(((now.get(dimension) ?? 0) - (old.get(dimension) ?? 0)) * 100) / 100,
    }))
    .filter(({ delta }) => delta !== 0)
    .toSorted(
      (a, b) => Math.abs(b.delta) - Math.abs(a.delta) || (a.dimension < b.dimension ? -1 : 1),
    )
}

/** One sentence: did it move since the run before, by how much, and through what? Where there is none to compare with, what the run itself found against its baseline. */
export function movement(run: Run, before: Run | null): string | null {
  const against =
    run.baseline == null || run.delta == null
      ? null
      : `Against its baseline ${shortCommit(run.baseline)}, in what both measured: ${change(run.delta)} points.`
  if (before === null) return against
  if (run.score === null || before.score === null) return null
  const because = differences(before, run)
  if (because.length > 0)
    return `Not comparable with ${before.label}: ${because.join('; ')}.${against === null ? '' : ` ${against}`}`
  const delta = Math.round((run.score - before.score) * 100) / 100
  if (delta === 0) return `Unchanged since ${before.label}.`
  const parts = causes(before, run).map(cause => `${cause.dimension} ${change(cause.delta)}`)
  const direction = delta > 0 ? 'Up' : 'Down'
  return `${direction} ${points(Math.abs(delta))} points since ${before.label}: ${parts.join(', ')}.`
}

/** The finding above the trend, over the newest stretch that may be compared. */
export function trendSentence(runs: readonly Run[]): string {
  const newest =
    stretches(runs)
      .at(-1)
      ?.runs.filter(({ score }) => score !== null) ?? []
  const [first, last] = [newest[0], newest.at(-1)]
  if (first === undefined || last === undefined) return 'No run of the newest stretch has a score.'
  if (newest.length < 2)
    return runs.length < 2
      ? 'One run so far: the trend starts here.'
      : `A new stretch starts at ${last.label}: nothing before it was measured the same way.`
  const delta = Math.round(((last.score ?? 0) - (first.score ?? 0)) * 100) / 100
  const span = `over the last ${plural(newest.length, 'comparable point')}`
  if (delta === 0) return `The score is where it was, ${points(last.score)}, ${span}.`
  const word = delta > 0 ? 'rose' : 'fell'
  const way = `from ${points(first.score)} (${first.label}) to ${points(last.score)} (${last.label})`
  return `The score ${word} by ${points(Math.abs(delta))} points ${span}, ${way}.`
}
