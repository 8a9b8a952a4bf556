/** How does somebody take the history along? One `.duckdb` file with the same tables and views, rebuilt at will. */

import { open, rename, rm } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import { reasonOf, UserFault } from '../../core/fault.mts'
import { unfinishedName } from './append.mts'
import type { Database } from './database.mts'
import { TABLE_LIST } from './layout.mts'
import { derived } from './selects.mts'
import { openSession } from './session.mts'
import { literal } from './sql.mts'

/** The newest format that DuckDB 1.4, the one in browsers, still reads. */
const STORAGE = 'v1.4.0'

export interface Portion {
  /** Only this project. */
  readonly project?: string
  /** Findings, files and traces of releases and of the latest run only: of years of runs they are nearly all there is. */
  readonly isPublished?: boolean
}

/** Writes `file` anew, all of the history or a portion; refuses to replace anything that is not a DuckDB database. */
export async function openFile(dir: string, file: string, portion: Portion = {}): Promise<void> {
  const target = resolve(file)
  if (await isSomethingElse(target))
    throw new UserFault(`${target} is not a DuckDB database: name a file that may be replaced.`)
  const temporary = unfinishedName(target)
  const { database, prepare } = await openSession(resolve(dir), [dirname(target)])
  try {
    await prepare([...TABLE_LIST, 'releases', 'latest'].join(' '))
    await fill(database, temporary, portion)
    await rename(temporary, target)
  } catch (error) {
    throw new UserFault(`${target} could not be written: ${reasonOf(error)}`)
  } finally {
    database.close()
    for (const end of ['', '.wal']) await rm(temporary + end, { force: true }).catch(() => {})
  }
}

async function fill(database: Database, path: string, portion: Portion): Promise<void> {
  // A table takes whole blocks: small ones keep a small history small where it is sent over a network.
  const block = portion.isPublished === true ? ', BLOCK_SIZE 16384' : ''
  await database.run(
    `ATTACH ${literal(path)} AS portable (STORAGE_VERSION ${literal(STORAGE)}${block})`,
  )
  for (const table of TABLE_LIST)
    await database.run(
      `CREATE TABLE portable.${table} AS FROM memory.${table} t ${limits(table, portion)}`,
    )
  await database.run('USE portable')
  for (const [name, select] of derived()) await database.run(`CREATE VIEW ${name} AS ${select}`)
  await database.run('USE memory')
  await database.run('DETACH portable')
}

const HEAVY = ['findings', 'files', 'traces']

function limits(table: string, { project, isPublished = false }: Portion): string {
  const own = project === undefined ? 'true' : `t.project = ${literal(project)}`
  const standing = '(SELECT run FROM memory.releases UNION ALL SELECT run FROM memory.latest)'
  const isLimited = isPublished && HEAVY.includes(table)
  return `WHERE ${own}${isLimited ? ` AND t.run IN ${standing}` : ''}`
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
