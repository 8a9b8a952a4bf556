/** What came after the last release? At a release itself: after the one before, for that is what it carries. */

import type { ReleaseEvidence } from '../../core/evidence.mts'
import type { Lens } from '../../core/lens.mts'
import { type NoEvidence, notApplicable, unavailable } from '../../core/skill.mts'

const NOTHING = [
  { ok: true, value: [] },
  { ok: true, value: [] },
] as const

export async function collect(lens: Lens): Promise<ReleaseEvidence | NoEvidence> {
  if (lens.project.commit === null) return notApplicable('there is no git history to read')
  const releases = await lens.releases()
  if (!releases.ok) return unavailable(releases.why)
  const latest = releases.value[0] ?? null
  const since = releases.value.find(({ commit }) => commit !== lens.project.commit) ?? null
  const [commits, paths] =
    since === null
      ? NOTHING
      : await Promise.all([lens.commitsSince(since.commit), lens.changedSince(since.commit)])
  if (!commits.ok) return unavailable(commits.why)
  return {
    latest,
    since,
    commits: commits.value,
    paths: paths.ok ? paths.value : [],
    releases: releases.value.map(({ name, at }) => ({ name, at })),
  }
}
