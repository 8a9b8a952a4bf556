/** What did a run leave here, so that another history can take it in? Its rows as they were handed over, chunks under their hashes. */

import { type Row, type Rows, TABLES, type TableName } from '../../core/history.mts'
import type { Answer, Param } from './database.mts'
import { TABLE_NAMES, type Where } from './layout.mts'
import { CHUNKED, type Chunked, isChunked } from './selects.mts'
import { quoted } from './sql.mts'

type Query = (sql: string, params?: readonly Param[]) => Promise<Answer>

/** Rows of all chunks the run lists, in the order it lists them. */
const chunked = (table: Chunked) =>
  `(SELECT f.*, nth AS place FROM (
      SELECT project, string_split(chunk, '/') AS span, nth
      FROM (SELECT project, unnest(${CHUNKED[table]}) AS chunk, generate_subscripts(${CHUNKED[table]}, 1) AS nth
            FROM stored_runs WHERE run = $1)) r
    JOIN stored_${table} f ON f.project = r.project AND f.run = r.span[1]
      AND f.chunk BETWEEN r.span[2]::INTEGER AND r.span[3]::INTEGER)`

const CHUNKED_SOURCES = { findings: chunked('findings'), files: chunked('files') } as const

/** Kept once under its hash: the run names it, whoever wrote it. */
const named = (table: 'policies' | 'catalogue', column: string) =>
  `${table} WHERE hash = (SELECT ${column} FROM stored_runs WHERE run = $1)`

const SOURCES: Partial<Record<TableName, string>> = {
  ...CHUNKED_SOURCES,
  runs: 'stored_runs WHERE run = $1',
  policies: named('policies', 'policy'),
  catalogue: named('catalogue', 'catalogue'),
  measures: '(FROM measures UNION ALL BY NAME FROM missing) WHERE run = $1',
}

/** @param run Its id. */
export async function readRun(
  query: Query,
  run: string,
): Promise<{ readonly where: Where; readonly rows: Rows }> {
  const rows: Partial<Record<TableName, readonly Row[]>> = {}
  for (const table of TABLE_NAMES) {
    const columns = Object.keys(TABLES[table]).map(quoted).join(', ')
    const source = SOURCES[table] ?? `${table} WHERE run = $1`
    const sql = isChunked(table)
      ? `SELECT to_json(t)::VARCHAR FROM (SELECT ${columns}, place FROM ${source}) t ORDER BY place, chunk`
      : `SELECT to_json(t)::VARCHAR FROM (SELECT ${columns} FROM ${source}) t`
    const answer = await query(sql, [run])
    const found = answer.rows.map(([text]) => JSON.parse(String(text)) as Row)
    if (found.length > 0) rows[table] = found.map(({ place: _, ...row }) => ({ ...row, run }))
  }
  const [place] = (
    await query(
      `SELECT project, strftime(started_at, '%Y-%m-%dT%H:%M:%S.%gZ') FROM stored_runs WHERE run = $1`,
      [run],
    )
  ).rows
  return { where: { project: String(place?.[0]), startedAt: String(place?.[1]), run }, rows }
}
