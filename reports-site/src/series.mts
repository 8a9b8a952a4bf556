/** How did a measure of the whole project move along the trend? All of them read at once. */

import type { Project, Run } from './model.mts'
import { projects } from './model.mts'
import { select, THESE } from './select.mts'
import { differences, trendOf } from './trend.mts'

interface ValueRow {
  readonly run: string
  readonly skill: string
  readonly name: string
  readonly value: number | null
}

export interface Series {
  readonly skill: string
  readonly name: string
  /** One a run of the trend, oldest first; null where it was not measured. */
  readonly values: readonly (number | null)[]
}

/** Runs asked for at once: the store answers with a limited number of rows. */
const BATCH = 400

const trends = new Map(projects.map(project => [project, trendOf(project)]))
const rows = await readRows([...trends.values()].flat())

async function readRows(runs: readonly Run[]): Promise<ReadonlyMap<string, readonly ValueRow[]>> {
  const read: (readonly ValueRow[])[] = []
  for (let from = 0; from < runs.length; from += BATCH) {
    const ids = runs.slice(from, from + BATCH).map(({ run }) => run)
    const sql = `select run, skill, name, any_value(value) as value from measures
      where ${THESE} and subject = '' and skill is not null and name is not null
      group by run, skill, name order by run, skill, name`
    read.push(await select<ValueRow>(sql, [JSON.stringify(ids)]))
  }
  return Map.groupBy(read.flat(), ({ run }) => run)
}

/** Every measure these skills ever gave on the trend of the project, in order of skill and name. */
export function seriesOf(project: Project, skills: readonly string[]): readonly Series[] {
  const trend = trends.get(project) ?? []
  const values = new Map<string, { skill: string; name: string; values: (number | null)[] }>()
  for (const [index, { run }] of trend.entries())
    for (const { skill, name, value } of rows.get(run) ?? []) {
      if (!skills.includes(skill)) continue
      const key = `${skill}\0${name}`
      const known = values.get(key) ?? { skill, name, values: trend.map(() => null) }
      known.values[index] = value
      values.set(key, known)
    }
  return [...values.values()].toSorted((a, b) => (key(a) < key(b) ? -1 : 1))
}

const key = ({ skill, name }: Series) => `${skill}\0${name}`

/** Where the runs of a trend stop being comparable with the one before. */
export function breaksIn(trend: readonly Run[]): readonly boolean[] {
  return trend.map((run, index) => {
    const before = trend[index - 1]
    return before !== undefined && differences(before, run).length > 0
  })
}

export interface Silence {
  readonly run: string
  readonly skill: string
  readonly name: string
  readonly why: string | null
}

/** Measures that the latest run of each project does not know, and why. */
const silences = Map.groupBy(
  await select<Silence>(
    `select run, skill, name, any_value(why) as why from missing
     where ${THESE} and skill is not null and name is not null
     group by run, skill, name order by run, skill, name`,
    [JSON.stringify(projects.map(({ latest }) => latest.run))],
  ),
  ({ run }) => run,
)

export const silenceIn = ({ latest }: Project, skills: readonly string[]): readonly Silence[] =>
  (silences.get(latest.run) ?? []).filter(({ skill }) => skills.includes(skill))
