/** What do we already know about this content? Facts by content hash, outside the project; losing it costs only time. */

import { createHash } from 'node:crypto'
import { mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { DatabaseSync } from 'node:sqlite'
import { DAY_MS } from '../core/days.mts'
import { cacheFolder, home } from './places.mts'

type Known = ReadonlyMap<string, Uint8Array>

export interface Cache {
  /** Whether it knew nothing when it was opened. */
  readonly isNew: boolean
  /** Values of the keys that are known. */
  read(keys: readonly string[]): Known | Promise<Known>
  write(rows: Iterable<readonly [key: string, value: Uint8Array]>): void
  close(): void | Promise<void>
}

/** Of this machine alone. */
export interface FolderCache extends Cache {
  read(keys: readonly string[]): Known
  close(): void
}

const FORGOTTEN: FolderCache = {
  isNew: true,
  read: () => new Map(),
  write: () => {},
  close: () => {},
}

/** Rows not asked for in this many days are dropped. */
const KEPT_DAYS = 60

/** A cache that cannot be opened is no cache; one that is broken is made anew. */
export async function openCache(folder: string = cacheFolder()): Promise<FolderCache> {
  const file = join(folder, 'facts.db')
  for (const attempt of ['open', 'renew'] as const) {
    try {
      mkdirSync(folder, { recursive: true })
      if (attempt === 'renew')
        for (const end of ['', '-wal', '-shm']) rmSync(file + end, { force: true })
      const { DatabaseSync } = await import('node:sqlite')
      return overDatabase(new DatabaseSync(file))
    } catch {}
  }
  return FORGOTTEN
}

function overDatabase(database: DatabaseSync): FolderCache {
  database.exec(`PRAGMA busy_timeout = 5000; PRAGMA journal_mode = WAL; PRAGMA synchronous = OFF;
    CREATE TABLE IF NOT EXISTS facts (key TEXT PRIMARY KEY, value BLOB NOT NULL, used INTEGER NOT NULL) WITHOUT ROWID`)
  const today = Math.floor(Date.now() / DAY_MS)
  const get = database.prepare('SELECT value, used FROM facts WHERE key = ?')
  const put = database.prepare('INSERT OR REPLACE INTO facts VALUES (?, ?, ?)')
  const touch = database.prepare('UPDATE facts SET used = ? WHERE key = ?')
  const whole = (work: () => void) => {
    try {
      database.exec('BEGIN IMMEDIATE')
      work()
      database.exec('COMMIT')
    } catch {
      if (database.isTransaction) database.exec('ROLLBACK')
    }
  }
  return {
    isNew: database.prepare('SELECT 1 FROM facts LIMIT 1').get() === undefined,
    read(keys) {
      const known = new Map<string, Uint8Array>()
      const stale: string[] = []
      for (const key of keys) {
        const row = get.get(key) as { value: Uint8Array; used: number } | undefined
        if (row === undefined) continue
        known.set(key, row.value)
        if (row.used < today - 7) stale.push(key)
      }
      if (stale.length > 0) whole(() => stale.forEach(key => void touch.run(today, key)))
      return known
    },
    write(rows) {
      whole(() => {
        for (const [key, value] of rows) put.run(key, value, today)
      })
    },
    close() {
      // It reads every page: once a day is enough.
      const { user_version: swept } = database.prepare('PRAGMA user_version').get() as {
        user_version: number
      }
      if (swept !== today)
        whole(() => {
          database.prepare('DELETE FROM facts WHERE used < ?').run(today - KEPT_DAYS)
          database.exec(`PRAGMA user_version = ${today}`)
        })
      database.close()
    },
  }
}

/** Changes whenever the code that makes facts, or a parser it uses, does: nobody has to remember a version. */
export function factsVersion(languages: string): string {
  const hash = createHash('sha256')
  for (const entry of readdirSync(languages, { recursive: true, withFileTypes: true }).sort(
    (a, b) => (join(a.parentPath, a.name) < join(b.parentPath, b.name) ? -1 : 1),
  ))
    if (entry.isFile()) hash.update(readFileSync(join(entry.parentPath, entry.name)))
  hash.update(readFileSync(join(home, 'package.json')))
  return hash.digest('hex').slice(0, 12)
}
