/** How do base and head run against each other? In turns, in copies of their own, until every benchmark is decided. */

import {
  type BenchmarkPairs,
  type BenchmarkRow,
  runValues,
  titleOf,
} from '../../core/benchmark.mts'
import type { Workspace } from '../../core/lens.mts'
import { meeting } from '../../core/load.mts'
import { comparePairs, type GateRule, LOOKS } from '../../core/statistics/paired.mts'
import { type OperationCauses, sideBySide } from '../../core/traces/side-by-side.mts'
import { isLoad, type Plan } from './plans.mts'
import { mergeRows } from './results.mts'
import { buildPlan, ratioTogether, runPlan, type SideRun, valuesOf } from './side.mts'

export interface Measured {
  readonly benchmarks: readonly BenchmarkRow[]
  readonly pairs: readonly BenchmarkPairs[]
  readonly notComparable: readonly { readonly title: string; readonly why: string }[]
  readonly unusable: readonly { readonly report: string; readonly why: string }[]
  readonly broken: readonly string[]
  readonly notes: readonly string[]
  /** How the app's operations changed, over the rounds in which both sides ran. */
  readonly operations: readonly OperationCauses[]
  /** Title → which plan it comes from, and the file its harness named. */
  readonly origins: readonly (readonly [
    string,
    { readonly plan: number; readonly file: string | null },
  ])[]
}

export interface Sides {
  readonly head: Workspace
  readonly base: Workspace | null
}

/** Runs of the head alone, where there is nothing to compare with. */
const ALONE = 5
/** The next pair may take this much longer than the last one. */
const RESERVE = 1.5
/** So many runs of one harness that fail one after the other, and it is given up. */
const MOST_FAILURES = 3

/** A plan that can be timed, and what its runs gave so far. */
interface Course {
  readonly plan: Plan
  readonly isPaired: boolean
  readonly head: (SideRun | null)[]
  readonly base: (SideRun | null)[]
  failures: number
}

export async function measure(
  sides: Sides,
  plans: readonly Plan[],
  rule: GateRule,
): Promise<Measured> {
  const log: Log = { unusable: [], notComparable: [], notes: [] }
  const courses: Course[] = []
  for (const plan of plans) {
    const course = await warmUp(sides, plan, log)
    if (course !== null) courses.push(course)
  }
  const most = courses.some(({ isPaired }) => isPaired) ? (LOOKS.at(-1) as number) : ALONE
  let longest = 0
  for (let round = 0; round < most && courses.some(isAlive); round += 1) {
    const before = sides.head.secondsLeft()
    if (round > 0 && before < RESERVE * longest) {
      log.notes.push(`Time ran out after ${round} rounds of benchmarks: raise --timeout.`)
      break
    }
    for (const course of courses.filter(isAlive)) await runRound(sides, course, round, log)
    longest = Math.max(longest, before - sides.head.secondsLeft())
    const isLook = LOOKS.some(look => look === round + 1)
    if (isLook && isDecided(courses.flatMap(pairsOf), rule)) break
  }
  const runs = courses.flatMap(({ head }) => head.filter(run => run !== null))
  return {
    benchmarks: mergeRows(runs.flatMap(({ rows }) => rows)),
    pairs: courses.flatMap(pairsOf),
    notComparable: [...log.notComparable, ...courses.flatMap(oneSided)],
    unusable: [...log.unusable, ...courses.flatMap(leftOut)],
    broken: [...new Set(runs.flatMap(({ broken }) => broken))],
    notes: log.notes,
    operations: sideBySide(courses.flatMap(roundsOf)),
    origins: courses.flatMap(({ plan, head }) =>
      rowsOf(head).map(row => {
        const origin = { plan: plans.indexOf(plan), file: row.file }
        return [titleOf(row), origin] as const
      }),
    ),
  }
}

interface Log {
  readonly unusable: { report: string; why: string }[]
  readonly notComparable: { title: string; why: string }[]
  readonly notes: string[]
}

const isAlive = ({ failures }: Course) => failures < MOST_FAILURES

/** Builds and runs each side once, untimed: caches fill, and what cannot run is known before anything is compared. */
async function warmUp({ head, base }: Sides, plan: Plan, log: Log): Promise<Course | null> {
  const broken = await readyOn(head, plan)
  if (broken !== null) {
    log.unusable.push({ report: plan.label, why: broken })
    return null
  }
  const brokenBase = base === null ? null : await readyOn(base, plan)
  if (brokenBase !== null)
    log.notComparable.push({ title: plan.label, why: `on the baseline, ${brokenBase}` })
  const isPaired = base !== null && brokenBase === null
  return { plan, isPaired, head: [], base: [], failures: 0 }
}

