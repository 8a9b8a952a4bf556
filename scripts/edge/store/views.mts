/** Which SQL turns folders of Parquet files into tables and views? Plain text; data/views.sql is made of it. */

import { TABLES, type TableName } from '../../core/history.mts'
import { TABLE_NAMES } from './layout.mts'
import { type Chunked, columnsShown, derived, expanded, isChunked, MISSING } from './selects.mts'
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

function tableView(root: string, table: TableName, isPresent: boolean): string {
  const view = `CREATE OR REPLACE VIEW ${table} AS`
  if (table === 'runs')
    return `${view} SELECT\n    ${wrapped(columnsShown(table).map(quoted))}\n  FROM stored_runs`
  if (isChunked(table)) return `${view} ${expanded(table)}`
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
  `CREATE OR REPLACE VIEW missing AS SELECT ${MISSING}
  ${rowsOf(root, 'measures', isPresent)} WHERE value IS NULL`

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
    ...derived().map(
      ([name, select]) => [name, `CREATE OR REPLACE VIEW ${name} AS ${select}`] as const,
    ),
  ])
}
