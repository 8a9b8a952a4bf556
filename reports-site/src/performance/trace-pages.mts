/** Which example traces of a project have a page, and where? */

import type { Project } from '../model.mts'
import { slugsOf } from '../slugs.mts'
import { isTimed, type TraceRow, tracesOf } from './rows.mts'
import { type TraceView, traceView } from './trace.mts'

export interface TracePage {
  readonly row: TraceRow
  readonly view: TraceView
  /** Under the base, with a slash at the end. */
  readonly path: string
}

export async function tracePagesOf(project: Project): Promise<readonly TracePage[]> {
  if (!isTimed(project)) return []
  const rows = await tracesOf(project)
  const slugs = slugsOf(rows.map(({ traceId }) => traceId))
  return rows.flatMap(row => {
    const view = traceView(row)
    const path = `${project.path}performance/trace/${slugs.get(row.traceId)}/`
    return view === null ? [] : [{ row, view, path }]
  })
}
