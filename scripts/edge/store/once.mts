/** What does the history hold already? Content that stays the same from run to run is kept once, under its hash. */

import { createHash } from 'node:crypto'
import type { Row, Rows } from '../../core/history.mts'
import type { Database } from './database.mts'
import type { Where } from './layout.mts'

/** Files of a chunk, on average: small enough that a commit renews few, large enough to list. */
const FILES_A_CHUNK = 8

/**
 * The rows that have to be written: policy, catalogue and chunks of findings and files only if no earlier run
 * of the project has the same. The row in `runs` names the hashes, whether written or not.
 */
export async function withoutKnown(database: Database, where: Where, rows: Rows): Promise<Rows> {
  const { catalogue = [], policies = [], findings = [], files = [], runs = [], ...others } = rows
  const known = async (table: string, column: string) => {
    const sql = `SELECT DISTINCT ${column} FROM ${table} WHERE project = $1`
    return (await database.run(sql, [where.project])).map(([value]) => String(value))
  }
  const isKnown = async (table: string, hash: unknown) =>
    hash !== undefined && (await known(table, 'hash')).includes(String(hash))
  const chunked = async (table: 'findings' | 'files', given: readonly Row[]) =>
    referred(chunksOf(given), await known(`stored_${table}`, 'chunk'), where.run)
  const meanings = catalogue.length === 0 ? null : hashOf(catalogue)
  const chunks = {
    findings: await chunked('findings', findings),
    files: await chunked('files', files),
  }
  return {
    ...others,
    policies: (await isKnown('policies', policies[0]?.hash)) ? [] : policies,
    catalogue: (await isKnown('catalogue', meanings))
      ? []
      : catalogue.map(row => ({ ...row, hash: meanings })),
    findings: chunks.findings.rows,
    files: chunks.files.rows,
    runs: runs.map(row => ({
      ...row,
      catalogue: meanings,
      finding_chunks: chunks.findings.ids,
      file_chunks: chunks.files.ids,
    })),
  }
}

/** Ids of all chunks, `<run that wrote it>/<hash>`, and the rows of those that no run wrote yet. */
function referred(
  chunks: readonly (readonly Row[])[],
  known: readonly string[],
  run: string,
): { readonly ids: readonly string[]; readonly rows: readonly Row[] } {
  const written = new Map(known.map(id => [id.slice(id.lastIndexOf('/') + 1), id]))
  const ids: string[] = []
  const rows: Row[] = []
  for (const chunk of chunks) {
    const hash = hashOf(chunk)
    const id = written.get(hash) ?? `${run}/${hash}`
    ids.push(id)
    if (!written.has(hash)) rows.push(...chunk.map(row => ({ ...row, chunk: id })))
  }
  return { ids, rows }
}

/** Of the content alone: whose run the rows are makes no difference. */
function hashOf(rows: readonly Row[]): string {
  const content = rows.map(({ run: _, ...row }) => row)
  return digest(JSON.stringify(content)).toString('hex', 0, 8)
}

/**
 * Neighbouring files together; rows about no file apart, for they change with every run. Where a chunk begins
 * depends on one path alone, so a change moves no other border.
 */
function chunksOf(rows: readonly Row[]): readonly (readonly Row[])[] {
  const byPath = Map.groupBy(rows, ({ path }) => String(path ?? ''))
  const chunks: Row[][] = []
  let isAboutNone = false
  for (const path of [...byPath.keys()].sort()) {
    const isBorder = (digest(path)[0] ?? 0) % FILES_A_CHUNK === 0
    if (isBorder || chunks.length === 0 || isAboutNone) chunks.push([])
    isAboutNone = path === ''
    chunks.at(-1)?.push(...(byPath.get(path) ?? []))
  }
  return chunks
}

const digest = (text: string) => createHash('sha256').update(text).digest()
