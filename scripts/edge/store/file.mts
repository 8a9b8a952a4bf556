/** How does somebody take the history along? One `.duckdb` file with the same tables and views, rebuilt at will. */

import { open, rename, rm } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import { reasonOf, UserFault } from '../../core/fault.mts'
import { unfinishedName } from './append.mts'
import type { Database } from './database.mts'
import { TABLE_NAMES } from './layout.mts'
import { openSession } from './session.mts'
import { literal } from './sql.mts'
import { derived } from './views.mts'

/** The newest format that DuckDB 1.4, the one in browsers, still reads. */
const STORAGE = 'v1.4.0'

const PORTABLE = [...TABLE_NAMES, 'missing']

/** Writes `file` anew; refuses to replace anything that is not a DuckDB database. */
export async function openFile(dir: string, file: string): Promise<void> {
  const target = resolve(file)
  if (await isSomethingElse(target))
    throw new UserFault(`${target} is not a DuckDB database: name a file that may be replaced.`)
  const temporary = unfinishedName(target)
  const { database, prepare } = await openSession(resolve(dir), [dirname(target)])
  try {
    await prepare(PORTABLE.join(' '))
    await fill(database, temporary)
    await rename(temporary, target)
  } catch (error) {
    throw new UserFault(`${target} could not be written: ${reasonOf(error)}`)
  } finally {
    database.close()
    for (const end of ['', '.wal']) await rm(temporary + end, { force: true }).catch(() => {})
  }
}

async function fill(database: Database, path: string): Promise<void> {
  await database.run(`ATTACH ${literal(path)} AS portable (STORAGE_VERSION ${literal(STORAGE)})`)
  for (const table of PORTABLE)
    await database.run(`CREATE TABLE portable.${table} AS FROM memory.${table}`)
  await database.run('USE portable')
  for (const [, sql] of derived()) await database.run(sql)
  await database.run('USE memory')
  await database.run('DETACH portable')
}

async function isSomethingElse(path: string): Promise<boolean> {
  const handle = await open(path, 'r').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null
    throw new UserFault(`${path} could not be opened (${error.code}).`)
  })
  if (handle === null) return false
  try {
    const { bytesRead, buffer } = await handle.read(Buffer.alloc(12), 0, 12, 0)
    return bytesRead < 12 || buffer.toString('latin1', 8) !== 'DUCK'
  } catch (error) {
    throw new UserFault(`${path} could not be opened: ${reasonOf(error)}`)
  } finally {
    await handle.close()
  }
}
