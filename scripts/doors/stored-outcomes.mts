/** What does the history already know of this commit? Only runs of exactly it, clean, by this version, count. */

import type { Finding, Outcome } from '../core/model.mts'
import { policyHash } from '../core/policy-text.mts'
import { outcomesFrom, type StoredMeasure } from '../core/recompute.mts'
import type { Skill } from '../core/skill.mts'
import { toolVersion } from '../edge/places.mts'
import type { History } from '../edge/store.mts'
import type { OpenProject } from './open-project.mts'
import { skills } from './skills.mts'

const NEWEST = `SELECT run FROM runs WHERE project = ? AND "commit" = ? AND NOT dirty AND tool_version = ?`

/** What skills that cannot be re-measured on a baseline said of it: coverage, test results, timings. */
export async function storedOutcomes(
  history: History,
  project: string,
  commit: string,
): Promise<readonly Outcome[]> {
  const newest = `run = (${NEWEST} ORDER BY started_at DESC LIMIT 1)`
  const ask = (sql: string) =>
    history.rows(`${sql} WHERE ${newest}`, [project, commit, toolVersion])
  const measures = await ask(
    `SELECT skill, name, subject, value, extent, 'judged' AS status, NULL AS why FROM measures`,
  )
  const findings = await ask(`FROM (FROM findings WHERE state <> 'fixed')`)
  const left = new Set(skills.filter(each => each.isStatic || each.isAboutChange).map(idOf))
  return (
    outcomesFrom(measures as unknown as StoredMeasure[])
      // How busy the machine was that day is no property of the commit.
      .filter(({ skill }) => !left.has(skill) && skill !== 'environment-profiler')
      .map(outcome => ({ ...outcome, findings: findingsOf(outcome.skill, findings) }))
  )
}

const idOf = ({ id }: Skill): string => id

/** Findings of one skill, from rows of the table `findings`. */
export const findingsOf = (skill: string, rows: readonly Record<string, unknown>[]): Finding[] =>
  rows
    .filter(row => row.skill === skill)
    .map(
      ({ rule, level, key, path, line, message, size, waived }) =>
        ({
          rule,
          level,
          key,
          path,
          line,
          message,
          ...(size === null ? {} : { size }),
          ...(waived === null ? {} : { waived }),
        }) as Finding,
    )

/** Whether this commit was assessed before under the same policy. */
export async function isStored(history: History, { lens, policy }: OpenProject): Promise<boolean> {
  const { slug, commit } = lens.project
  const { rows } = await history.query(`${NEWEST} AND policy = ? LIMIT 1`, [
    slug,
    commit,
    toolVersion,
    policyHash(policy),
  ])
  return rows.length > 0
}
