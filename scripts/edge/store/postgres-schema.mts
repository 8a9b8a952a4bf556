/** What does a PostgreSQL database hold that many projects share? The stored rows, and tables and views as in DuckDB. */

import { createHash } from 'node:crypto'
import type { Client } from 'pg'
import { TABLES, type TableName } from '../../core/history.mts'
import { TABLE_NAMES } from './layout.mts'
import { columnsShown, derived, expanded, isChunked, MISSING } from './selects.mts'
import { literal, quoted } from './sql.mts'

/** Numbers over time: with TimescaleDB these are hypertables, by the start of the run. */
const SERIES: readonly TableName[] = ['scores', 'measures', 'benchmarks', 'operations']

/** Span of one piece of a hypertable: a query looks into all that it does not rule out by time. */
const PIECE = '3 months'

/** What two writers may keep at once, though it is the same content: that of the first one stays. */
const ONCE: Readonly<Partial<Record<TableName, string>>> = {
  policies: 'hash',
  catalogue: 'hash, kind, skill, name',
}

export const isSeries = (table: TableName): boolean => SERIES.includes(table)

/** PostgreSQL's names of DuckDB's types, where they differ. */
const typed = (type: string) =>
  type.replace('DOUBLE', 'DOUBLE PRECISION').replace('FLOAT', 'REAL').replace('VARCHAR', 'TEXT')

/** Makes what is missing, and the views anew when this version has others. Safe to do at once with another. */
export async function makeSchema(client: Client): Promise<void> {
  const digest = createHash('sha256')
    .update(JSON.stringify(statements(true)))
    .digest('hex')
  if ((await madeBy(client)) === digest) return
  await client.query('BEGIN')
  await client.query(`SELECT pg_advisory_xact_lock(hashtext('shipworthy'))`)
  const { rows } = await client.query(`SELECT 1 FROM pg_extension WHERE extname = 'timescaledb'`)
  for (const statement of statements(rows.length > 0)) await client.query(statement)
  await client.query(`COMMENT ON TABLE stored_runs IS ${literal(digest)}`)
  await client.query('COMMIT')
}

async function madeBy(client: Client): Promise<unknown> {
  const { rows } = await client.query(
    `SELECT obj_description(to_regclass('stored_runs'), 'pg_class') AS digest`,
  )
  return rows[0]?.digest
}

const statements = (hasTimescale: boolean): readonly string[] => [
  ...TABLE_NAMES.flatMap(table => tableStatements(table, hasTimescale)),
  ...[...views().keys()].reverse().map(name => `DROP VIEW IF EXISTS ${name}`),
  ...[...views()].map(([name, select]) => `CREATE VIEW ${name} AS ${select}`),
]

function tableStatements(table: TableName, hasTimescale: boolean): readonly string[] {
  const stored = `stored_${table}`
  const time = isSeries(table) ? ', started_at TIMESTAMP NOT NULL' : ''
  const key = table === 'runs' ? ', PRIMARY KEY (project, run)' : ''
  const columns = Object.entries(TABLES[table]).map(
    ([name, type]) => `ADD COLUMN IF NOT EXISTS ${quoted(name)} ${typed(type)}`,
  )
  const hypertable = `SELECT create_hypertable('${stored}', 'started_at', chunk_time_interval => INTERVAL '${PIECE}',
    create_default_indexes => false, if_not_exists => true, migrate_data => true)`
  const content = ONCE[table]
  const index = `CREATE ${content === undefined ? '' : 'UNIQUE '}INDEX IF NOT EXISTS ${stored}_run
    ON ${stored} (project, ${content ?? (isChunked(table) ? 'run, chunk' : 'run')})`
  return [
    `CREATE TABLE IF NOT EXISTS ${stored} (project TEXT NOT NULL, month TEXT NOT NULL, run TEXT NOT NULL${time}${key})`,
    `ALTER TABLE ${stored} ${columns.join(', ')}`,
    ...(hasTimescale && isSeries(table) ? [hypertable] : []),
    ...(table === 'runs' ? [] : [index]),
  ]
}

/** Name → SELECT, in the order they must be made. */
function views(): ReadonlyMap<string, string> {
  const made = new Map<string, string>()
  for (const table of TABLE_NAMES) made.set(table, tableSelect(table))
  made.set('missing', `SELECT ${MISSING} FROM stored_measures WHERE value IS NULL`)
  for (const [name, select] of derived()) made.set(name, select)
  return made
}

function tableSelect(table: TableName): string {
  if (isChunked(table)) return expanded(table)
  const rows = `SELECT ${columnsShown(table).map(quoted).join(', ')} FROM stored_${table}`
  return table === 'measures' ? `${rows} WHERE value IS NOT NULL` : rows
}
