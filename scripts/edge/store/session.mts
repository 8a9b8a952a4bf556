/** How do the files become tables of a session, and stay it while others write? Looked at again before each question. */

import { basename } from 'node:path'
import { reasonOf, UserFault } from '../../core/fault.mts'
import { HISTORY_SCHEMA, type TableName } from '../../core/history.mts'
import type { Database } from './database.mts'
import { COMPACTED, filesOf, hasFiles, TABLE_NAMES } from './layout.mts'
import { addRuns, definitions, loadRuns } from './views.mts'

export interface Session {
  readonly database: Database
  /** Takes in what changed on disk and makes the views that `sql` names. A UserFault says what cannot be read. */
  prepare(sql: string): Promise<void>
}

interface Seen {
  /** Paths of the files of `runs`. */
  readonly runs: ReadonlySet<string>
  /** Tables that have files. */
  readonly tables: ReadonlySet<TableName>
}

/** Questions about what there is see all of it. */
const LISTS_VIEWS = /\b(show|pragma|information_schema|duckdb_\w+|sqlite_master|pg_\w+)\b/i

/** `root` and `others`: absolute folders; only they can be reached. */
export async function openSession(root: string, others: readonly string[]): Promise<Session> {
  const { openDatabase } = await import('./database.mts')
  const database = await openDatabase([...new Set([root, ...others])])
  const session = new Preparation(root, database)
  const prepare = async (sql: string) => {
    try {
      await session.refresh()
      await session.make(sql)
    } catch (error) {
      if (error instanceof UserFault) throw error
      throw new UserFault(`The history in ${root} cannot be read: ${reasonOf(error)}`)
    }
  }
  try {
    await prepare('')
  } catch (error) {
    database.close()
    throw error
  }
  return { database, prepare }
}

class Preparation {
  private readonly root: string
  private readonly database: Database
  private seen: Seen = { runs: new Set(), tables: new Set() }
  private isLoaded = false
  private views: ReadonlyMap<string, string> = new Map()
  private readonly made = new Set<string>()

  constructor(root: string, database: Database) {
    this.root = root
    this.database = database
  }

  /** Runs that came are added to the table of the session; when any went or was merged, it is read anew. */
  async refresh(): Promise<void> {
    const now = await lookAt(this.root)
    const added = [...now.runs].filter(path => !this.seen.runs.has(path))
    const isGrown = this.isLoaded && this.seen.runs.size + added.length === now.runs.size
    const isMerged = added.some(path => basename(path).startsWith(COMPACTED))
    if (isGrown && !isMerged) {
      if (added.length > 0) await this.database.run(addRuns(added))
    } else await this.database.run(loadRuns(this.root, now.runs.size > 0))
    if (added.length > 0) await refuseNewer(this.database, this.root)
    if (!this.isLoaded || `${[...now.tables]}` !== `${[...this.seen.tables]}`) {
      this.views = definitions(this.root, now.tables)
      this.made.clear()
    }
    this.seen = now
    this.isLoaded = true
  }

  /** Only the views that the text names, for each costs a look at every file it reads; a view needs earlier ones. */
  async make(text: string, before = this.views.size): Promise<void> {
    const isAll = LISTS_VIEWS.test(text)
    for (const [index, [name, sql]] of [...this.views].slice(0, before).entries()) {
      if (this.made.has(name) || !(isAll || new RegExp(`\\b${name}\\b`, 'i').test(text))) continue
      await this.make(sql, index)
      await this.database.run(sql)
      this.made.add(name)
    }
  }
}

async function lookAt(root: string) {
  const tables = new Set<TableName>()
  const runs = await filesOf(root, 'runs')
  for (const table of TABLE_NAMES) if (await hasFiles(root, table)) tables.add(table)
  return { runs: new Set(runs.map(({ path }) => path)), tables }
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
