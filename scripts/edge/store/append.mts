/** How does a run enter the history whole or not at all? Every file under another name first, `runs` renamed last. */

import { randomBytes } from 'node:crypto'
import { access, mkdir, open, rename, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { reasonOf, UserFault } from '../../core/fault.mts'
import { type Row, type Rows, TABLES, type TableName } from '../../core/history.mts'
import type { Database } from './database.mts'
import { folderOf, TABLE_NAMES, UNFINISHED, type Where } from './layout.mts'
import { literal } from './sql.mts'

/** Small files: measured against the other settings on a run of 1,571 files. */
const PARQUET = `FORMAT parquet, PARQUET_VERSION v2, COMPRESSION zstd, COMPRESSION_LEVEL 19,
  WRITE_BLOOM_FILTER false, USE_TMP_FILE false`

/** Paths of the files written, `runs` last. When anything fails nothing of the run stays. */
export async function append(
  database: Database,
  dir: string,
  where: Where,
  rows: Rows,
): Promise<readonly string[]> {
  if (rows.runs?.length !== 1) throw new Error('a run has one row in `runs`')
  const folder = folderOf(where)
  const targets = TABLE_NAMES.filter(table => (rows[table]?.length ?? 0) > 0)
    .sort((a, b) => Number(a === 'runs') - Number(b === 'runs'))
    .map(table => ({ table, path: join(dir, table, folder, `${where.run}.parquet`) }))
  const unfinished: string[] = []
  const finished: string[] = []
  try {
    for (const { path } of targets)
      if (await exists(path)) throw new Error(`${path} exists already`)
    for (const { table, path } of targets) {
      await mkdir(dirname(path), { recursive: true })
      const temporary = unfinishedName(path)
      unfinished.push(temporary)
      await writeRows(database, table, rows[table] ?? [], temporary)
    }
    for (const [index, { path }] of targets.entries()) {
      await finish(unfinished[index] ?? '', path)
      finished.push(path)
    }
    return finished
  } catch (error) {
    for (const path of [...unfinished, ...finished.reverse()])
      await rm(path, { force: true }).catch(() => {})
    throw new UserFault(
      `The run could not be added to the history in ${dir}: ${reasonOf(error)}; nothing of it was kept there.`,
    )
  }
}

async function writeRows(
  database: Database,
  table: TableName,
  rows: readonly Row[],
  path: string,
): Promise<void> {
  const text = JSON.stringify(rows, (_, cell) =>
    typeof cell === 'string' ? cell.toWellFormed() : cell,
  )
  const shape = literal(JSON.stringify([TABLES[table]]))
  await database.run(
    `CREATE OR REPLACE TEMP TABLE staged AS SELECT each.* FROM (SELECT unnest(from_json($1, ${shape})) AS each)`,
    [text],
  )
  try {
    await copy(database, 'FROM staged', path)
  } finally {
    await database.run('DROP TABLE staged')
  }
}

/** Writes the answer of a SELECT to a new Parquet file and sees it onto the disk. */
export async function copy(database: Database, select: string, path: string): Promise<void> {
  await database.run(`COPY (${select}) TO ${literal(path)} (${PARQUET})`)
  await sync(path)
}

/** A name beside the path which no reader looks for. */
export const unfinishedName = (path: string): string =>
  `${path}.${randomBytes(4).toString('hex')}${UNFINISHED}`

/** Gives a written file its name, for good. */
export async function finish(temporary: string, path: string): Promise<void> {
  await rename(temporary, path)
  await sync(dirname(path))
}

async function sync(path: string): Promise<void> {
  const handle = await open(path, 'r')
  try {
    await handle.sync()
  } catch (error) {
    // Windows cannot flush a folder; the rename is still atomic there.
    if (process.platform !== 'win32') throw error
  } finally {
    await handle.close()
  }
}

const exists = (path: string) =>
  access(path).then(
    () => true,
    () => false,
  )
