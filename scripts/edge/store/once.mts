/** What does the history hold already? Content that stays the same from run to run is kept once, under its hash. */

import { createHash } from 'node:crypto'
import type { Row, Rows } from '../../core/history.mts'
import type { Database } from './database.mts'
import type { Where } from './layout.mts'

/** Files of a chunk, on average: a change writes the chunks around it again, and a run lists all its chunks. */
const FILES_A_CHUNK = 2

/** Which run wrote the chunk, and the number it has among the chunks of that run, from 0. */
interface Place {
  readonly run: string
  readonly chunk: number
}

/**
 * The rows that have to be written: policy, catalogue and chunks of findings and files only if no earlier run
 * of the project has the same. The row in `runs` says where each lies, whether written or not.
 */
export async function withoutKnown(database: Database, where: Where, rows: Rows): Promise<Rows> {
  const { catalogue = [], policies = [], findings = [], files = [], runs = [], ...others } = rows
  const isKnown = async (table: 'policies' | 'catalogue', hash: unknown) => {
    const sql = `SELECT 1 FROM ${table} WHERE project = $1 AND hash = $2 LIMIT 1`
    const answer = typeof hash === 'string' && (await database.run(sql, [where.project, hash]))
    return answer !== false && answer.length > 0
  }
  const meanings = catalogue.length === 0 ? null : (catalogue[0]?.hash ?? hashOf(catalogue))
  const chunks = {
    findings: placed(findings, await known(database, where, 'findings'), where.run),
    files: placed(files, await known(database, where, 'files'), where.run),
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
      finding_chunks: spans(chunks.findings.places),
      file_chunks: spans(chunks.files.places),
    })),
  }
}

/** Hash → where that content lies; of two runs that wrote it at once, the first by name. */
async function known(
  database: Database,
  { project }: Where,
  table: 'findings' | 'files',
): Promise<Map<string, Place>> {
  const rows = await database.run(
    `SELECT DISTINCT ON (hash) hash, run, chunk FROM stored_${table} WHERE project = $1 ORDER BY hash, run, chunk`,
    [project],
  )
  return new Map(
    rows.map(([hash, run, chunk]) => [String(hash), { run: String(run), chunk: Number(chunk) }]),
  )
}

/** Where every chunk lies, and the rows of those that no run wrote yet. */
function placed(rows: readonly Row[], known: Map<string, Place>, run: string) {
  const places: Place[] = []
  const fresh: Row[] = []
  let next = 0
  for (const part of chunksOf(rows)) {
    const hash = String(part[0]?.hash ?? hashOf(part))
    const place = known.get(hash) ?? { run, chunk: next++ }
    places.push(place)
    if (!known.has(hash)) fresh.push(...part.map(row => ({ ...row, chunk: place.chunk, hash })))
    known.set(hash, place)
  }
  return { places, rows: fresh }
}

/** Neighbours that one run wrote, as `<run>/<first>/<last>`. */
function spans(places: readonly Place[]): readonly string[] {
  const found: { run: string; first: number; last: number }[] = []
  for (const { run, chunk } of places) {
    const before = found.at(-1)
    if (before?.run === run && before.last === chunk - 1) before.last = chunk
    else found.push({ run, first: chunk, last: chunk })
  }
  return found.map(({ run, first, last }) => `${run}/${first}/${last}`)
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
  // Rows of a run that another history kept are in their chunks already.
  if (rows[0]?.hash !== undefined) return [...Map.groupBy(rows, ({ hash }) => hash).values()]
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
