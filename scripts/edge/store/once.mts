/** What does the history hold already? Content that stays the same from run to run is kept once, under its hash. */

import { createHash } from 'node:crypto'
import type { Row, Rows } from '../../core/history.mts'
import type { Database } from './database.mts'

/** Files of a chunk of findings, on average: small enough that a commit renews few, large enough to list. */
const FILES_A_CHUNK = 8

/**
 * The rows that have to be written: policy, catalogue and chunks of findings only if no earlier run of the
 * project has the same. The row in `runs` names the hashes, whether written or not.
 */
export async function withoutKnown(database: Database, project: string, rows: Rows): Promise<Rows> {
  const { catalogue = [], policies = [], findings = [], runs = [], ...others } = rows
  const known = async (table: string) => {
    const sql = `SELECT DISTINCT hash FROM ${table} WHERE project = $1`
    const hashes = new Set((await database.run(sql, [project])).map(([hash]) => hash))
    return (row: Row | undefined) => hashes.has(String(row?.hash))
  }
  const [isPolicy, isCatalogue, isChunk] = [
    await known('policies'),
    await known('catalogue'),
    await known('stored_findings'),
  ]
  const meanings = hashed(catalogue)
  const chunks = chunksOf(findings).map(hashed)
  const hashes = {
    ...(meanings[0] === undefined ? {} : { catalogue: meanings[0].hash ?? null }),
    finding_chunks: chunks.map(([row]) => String(row?.hash)),
  }
  return {
    ...others,
    policies: policies.filter(row => !isPolicy(row)),
    catalogue: isCatalogue(meanings[0]) ? [] : meanings,
    findings: chunks.filter(([row]) => !isChunk(row)).flat(),
    runs: runs.map(row => ({ ...row, ...hashes })),
  }
}

/** The rows, each with the hash of all of them; whose run they are makes no difference. */
function hashed(rows: readonly Row[]): readonly Row[] {
  const content = rows.map(({ run: _, hash: __, ...row }) => row)
  const hash = digest(JSON.stringify(content)).toString('hex', 0, 8)
  return rows.map(row => ({ ...row, hash }))
}

/** Neighbouring files together. Where a chunk begins depends on one path alone, so a change moves no other border. */
function chunksOf(findings: readonly Row[]): readonly (readonly Row[])[] {
  const byPath = Map.groupBy(findings, ({ path }) => String(path ?? ''))
  const chunks: Row[][] = []
  for (const path of [...byPath.keys()].sort()) {
    const isBorder = (digest(path)[0] ?? 0) % FILES_A_CHUNK === 0
    if (isBorder || chunks.length === 0) chunks.push([])
    chunks.at(-1)?.push(...(byPath.get(path) ?? []))
  }
  return chunks
}

const digest = (text: string) => createHash('sha256').update(text).digest()
