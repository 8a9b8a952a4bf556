/** Which SQL turns folders of Parquet files into tables and views? Plain text; data/views.sql is made of it. */

import { TABLES, type TableName } from '../../core/history.mts'
import { TABLE_NAMES } from './layout.mts'
import { casts, globbed, literal, literals, quoted, wrapped } from './sql.mts'

const PLACE = { project: 'VARCHAR', month: 'VARCHAR' }

/** A list or a pattern for `read_parquet`; null when there is no file to read. */
type Source = string | null

const everyFile = (root: string, table: TableName, isPresent: boolean): Source =>
  isPresent ? literal(`${globbed(root)}/${table}/project=*/month=*/*.parquet`) : null

/** Every stored row of a table, as DuckDB reads it, and with every column that the table should have. */
function stored(table: TableName, source: Source): string {
  const columns = { ...TABLES[table], ...PLACE, stored_in: 'VARCHAR' }
  const typed = Object.entries(columns).map(([name, type]) => `${quoted(name)} ${type}`)
  const none = `SELECT unnest(NULL::STRUCT(\n    ${wrapped(typed)})) WHERE false`
  if (source === null) return none
  return `FROM read_parquet(${source}, union_by_name = true,
    filename = 'stored_in', hive_partitioning = true, hive_types = {'project': VARCHAR, 'month': VARCHAR})
  UNION ALL BY NAME ${none}`
}

const columnsOf = (table: TableName) => wrapped(casts('s', { ...TABLES[table], ...PLACE }))

const FILE = 'parse_filename(stored_in, true)'

const ONE_FILE_A_RUN = `QUALIFY row_number() OVER (
    PARTITION BY project, run ORDER BY file LIKE 'compacted-%' DESC, file DESC) = 1`

const runRows = (source: Source): string =>
  `SELECT\n    ${columnsOf('runs')},\n    ${FILE} AS file
  FROM (${stored('runs', source)}) s
  ${ONE_FILE_A_RUN}`

/**
 * The runs, in a table of the session: the list every view looks rows up in. A run that lies in several
 * files counts from the compacted one.
 */
export const loadRuns = (root: string, isPresent: boolean): string =>
  `CREATE OR REPLACE TABLE stored_runs AS\n  ${runRows(everyFile(root, 'runs', isPresent))}`

/** The same for runs that came since, each in a file of its own. */
export const addRuns = (paths: readonly string[]): string =>
  `INSERT INTO stored_runs FROM (${runRows(literals(paths.map(globbed)))})
  ANTI JOIN stored_runs USING (project, run)`

/** A row counts when it lies in a file of the same name as its run: half a run is never seen. */
const rowsOf = (root: string, table: TableName, isPresent: boolean): string =>
  `FROM (${stored(table, everyFile(root, table, isPresent))}) s
  SEMI JOIN stored_runs r ON s.project = r.project AND s.run = r.run AND ${FILE} = r.file`

/** Content that two writers kept at once counts from one of them. */
const ONE_WRITER = 'QUALIFY s.run = min(s.run) OVER (PARTITION BY s.project, hash)'

/** Tables kept by the chunk → the column of `runs` that lists a run's chunks as `<run that wrote them>/<first>/<last>`. */
const CHUNKED = { findings: 'finding_chunks', files: 'file_chunks' } as const

type Chunked = keyof typeof CHUNKED

/** What would change from run to run though the content did not is made of the run when asked. */
const DERIVED: Readonly<Record<Chunked, string>> = {
  findings: '',
  files: ", greatest(0, date_diff('second', f.changed_at, r.committed_at) // 86400) AS age_days",
}

const isChunked = (table: TableName): table is Chunked => Object.hasOwn(CHUNKED, table)

function tableView(root: string, table: TableName, isPresent: boolean): string {
  const view = `CREATE OR REPLACE VIEW ${table} AS`
  if (table === 'runs')
    return `${view} SELECT * EXCLUDE (file, ${Object.values(CHUNKED).join(', ')}) FROM stored_runs`
  if (isChunked(table))
    return `${view} SELECT r.run, f.* EXCLUDE (run, chunk, hash, project, month)${DERIVED[table]}, r.project, r.month
  FROM (SELECT project, month, run, committed_at, string_split(unnest(${CHUNKED[table]}), '/') AS span
    FROM stored_runs) r
  JOIN stored_${table} f ON f.project = r.project AND f.run = r.span[1]
    AND f.chunk BETWEEN r.span[2]::INTEGER AND r.span[3]::INTEGER`
  const rows = `${view} SELECT\n    ${columnsOf(table)}\n  ${rowsOf(root, table, isPresent)}`
  if (table === 'measures') return `${rows}\n  WHERE value IS NOT NULL`
  return table === 'policies' || table === 'catalogue' ? `${rows}\n  ${ONE_WRITER}` : rows
}

/** Rows as they lie in the files: each chunk under the run that wrote it. */
const chunkView = (root: string, table: Chunked, isPresent: boolean): string =>
  `CREATE OR REPLACE VIEW stored_${table} AS SELECT\n    ${columnsOf(table)}
  ${rowsOf(root, table, isPresent)}`

/** Measures without a value stand apart, so that nobody takes silence for a zero. */
const missingView = (root: string, isPresent: boolean): string =>
  `CREATE OR REPLACE VIEW missing AS SELECT run, skill, name, subject, status, why, project, month
  ${rowsOf(root, 'measures', isPresent)} WHERE value IS NULL`

const dimension = (id: string) => `max(s.score) FILTER (s.dimension = '${id}') AS ${quoted(id)}`

