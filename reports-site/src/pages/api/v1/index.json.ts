/** Which projects, releases and runs does the site know, and where is the data of each? */

import type { APIRoute } from 'astro'
import { comparableRuns } from '../../../compare/read-sides.mts'
import { type Project, projects, type Run } from '../../../model.mts'

const withData = new Set(comparableRuns)

/** Addresses are relative to the root of the site. */
const runOf = (run: Run) => ({
  ...{ run: run.run, label: run.label, release: run.release, commit: run.commit },
  ...{ committedAt: run.committedAt, score: run.score, evidence: run.evidence, gate: run.gate },
  page: run.path,
  data: withData.has(run) ? `api/v1/runs/${run.path.split('/').at(-2)}.json` : null,
})

const projectOf = ({ name, path, latest, releases }: Project) => ({
  ...{ name, page: path, latest: runOf(latest) },
  ...{ alerts: `${path}alerts.xml`, badge: `${path}badge.json` },
  releases: releases.map(release => ({ ...runOf(release.run), page: release.path })),
})

export const GET: APIRoute = () =>
  Response.json({
    schema: '1.0',
    history: 'sql/history.duckdb',
    projects: projects.map(projectOf),
  })