async function readyOn(workspace: Workspace, plan: Plan): Promise<string | null> {
  const fault = await buildPlan(workspace, plan)
  if (fault !== null) return fault
  const ran = await runPlan(workspace, plan)
  return 'why' in ran ? ran.why : null
}

/**
 * A B, then B A, and so on: whoever is second never always is. Apps under load are idle most of the time: both are asked in
 * the same seconds, so that whatever else the machine does meets both.
 */
async function runRound(sides: Sides, course: Course, round: number, log: Log): Promise<void> {
  const both: readonly ('base' | 'head')[] = course.isPaired ? ['base', 'head'] : ['head']
  const order = round % 2 === 0 ? both : both.toReversed()
  let isBroken = false
  const together = meeting(order.length)
  const run = async (side: 'base' | 'head') => {
    const [workspace, nth] = [sides[side], order.indexOf(side)]
    if (workspace === null) return
    const ran = await runPlan(workspace, course.plan, together.turns[nth])
    together.leave(nth)
    course[side].push('why' in ran ? null : ran)
    if (!('why' in ran)) return
    isBroken = true
    const why = `run ${round + 1} of the ${side}: ${ran.why}`
    log.unusable.push({ report: course.plan.label, why })
    if (ran.isTimedOut) course.failures = MOST_FAILURES
  }
  if (isLoad(course.plan)) await Promise.all(order.map(run))
  else for (const side of order) await run(side)
  course.failures = isBroken ? course.failures + 1 : 0
}

/** Only pairs of which both runs gave a number above 0; only benchmarks that say which way is better. */
function pairsOf({ plan, isPaired, head, base }: Course): BenchmarkPairs[] {
  if (!isPaired) return []
  const [before, after] = [base, head].map(runs =>
    runs.map(run => (run === null ? new Map<string, number>() : valuesOf(run))),
  ) as [Map<string, number>[], Map<string, number>[]]
  return rowsOf(head).flatMap(row => {
    const title = titleOf(row)
    const kept = after.flatMap((values, round) => {
      const [was, is] = [before[round]?.get(title) ?? 0, values.get(title) ?? 0]
      if (was <= 0 || is <= 0) return []
      const ratio = isLoad(plan) ? ratioTogether(base[round], head[round], title) : null
      return [[was, ratio === null ? is : was * ratio] as const]
    })
    if (row.better === null || kept.length === 0) return []
    const [bases, heads] = [kept.map(([was]) => was), kept.map(([, is]) => is)]
    return [{ title, better: row.better, base: bases, head: heads }]
  })
}

const roundsOf = ({ base, head }: Course) =>
  base.flatMap((was, nth) => {
    const is = head[nth]
    return was?.steps && is?.steps ? [[was.steps, is.steps] as const] : []
  })

function oneSided(course: Course): { title: string; why: string }[] {
  if (!course.isPaired) return []
  const paired = new Set(pairsOf(course).map(({ title }) => title))
  const [before, after] = [rowsOf(course.base), rowsOf(course.head)]
  const known = new Set(before.map(titleOf))
  const nothing = new Set(before.filter(isNothing).map(titleOf))
  // Nothing before and after: there is no ratio, and no change.
  const isStill = (row: BenchmarkRow) => isNothing(row) && nothing.has(titleOf(row))
  const now = new Set(after.map(titleOf))
  const [noBase, noHead] = isLoad(course.plan)
    ? ['the baseline does not answer it', 'the head does not answer it']
    : ['the baseline has no such benchmark', 'the head has no such benchmark any more']
  const reason = (row: BenchmarkRow) =>
    !known.has(titleOf(row))
      ? noBase
      : row.better === null
        ? `nothing says whether more or less of ${row.unit} is better`
        : runValues(row).some(value => value <= 0)
          ? 'it holds values that are not above 0'
          : 'one of the two sides gave no number'
  return [
    ...after
      .filter(row => !paired.has(titleOf(row)) && !isStill(row))
      .map(row => ({ title: titleOf(row), why: reason(row) })),
    ...before
      .filter(row => !now.has(titleOf(row)))
      .map(row => ({ title: titleOf(row), why: noHead })),
  ]
}

/** What never allocates, or never fails. */
const isNothing = (row: BenchmarkRow): boolean => runValues(row).every(value => value === 0)

const rowsOf = (runs: readonly (SideRun | null)[]) =>
  mergeRows(runs.flatMap(run => run?.rows ?? []))

function leftOut({ plan, head }: Course): { report: string; why: string }[] {
  const sentences = new Set(head.flatMap(run => run?.leftOut ?? []))
  return [...sentences].map(why => ({ report: plan.label, why }))
}

function isDecided(pairs: readonly BenchmarkPairs[], rule: GateRule): boolean {
  return comparePairs(pairs, rule).every(({ verdict }) => verdict !== 'inconclusive')
}