/** Measures that speak of packages, and what they are called in a row of one. */
const PACKAGE_COLUMNS = [
  ['source-files', 'files'],
  ['code-lines', 'code'],
  ['functions', 'functions'],
  ['complex-code', 'complex'],
  ['long-code', 'long'],
  ['line-coverage', 'coverage'],
  ['documented-surface', 'documented'],
  ['fault-density', 'fault_density'],
] as const

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
  ORDER BY project, committed_at, started_at, run`,
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
  FROM latest l JOIN files f ON f.project = l.project AND f.run = l.run
  WHERE f.revisions > 0 AND f.cognitive > 0
  ORDER BY f.project, heat DESC, f.path`,
  },
  flaky_tests: {
    answers:
      'tests that failed in one run and not in another one of the same sources that had as many tests',
    select: `WITH tested AS (
    SELECT r.project, r.run, r.tree, r.machine, r.started_at, sum(m.value) AS tests
    FROM runs r JOIN measures m ON m.project = r.project AND m.run = r.run
      AND m.subject = '' AND m.name IN ('passing-tests', 'failing-tests')
    GROUP BY ALL
  ), failed AS (
    SELECT DISTINCT t.*, f.path, regexp_replace(f.message, ' fails$', '') AS test
    FROM findings f JOIN tested t ON t.project = f.project AND t.run = f.run
    WHERE f.rule = 'failing-test' AND f.state IS DISTINCT FROM 'fixed'
  ), pairs AS (
    SELECT f.*, t.run AS other, t.machine AS other_machine, greatest(f.started_at, t.started_at) AS seen
    FROM failed f JOIN tested t ON t.project = f.project AND t.tree = f.tree AND t.tests >= f.tests
    ANTI JOIN failed g ON g.project = t.project AND g.run = t.run AND g.test = f.test
      AND g.path IS NOT DISTINCT FROM f.path
  )
  SELECT project, test, path, count(DISTINCT run) AS failed, count(DISTINCT other) AS passed,
    count(DISTINCT tree) AS states, bool_and(machine IS DISTINCT FROM other_machine) AS other_machines_only,
    max(seen) AS last_seen
  FROM pairs GROUP BY project, test, path ORDER BY project, failed DESC, passed DESC, test`,
  },
  packages: {
    answers:
      'the packages of a monorepo, run by run, the largest first; package . is what lies in no other',
    select: `SELECT m.project, m.run, r.committed_at, r.release, m.subject AS package,
    ${PACKAGE_COLUMNS.map(([name, column]) => `max(m.value) FILTER (m.name = '${name}') AS ${column}`).join(',\n    ')}
  FROM measures m JOIN runs r USING (project, run) WHERE m.subject <> ''
  GROUP BY ALL HAVING code IS NOT NULL ORDER BY m.project, r.committed_at, m.run, code DESC, package`,
  },
  regressions: {
    answers:
      'measures that got worse from one release to the next, by the direction the catalogue gives',
    select: `WITH steps AS (
    SELECT project, run, release, committed_at, catalogue, row_number() OVER (
      PARTITION BY project ORDER BY committed_at, started_at, run) AS step
    FROM releases
  ), pairs AS (
    SELECT s.*, m.skill, m.name, m.subject, lag(s.release) OVER earlier AS since, lag(m.value) OVER earlier AS before,
      m.value AS after, lag(s.step) OVER earlier = s.step - 1 AS is_next
    FROM measures m JOIN steps s ON s.project = m.project AND s.run = m.run
    WINDOW earlier AS (PARTITION BY m.project, m.skill, m.name, m.subject ORDER BY s.step)
  )
  SELECT p.project, p.since, p.release, p.committed_at, p.skill, p.name, p.subject, p.before, p.after,
    p.after - p.before AS delta, c.unit, c.noise
  FROM pairs p JOIN catalogue c ON c.project = p.project AND c.hash = p.catalogue AND c.kind = 'measure'
    AND c.skill = p.skill AND c.name = p.name
  WHERE p.is_next AND ((c.better = 'lower' AND p.after > p.before) OR (c.better = 'higher' AND p.after < p.before))
  ORDER BY p.project, p.committed_at DESC, p.skill, p.name, p.subject`,
  },
  finding_changes: {
    answers: 'findings that came or went from one release to the next, by key',
    select: `WITH steps AS (
    SELECT project, run, release, committed_at, lag(run) OVER step AS earlier, lag(release) OVER step AS since
    FROM releases WINDOW step AS (PARTITION BY project ORDER BY committed_at, started_at, run)
  ), standing AS MATERIALIZED (
    SELECT project, run, skill, key, rule, level, path, message FROM findings SEMI JOIN releases USING (project, run)
    WHERE state IS DISTINCT FROM 'fixed'
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
  SELECT project, since, release, committed_at, change, skill, rule, level, path, message
  FROM changes ORDER BY project, committed_at DESC, change, skill, rule, path, message`,
  },
} as const satisfies Record<string, { answers: string; select: string }>

/** Name → the statement that makes the view; `loadRuns` comes before any of them. */
export function definitions(
  root: string,
  present: ReadonlySet<TableName>,
): ReadonlyMap<string, string> {
  return new Map([
    ...(['findings', 'files'] as const).map(
      table => [`stored_${table}`, chunkView(root, table, present.has(table))] as const,
    ),
    ...TABLE_NAMES.map(table => [table, tableView(root, table, present.has(table))] as const),
    ['missing', missingView(root, present.has('measures'))],
    ...derived(),
  ])
}

/** The views over tables and other views, in the order they must be made. */
export const derived = (): readonly (readonly [name: string, sql: string])[] =>
  Object.entries(VIEWS).map(([name, { select }]) => [
    name,
    `CREATE OR REPLACE VIEW ${name} AS ${select}`,
  ])
