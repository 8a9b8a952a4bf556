/** What does the history already know of this commit? Only runs of exactly it, clean, by this version, count. */

import { policyHash } from '../core/config.mts'
import type { Outcome } from '../core/model.mts'
import { toolVersion } from '../edge/places.mts'
import { openHistory } from '../edge/store.mts'
import type { OpenProject } from './open-project.mts'
import { skills } from './skills.mts'
import type { HistoryPlace } from './where.mts'

const NEWEST = `SELECT run FROM runs WHERE project = ? AND "commit" = ? AND NOT dirty AND tool_version = ?`

/** Measures of skills that cannot be re-measured on a baseline: coverage, test results, timings. */
export async function storedOutcomes(
  { dir }: HistoryPlace,
  project: string,
  commit: string,
): Promise<readonly Outcome[]> {
  const history = await openHistory(dir)
  try {
    const { rows } = await history.query(
      `SELECT skill, name, subject, value, extent FROM measures WHERE run = (${NEWEST} ORDER BY started_at DESC LIMIT 1)`,
      [project, commit, toolVersion],
    )
    return skills
      .filter(({ isStatic }) => !isStatic)
      .flatMap(({ id }) => {
        const measures = rows
          .filter(([skill]) => skill === id)
          .map(([, name, subject, value, extent]) => ({
            name: String(name),
            subject: String(subject ?? ''),
            value: Number(value),
            ...(extent === null ? {} : { extent: Number(extent) }),
          }))
        if (measures.length === 0) return []
        return [
          {
            skill: id,
            status: 'judged' as const,
            why: null,
            durationMs: 0,
            measures,
            findings: [],
            missing: [],
            proposals: [],
          },
        ]
      })
  } finally {
    await history.close()
  }
}

/** Whether this commit was assessed before under the same policy. */
export async function isStored(
  { dir }: HistoryPlace,
  { lens, policy }: OpenProject,
): Promise<boolean> {
  const history = await openHistory(dir)
  try {
    const { slug, commit } = lens.project
    const { rows } = await history.query(`${NEWEST} AND policy = ? LIMIT 1`, [
      slug,
      commit,
      toolVersion,
      policyHash(policy),
    ])
    return rows.length > 0
  } finally {
    await history.close()
  }
}
