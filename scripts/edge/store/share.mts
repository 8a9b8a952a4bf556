/** How do runs come into a store that many projects share? What is new of a project comes in one transaction, or not at all. */

import { resolve } from 'node:path'
import type { Client } from 'pg'
import { TABLES, type TableName } from '../../core/history.mts'
import type { Database } from './database.mts'
import { TABLE_LIST, TABLE_NAMES } from './layout.mts'
import { withPostgres } from './postgres.mts'
import { isSeries, makeSchema } from './postgres-schema.mts'
import { openSession } from './session.mts'
import { quoted } from './sql.mts'

interface Copied {
  readonly project: string
  /** Runs that were new there, and all of the history here. */
  readonly added: number
  readonly runs: number
}

/** Characters of JSON that are sent at once: what bounds the memory of a copy. */
const BATCH = 1_000_000

/** Copies every project of the history in `dir`, in the order of their names; a UserFault says what could not be done. */
export const shareHistory = (dir: string, url: string): Promise<readonly Copied[]> =>
  withPostgres(url, async client => {
    const { database, prepare } = await openSession(resolve(dir), [])
    try {
      await prepare([...TABLE_LIST, 'stored_findings', 'stored_files'].join(' '))
      await makeSchema(client)
      const copied: Copied[] = []
      for (const [project, runs] of await runsByProject(database)) {
        const added = await copy(database, client, project, runs)
        copied.push({ project, runs: runs.length, added })
      }
      return copied
    } finally {
      database.close()
    }
  })

async function runsByProject(database: Database): Promise<ReadonlyMap<string, readonly string[]>> {
  const rows = await database.run('SELECT project, run FROM stored_runs ORDER BY project, run')
  const byProject = Map.groupBy(rows, ([project]) => String(project))
  return new Map(
    [...byProject].map(([project, each]) => [project, each.map(([, run]) => String(run))]),
  )
}

/** How many runs were new. A second copy at the same time waits for the first, and finds nothing new. */
async function copy(
  database: Database,
  client: Client,
  project: string,
  runs: readonly string[],
): Promise<number> {
  await client.query('BEGIN')
  await client.query(`SELECT pg_advisory_xact_lock(hashtext('shipworthy'), hashtext($1))`, [
    project,
  ])
  const { rows } = await client.query('SELECT run FROM stored_runs WHERE project = $1', [project])
  const known = new Set(rows.map(({ run }) => run))
  const fresh = runs.filter(run => !known.has(run))
  if (fresh.length > 0)
    for (const table of TABLE_NAMES) await copyTable(database, client, table, [project, fresh])
  await client.query('COMMIT')
  return fresh.length
}

async function copyTable(
  database: Database,
  client: Client,
  table: TableName,
  [project, runs]: readonly [string, readonly string[]],
): Promise<void> {
  const stored = `stored_${table}`
  const insert = `INSERT INTO ${stored} SELECT * FROM json_populate_recordset(NULL::${stored}, $1)
    ON CONFLICT DO NOTHING`
  let batch: string[] = []
  let size = 0
  const send = async () => {
    if (batch.length > 0) await client.query(insert, [`[${batch.join(',')}]`])
    batch = []
    size = 0
  }
  for await (const texts of database.texts(rowsOf(table), [project, JSON.stringify(runs)]))
    for (const text of texts) {
      batch.push(withoutNul(text))
      size += text.length
      if (size >= BATCH) await send()
    }
  await send()
}

const SOURCES: Partial<Record<TableName, string>> = {
  runs: 'stored_runs',
  findings: 'stored_findings',
  files: 'stored_files',
  measures: '(FROM measures UNION ALL BY NAME FROM missing)',
}

/** Each row of these runs as JSON: what DuckDB writes and PostgreSQL reads without a number being touched here. */
function rowsOf(table: TableName): string {
  const columns = [...Object.keys(TABLES[table]), 'project', 'month'].map(
    name => `s.${quoted(name)}`,
  )
  const time = isSeries(table) ? ', r.started_at' : ''
  return `SELECT to_json(t)::VARCHAR FROM (
    SELECT ${columns.join(', ')}${time} FROM ${SOURCES[table] ?? table} s
    JOIN stored_runs r ON r.project = s.project AND r.run = s.run
    WHERE s.project = $1 AND s.run IN (SELECT unnest(from_json($2, '["VARCHAR"]')))) t`
}

/** PostgreSQL has no text with U+0000. */
const withoutNul = (json: string) =>
  json.includes('\\u0000') ? json.replace(/(?<!\\)((?:\\\\)*)\\u0000/g, '$1\\ufffd') : json
