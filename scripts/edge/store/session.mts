/** How do the files become tables of a session, and stay it while others write? Looked at again before each question. */

import { reasonOf, UserFault } from '../../core/fault.mts'
import { HISTORY_SCHEMA, type TableName } from '../../core/history.mts'
import { type Database, openDatabase } from './database.mts'
import { filesOf, TABLE_NAMES } from './layout.mts'
import { loadRuns, views } from './views.mts'

export interface Session {
  readonly database: Database
  /** Takes in what changed on disk; cheap when nothing did. */
  refresh(): Promise<void>
}

/** `root` and `others`: absolute folders; only they can be reached. A UserFault says why `root` cannot be read. */
export async function openSession(root: string, others: readonly string[]): Promise<Session> {
  const database = await openDatabase([...new Set([root, ...others])])
  let seen = { runs: '', tables: '' }
  const refresh = async () => {
    const now = await presentIn(root)
    try {
      if (now.runs !== seen.runs) {
        await database.run(loadRuns(root, now.present.has('runs')))
        await refuseNewer(database, root)
      }
      if (now.tables !== seen.tables)
        for (const sql of views(root, now.present)) await database.run(sql)
    } catch (error) {
      if (error instanceof UserFault) throw error
      throw new UserFault(`The history in ${root} cannot be read: ${reasonOf(error)}`)
    }
    seen = now
  }
  try {
    await refresh()
  } catch (error) {
    database.close()
    throw error
  }
  return { database, refresh }
}

/** What has to be looked at again when it differs: the list of runs, and the tables that have files. */
async function presentIn(root: string) {
  const present = new Set<TableName>()
  let runs = 'none'
  for (const table of TABLE_NAMES) {
    const files = await filesOf(root, table)
    if (files.length === 0) continue
    present.add(table)
    if (table === 'runs') runs = files.map(({ path }) => path).join('\n')
  }
  return { present, runs, tables: `tables: ${[...present]}` }
}

async function refuseNewer(database: Database, root: string): Promise<void> {
  const [row] = await database.run(
    `SELECT max(try_cast(split_part(schema, '.', 1) AS INTEGER)) FROM stored_runs`,
  )
  const newest = row?.[0]
  if (typeof newest !== 'number' || newest <= Number.parseInt(HISTORY_SCHEMA, 10)) return
  throw new UserFault(
    `The history in ${root} was written by a newer Shipworthy (schema ${newest}, this one reads ${HISTORY_SCHEMA}): update Shipworthy.`,
  )
}
