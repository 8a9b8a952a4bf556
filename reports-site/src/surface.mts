/** In which files does the public surface go unexplained? Counted over all findings, listed or not. */

import { type Project, projects } from './model.mts'
import { select, THESE } from './select.mts'

export interface Undocumented {
  readonly project: string
  readonly path: string | null
  readonly count: number
  readonly example: string | null
}

const rows = Map.groupBy(
  await select<Undocumented>(
    `select project, path, count(*)::integer as count, arg_min(message, line) as example from findings
     where ${THESE} and rule = 'undocumented-symbol'
       and state is distinct from 'fixed'
     group by project, path
     qualify row_number() over (partition by project order by count(*) desc, path) <= 500
     order by project, count desc, path`,
    [JSON.stringify(projects.map(({ latest }) => latest.run))],
  ),
  ({ project }) => project,
)

/** Most first. */
export const undocumentedByFile = ({ name }: Project): readonly Undocumented[] =>
  rows.get(name) ?? []
