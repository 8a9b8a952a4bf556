/** Which SQL turns folders of Parquet files into tables and views? Plain text; data/views.sql is made of it. */

import { TABLES, type TableName } from '../../core/history.mts'
import { TABLE_NAMES } from './layout.mts'
import { casts, globbed, literal, quoted } from './sql.mts'

const PLACE = { project: 'VARCHAR', month: 'VARCHAR' }

/** Content that hardly changes is kept once; these columns say which rows are the same content. */
export const KEPT_ONCE: Readonly<Partial<Record<TableName, readonly string[]>>> = {
  policies: ['project', 'hash'],
  catalogue: ['project', 'hash', 'kind', 'skill', 'name'],
}

/** Every stored row of a table with `file`, the name of the Parquet file it lies in. */
function stored(root: string, table: TableName, isPresent: boolean): string {
  const columns = { ...TABLES[table], ...PLACE, stored_in: 'VARCHAR' }
  const typed = Object.entries(columns).map(([name, type]) => `NULL::${type} AS ${quoted(name)}`)
  const none = `SELECT ${typed.join(', ')} WHERE false`
  const pattern = `${globbed(root)}/${table}/project=*/month=*/*.parquet`
  const files = `FROM read_parquet(${literal(pattern)}, union_by_name = true, filename = 'stored_in',
    hive_partitioning = true, hive_types = {'project': VARCHAR, 'month': VARCHAR})`
  return `SELECT ${casts({ ...TABLES[table], ...PLACE })}, parse_filename(stored_in, true) AS file
  FROM (${isPresent ? `${files}\n    UNION ALL BY NAME ${none}` : none})`
}

const columnsOf = (table: TableName) =>
  Object.keys({ ...TABLES[table], ...PLACE })
    .map(quoted)
    .join(', ')

/**
 * The runs, in a table of the session: the list every view looks rows up in. A run that lies in several
 * files counts from the compacted one.
 */
export const loadRuns = (root: string, isPresent: boolean): string =>
  `CREATE OR REPLACE TABLE stored_runs AS ${stored(root, 'runs', isPresent)}
  QUALIFY row_number() OVER (PARTITION BY project, run ORDER BY file LIKE 'compacted-%' DESC, file DESC) = 1`

/** A row counts when it lies in a file of the same name as its run: half a run is never seen. */
function rowsOf(root: string, table: TableName, isPresent: boolean): string {
  if (table === 'runs') return 'FROM stored_runs'
  return `FROM (${stored(root, table, isPresent)}) SEMI JOIN stored_runs USING (project, run, file)`
}

export function tableView(root: string, table: TableName, isPresent: boolean): string {
  const same = KEPT_ONCE[table]
  const condition =
    table === 'measures'
      ? ' WHERE value IS NOT NULL'
      : same === undefined
        ? ''
        : ` QUALIFY row_number() OVER (PARTITION BY ${same.map(quoted).join(', ')} ORDER BY run) = 1`
  return `CREATE OR REPLACE VIEW ${table} AS SELECT ${columnsOf(table)} ${rowsOf(root, table, isPresent)}${condition}`
}

/** Measures without a value stand apart, so that nobody takes silence for a zero. */
export const missingView = (root: string, isPresent: boolean): string =>
  `CREATE OR REPLACE VIEW missing AS SELECT run, skill, name, subject, status, why, project, month
  ${rowsOf(root, 'measures', isPresent)} WHERE value IS NULL`

const dimension = (id: string) => `max(s.score) FILTER (s.dimension = '${id}') AS ${quoted(id)}`

