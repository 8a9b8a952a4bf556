/** How do the many small files of a closed month become one a table, without a moment of doubt? `runs` switches last. */

import { createHash } from 'node:crypto'
import { rm, stat } from 'node:fs/promises'
import { basename, join, relative, resolve } from 'node:path'
import { DAY_MS } from '../../core/days.mts'
import { reasonOf, UserFault } from '../../core/fault.mts'
import type { TableName } from '../../core/history.mts'
import { copy, finish, unfinishedName } from './append.mts'
import type { Database } from './database.mts'
import { COMPACTED, filesOf, names, type StoredFile, TABLE_NAMES, UNFINISHED } from './layout.mts'
import { globbed, literals, quoted } from './sql.mts'

/** Paths relative to the history: what a commit on a data branch has to add and to remove. */
export interface Compaction {
  readonly written: readonly string[]
  readonly removed: readonly string[]
}

const SCATTERED = 100

type Files = ReadonlyMap<TableName, readonly StoredFile[]>

/** Leftovers of a killed run are removed once they are a day old: no run is still being written then. */
/** Rows of one file next to their like compress best; the columns a table is mostly asked by. */
const ORDER: Readonly<Partial<Record<TableName, string>>> = {
  files: 'path, run',
  findings: 'key, run',
  measures: 'skill, name, subject, run',
  scores: 'dimension, measure, run',
}

/**
 * Merges each month before `now`'s, project by project. A reader takes a run from the compacted files as
 * soon as they hold it in `runs`, so a kill at any moment shows every row exactly once.
 */
export async function compact(dir: string, now: Date = new Date()): Promise<Compaction> {
  const root = resolve(dir)
  const written: string[] = []
  const removed: string[] = []
  const { openDatabase } = await import('./database.mts')
  const database = await openDatabase([root])
  try {
    for (const folder of await closedFolders(root, now)) {
      const files = await filesIn(root, folder)
      written.push(...(await merge(database, root, folder, files)))
      removed.push(...(await removeReplaced(database, root, folder, now)))
    }
  } catch (error) {
    throw new UserFault(
      `The history in ${root} could not be compacted further: ${reasonOf(error)}; no row was lost.`,
    )
  } finally {
    database.close()
  }
  const inside = (path: string) => relative(root, path)
  return { written: written.map(inside), removed: removed.map(inside) }
}

/** Whether so many runs of closed months lie in files of their own that questions get slow: each opens every file. */
export async function isScattered(dir: string, now: Date = new Date()): Promise<boolean> {
  const files = await filesOf(resolve(dir), 'runs')
  return files.filter(file => isLoose(file) && isClosed(file.folder, now)).length >= SCATTERED
}

const isClosed = (folder: string, now: Date) =>
  basename(folder).slice('month='.length) < now.toISOString().slice(0, 7)

async function closedFolders(root: string, now: Date): Promise<readonly string[]> {
  const folders = new Set<string>()
  for (const table of TABLE_NAMES)
    for (const { folder } of await filesOf(root, table)) folders.add(folder)
  return [...folders].filter(folder => isClosed(folder, now)).sort()
}

/** `runs` is looked at first (it stands first in TABLES): the other files of a run found there are in place. */
async function filesIn(root: string, folder: string): Promise<Files> {
  const files = new Map<TableName, readonly StoredFile[]>()
  for (const table of TABLE_NAMES) {
    const place = join(root, table, folder)
    const found = await names(place, /\.parquet$/)
    files.set(
      table,
      found.map(name => ({ path: join(place, name), folder, run: name.slice(0, -8) })),
    )
  }
  return files
}

const isLoose = ({ run }: StoredFile) => !run.startsWith(COMPACTED)

/** Writes one file a table for the runs not merged yet; other tables first, `runs` as the switch. */
async function merge(
  database: Database,
  root: string,
  folder: string,
  files: Files,
): Promise<readonly string[]> {
  const done = await compactedRuns(database, files)
  const runs = new Set(
    (files.get('runs') ?? [])
      .filter(file => isLoose(file) && !done.has(file.run))
      .map(({ run }) => run),
  )
  if (runs.size < 2) return []
  const hash = createHash('sha256')
    .update([...runs].join('\n'))
    .digest('hex')
    .slice(0, 16)
  const written: string[] = []
  for (const table of [...TABLE_NAMES.filter(each => each !== 'runs'), 'runs' as const]) {
    const sources = (files.get(table) ?? []).filter(({ run }) => runs.has(run))
    if (sources.length === 0) continue
    const target = join(root, table, folder, `${COMPACTED}${hash}.parquet`)
    await mergeFiles(database, table, sources, target)
    written.push(target)
  }
  return written
}

async function mergeFiles(
  database: Database,
  table: TableName,
  sources: readonly StoredFile[],
  target: string,
): Promise<void> {
  const temporary = unfinishedName(target)
  try {
    const before = rowsOf(sources.map(({ path }) => path))
    await copy(database, `FROM ${before} ORDER BY ${ORDER[table] ?? 'run'}`, temporary)
    await verify(database, before, rowsOf([temporary]))
    await finish(temporary, target)
  } finally {
    await rm(temporary, { force: true })
  }
}

/** Every column, also those this version does not know. */
const rowsOf = (paths: readonly string[]) =>
  `read_parquet(${literals(paths.map(globbed))}, union_by_name = true, hive_partitioning = false)`

/** As many rows, and none of them missing: the same rows. */
async function verify(database: Database, before: string, after: string): Promise<void> {
  const [row] =
    await database.run(`SELECT (SELECT count(*) FROM ${before}) = (SELECT count(*) FROM ${after})
    AND NOT EXISTS (FROM (FROM ${before} EXCEPT ALL FROM ${after}))`)
  if (row?.[0] !== true) throw new Error('the merged rows are not the rows that were there')
}

async function compactedRuns(database: Database, files: Files): Promise<ReadonlySet<string>> {
  const merged = (files.get('runs') ?? []).filter(file => !isLoose(file))
  if (merged.length === 0) return new Set()
  const rows = await database.run(
    `SELECT DISTINCT CAST(${quoted('run')} AS VARCHAR) FROM ${rowsOf(merged.map(({ path }) => path))}`,
  )
  return new Set(rows.map(([run]) => String(run)))
}

/** Removes the small files of merged runs, and what a killed run left behind. */
async function removeReplaced(
  database: Database,
  root: string,
  folder: string,
  now: Date,
): Promise<readonly string[]> {
  const files = await filesIn(root, folder)
  const merged = await compactedRuns(database, files)
  const living = new Set(files.get('runs')?.map(({ run }) => run))
  const removed: string[] = []
  for (const table of TABLE_NAMES) {
    const place = join(root, table, folder)
    for (const file of files.get(table) ?? []) {
      const isReplaced = isLoose(file) && merged.has(file.run)
      const isOrphan = !living.has(file.run) && (await isOld(file.path, now))
      if (!isReplaced && !isOrphan) continue
      await rm(file.path, { force: true })
      removed.push(file.path)
    }
    for (const name of await names(place, new RegExp(`\\${UNFINISHED}$`)))
      if (await isOld(join(place, name), now)) await rm(join(place, name), { force: true })
  }
  return removed
}

const isOld = async (path: string, now: Date) => now.getTime() - (await stat(path)).mtimeMs > DAY_MS
