/** Where does a row lie? `<table>/project=<slug>/month=YYYY-MM/<run>.parquet`, with names no project can abuse. */

import { createHash } from 'node:crypto'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { UserFault } from '../../core/fault.mts'
import { TABLES, type TableName } from '../../core/history.mts'

export interface Where {
  /** Any text; it becomes one folder name. */
  readonly project: string
  /** ISO 8601 in UTC: its first seven characters are the month. */
  readonly startedAt: string
  /** Letters, digits, `.`, `_` and `-`: it becomes the file name. */
  readonly run: string
}

/** One Parquet file: `run` is its name, the id of a run or `compacted-…` for many. */
export interface StoredFile {
  readonly path: string
  readonly folder: string
  readonly run: string
}

export const TABLE_NAMES = Object.keys(TABLES) as readonly TableName[]

/** What can be asked: the tables, and the stored measures without a value. */
export const TABLE_LIST: readonly string[] = [...TABLE_NAMES, 'missing']
export const COMPACTED = 'compacted-'
/** While a file is being written it carries this ending, which no reader looks for. */
export const UNFINISHED = '.unfinished'

const FOLDER_LIMIT = 200

/** The two folders of a run inside a table, relative to it. */
export function folderOf({ project, startedAt, run }: Where): string {
  if (project === '') throw new UserFault('A project without a name cannot be kept in the history.')
  if (!/^(?!compacted-)[A-Za-z0-9][\w.-]{0,99}$/.test(run))
    throw new Error(`"${run}" cannot be the id of a run`)
  if (!/^\d{4}-\d\d-\d\dT.*Z$/.test(startedAt))
    throw new Error(`"${startedAt}" is not a time in UTC, so the run has no month`)
  return join(`project=${slugFolder(project)}`, `month=${startedAt.slice(0, 7)}`)
}

/** Percent-encoded, which readers of Hive folders undo; a name too long for a folder ends in its hash. */
function slugFolder(project: string): string {
  const encoded = project
    .toWellFormed()
    .replace(/[^\w.-]|^_/gu, character =>
      [...Buffer.from(character)]
        .map(byte => `%${byte.toString(16).padStart(2, '0').toUpperCase()}`)
        .join(''),
    )
  if (encoded.length <= FOLDER_LIMIT) return encoded
  const hash = createHash('sha256').update(project).digest('hex').slice(0, 12)
  return `${encoded.slice(0, FOLDER_LIMIT - 13).replace(/%.?$/, '')}-${hash}`
}

/** Finished files of one table, sorted by path; none when the table is not there yet. */
export async function filesOf(dir: string, table: TableName): Promise<readonly StoredFile[]> {
  const files: StoredFile[] = []
  for await (const file of walk(dir, table)) files.push(file)
  return files
}

export async function hasFiles(dir: string, table: TableName): Promise<boolean> {
  for await (const _ of walk(dir, table)) return true
  return false
}

async function* walk(dir: string, table: TableName): AsyncGenerator<StoredFile> {
  for (const project of await names(join(dir, table), /^project=/))
    for (const month of await names(join(dir, table, project), /^month=/)) {
      const folder = join(project, month)
      for (const name of await names(join(dir, table, folder), /\.parquet$/))
        yield { path: join(dir, table, folder, name), folder, run: name.slice(0, -8) }
    }
}

/** Sorted names in a folder; a folder that does not exist has none. */
export async function names(folder: string, pattern: RegExp): Promise<readonly string[]> {
  try {
    return (await readdir(folder)).filter(name => pattern.test(name)).sort()
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code
    if (code === 'ENOENT' || code === 'ENOTDIR') return []
    throw new UserFault(`The history in ${folder} cannot be read (${code}).`)
  }
}
