/** What is known of the files of a project's latest run, of its hottest files over time, and of old advisories? */

import { batched } from './batches.mts'
import { type TieRow, tiesIn } from './file-ties.mts'
import { type Project, projects } from './model.mts'
import { select, THESE } from './select.mts'
import { trendOf } from './trend.mts'

export interface FileRow {
  readonly run: string
  readonly path: string
  readonly language: string | null
  readonly role: string | null
  readonly code: number | null
  readonly functions: number | null
  readonly cyclomatic: number | null
  readonly cognitive: number | null
  readonly revisions: number | null
  readonly authors: number | null
  readonly owner: string | null
  /** 0–1: share of the changes that its main author made. */
  readonly ownership: number | null
  readonly covered: number | null
  readonly coverable: number | null
}

/** Files of one project that pages know; the largest where there are more. */
const MOST_FILES = 4000
/** Files with a page of their own. */
const HOTTEST = 40

const COLUMNS = `run, path, language, role, code, functions, cyclomatic, cognitive, revisions, authors,
  owner, ownership::double as ownership, covered, coverable`

/** Files of the latest run, the largest first. */
export const filesOf = batched(
  projects.map(({ latest }) => latest.run),
  30,
  async runs => {
    const rows = await select<FileRow>(
      `select ${COLUMNS} from files where ${THESE} and path is not null
       qualify row_number() over (partition by run order by code desc nulls last, path) <= ${MOST_FILES}
       order by run, code desc nulls last, path`,
      [JSON.stringify(runs)],
    )
    const byRun = Map.groupBy(rows, ({ run }) => run)
    return new Map(runs.map(run => [run, byRun.get(run) ?? []]))
  },
)

/** Couplings and clones of one run that are read. */
const MOST_TIES = 1000

/** What hangs together in the latest run. */
export const tiesOf = batched(
  projects.map(({ latest }) => latest.run),
  30,
  async runs => {
    const rows = await select<TieRow>(
      `select run, rule, path, line, message from findings
       where ${THESE} and rule in ('change-coupling', 'duplicated-code')
         and state is distinct from 'fixed' and path is not null and message is not null
       qualify row_number() over (partition by run, rule order by size desc nulls last, path, key) <= ${MOST_TIES}
       order by run, rule, size desc nulls last, path, key`,
      [JSON.stringify(runs)],
    )
    const byRun = Map.groupBy(rows, ({ run }) => run)
    return new Map(runs.map(run => [run, tiesIn(byRun.get(run) ?? [])]))
  },
)

export const heatOf = ({ revisions, cognitive }: FileRow) => (revisions ?? 0) * (cognitive ?? 0)

/** The files with a page of their own, hottest first. */
export const hottest = (files: readonly FileRow[]): readonly FileRow[] =>
  files
    .filter(file => heatOf(file) > 0)
    .toSorted((a, b) => heatOf(b) - heatOf(a) || (a.path < b.path ? -1 : 1))
    .slice(0, HOTTEST)

/** The given files on every run of the trend. */
export async function filesOverTime(
  project: Project,
  paths: readonly string[],
): Promise<ReadonlyMap<string, readonly FileRow[]>> {
  const runs = trendOf(project).map(({ run }) => run)
  const rows = await select<FileRow>(
    `select ${COLUMNS} from files where ${THESE} and path in (select unnest(from_json($2, '["VARCHAR"]')))
     order by path, run`,
    [JSON.stringify(runs), JSON.stringify(paths)],
  )
  return Map.groupBy(rows, ({ path }) => path)
}

export interface FileFinding {
  readonly skill: string
  readonly rule: string
  readonly level: string
  readonly path: string
  readonly line: number | null
  readonly message: string | null
}

/** Standing findings of the given files in the latest run. */
export async function findingsIn(project: Project, paths: readonly string[]) {
  const rows = await select<FileFinding>(
    `select coalesce(skill, '') as skill, rule, coalesce(level, 'note') as level, path, line, message from findings
     where run = $1 and state is distinct from 'fixed' and rule is not null
       and path in (select unnest(from_json($2, '["VARCHAR"]')))
     order by path, case level when 'error' then 0 when 'warn' then 1 else 2 end, line, rule, message`,
    [project.latest.run, JSON.stringify(paths)],
  )
  return Map.groupBy(rows, ({ path }) => path)
}

export interface StandingRow {
  readonly project: string
  readonly rule: string
  readonly level: string
  readonly path: string | null
  readonly line: number | null
  readonly message: string | null
  readonly waived: string | null
  /** Commit date of the first run that has it, ISO 8601; the run may be the first of all. */
  readonly since: string
  readonly release: string | null
}

/** Findings of the latest runs with the first run that had each, by key. */
export async function standingSince(rules: readonly string[]): Promise<readonly StandingRow[]> {
  const latest = JSON.stringify(projects.map(({ latest: { run } }) => run))
  return select<StandingRow>(
    `with known as (
       select f.project, f.key, f.run, f.rule, f.level, f.path, f.line, f.message, f.waived, f.state,
         coalesce(r.committed_at, r.started_at) as committed, r.release
       from findings f join runs r on r.project = f.project and r.run = f.run
       where f.rule in (select unnest(from_json($2, '["VARCHAR"]'))) and f.state is distinct from 'fixed'
         and (r.dirty is not true or f.${THESE})
     ), firsts as (
       select project, key, min(committed) as since, arg_min(release, committed) as release from known group by project, key
     )
     select k.project, k.rule, coalesce(k.level, 'note') as level, k.path, k.line, k.message, k.waived,
       strftime(f.since, '%Y-%m-%dT%H:%M:%SZ') as since, f.release
     from known k join firsts f on f.project = k.project and f.key = k.key
     where k.${THESE}
     order by k.project, case k.level when 'error' then 0 when 'warn' then 1 else 2 end, f.since, k.path, k.message
     limit 20000`,
    [latest, JSON.stringify(rules)],
  )
}