/** Name → what it answers and its SELECT, over the tables and the views before it. */
export const VIEWS = {
  latest: {
    answers: 'the newest run of each project, by commit date',
    select: `SELECT * FROM runs
  QUALIFY row_number() OVER (PARTITION BY project ORDER BY committed_at DESC NULLS LAST, started_at DESC, run DESC) = 1`,
  },
  releases: {
    answers: 'the last clean run of each release',
    select: `SELECT * FROM runs WHERE release IS NOT NULL AND dirty IS NOT true
  QUALIFY row_number() OVER (PARTITION BY project, release ORDER BY started_at DESC, run DESC) = 1
  ORDER BY project, committed_at, started_at`,
  },
  trend: {
    answers: 'score and dimensions (0-100) of each commit, from its last clean run',
    select: `SELECT r.project, r.committed_at, r."commit", r.release, r.branch, r.run, r.score, r.evidence, r.gate,
    ${['code', 'tests', 'dependencies', 'docs', 'performance', 'custom'].map(dimension).join(',\n    ')}
  FROM (
    SELECT * FROM runs WHERE dirty IS NOT true
    QUALIFY row_number() OVER (PARTITION BY project, coalesce("commit", run) ORDER BY started_at DESC, run DESC) = 1
  ) r LEFT JOIN scores s ON s.project = r.project AND s.run = r.run AND s.measure IS NULL
  GROUP BY ALL ORDER BY r.project, r.committed_at`,
  },
  hotspots: {
    answers: 'files of the latest run that are both hard to follow and often changed',
    select: `SELECT f.project, f.path, f.language, f.revisions * f.cognitive::BIGINT AS heat, f.revisions, f.cognitive,
    f.code, f.authors, f.owner, round(100.0 * f.covered / nullif(f.coverable, 0), 1) AS coverage
  FROM files f SEMI JOIN latest USING (project, run)
  WHERE f.revisions > 0 AND f.cognitive > 0
  ORDER BY f.project, heat DESC, f.path`,
  },
  regressions: {
    answers:
      'measures that got worse from one release to the next, by the direction the catalogue gives',
    select: `WITH steps AS (
    SELECT project, run, release, committed_at, catalogue, lag(run) OVER step AS earlier, lag(release) OVER step AS since
    FROM releases WINDOW step AS (PARTITION BY project ORDER BY committed_at, started_at)
  ), taken AS MATERIALIZED (FROM measures SEMI JOIN releases USING (project, run))
  SELECT s.project, s.since, s.release, s.committed_at, now.skill, now.name, now.subject, before.value AS before,
    now.value AS after, now.value - before.value AS delta, c.unit, c.noise
  FROM steps s
  JOIN taken now ON now.project = s.project AND now.run = s.run
  JOIN taken before ON before.project = s.project AND before.run = s.earlier
    AND before.skill = now.skill AND before.name = now.name AND before.subject = now.subject
  JOIN catalogue c ON c.project = s.project AND c.hash = s.catalogue AND c.kind = 'measure'
    AND c.skill = now.skill AND c.name = now.name
  WHERE (c.better = 'lower' AND now.value > before.value) OR (c.better = 'higher' AND now.value < before.value)
  ORDER BY s.project, s.committed_at DESC, now.skill, now.name, now.subject`,
  },
  finding_changes: {
    answers: 'findings that came or went from one release to the next, by key',
    select: `WITH steps AS (
    SELECT project, run, release, committed_at, lag(run) OVER step AS earlier, lag(release) OVER step AS since
    FROM releases WINDOW step AS (PARTITION BY project ORDER BY committed_at, started_at)
  ), standing AS MATERIALIZED (
    SELECT * FROM findings SEMI JOIN releases USING (project, run) WHERE state IS DISTINCT FROM 'fixed'
  ), changes AS (
    SELECT s.project, s.since, s.release, s.committed_at, 'new' AS change, f.*
    FROM steps s JOIN standing f ON f.project = s.project AND f.run = s.run
    ANTI JOIN standing g ON g.project = s.project AND g.run = s.earlier AND g.skill = f.skill AND g.key = f.key
    WHERE s.earlier IS NOT NULL
    UNION ALL
    SELECT s.project, s.since, s.release, s.committed_at, 'fixed' AS change, f.*
    FROM steps s JOIN standing f ON f.project = s.project AND f.run = s.earlier
    ANTI JOIN standing g ON g.project = s.project AND g.run = s.run AND g.skill = f.skill AND g.key = f.key
  )
  SELECT project, since, release, committed_at, change, skill, rule, level, path, line, message, waived
  FROM changes ORDER BY project, committed_at DESC, change, skill, rule, path, line`,
  },
} as const satisfies Record<string, { answers: string; select: string }>

export type ViewName = keyof typeof VIEWS

export const createView = (name: ViewName): string =>
  `CREATE OR REPLACE VIEW ${name} AS ${VIEWS[name].select}`

/** Every view, in the order they must be made; `loadRuns` comes before. */
export function views(root: string, present: ReadonlySet<TableName>): readonly string[] {
  return [
    ...TABLE_NAMES.map(table => tableView(root, table, present.has(table))),
    missingView(root, present.has('measures')),
    ...(Object.keys(VIEWS) as ViewName[]).map(createView),
  ]
}
