/** Which comparisons have a page of their own? Neighbours of the trend, and the latest against the last few. */

import type { Project, Run } from '../model.mts'
import { trendOf } from '../trend.mts'

export interface Pair {
  readonly before: Run
  readonly after: Run
  /** Under the base, with a slash at the end. */
  readonly path: string
}

const LOOKS_BACK = 12

/** Oldest neighbours first. */
export function pairsOf(project: Project): readonly Pair[] {
  const trend = trendOf(project)
  const latest = trend.at(-1)
  if (latest === undefined) return []
  const neighbours = trend.slice(1).map((after, index) => ({ before: trend[index], after }))
  const others = trend.slice(-LOOKS_BACK - 1, -2).map(before => ({ before, after: latest }))
  return [...neighbours, ...others].flatMap(({ before, after }) =>
    before === undefined ? [] : [{ before, after, path: pairPath(project, before, after) }],
  )
}

/** `compare/v1.0.0..v1.1.0/`: by release where the run stands for one, else by the run. */
function pairPath(project: Project, before: Run, after: Run): string {
  const name = (run: Run) => {
    const release = project.releases.find(each => each.run === run)
    return (release?.path ?? run.path).split('/').at(-2)
  }
  return `${project.path}compare/${name(before)}..${name(after)}/`
}

/** The page that compares this run with the one before it on the trend, if there is one. */
export function pairUpTo(project: Project, run: Run): Pair | null {
  const trend = trendOf(project)
  const before = trend[trend.indexOf(run) - 1]
  return before === undefined ? null : { before, after: run, path: pairPath(project, before, run) }
}
