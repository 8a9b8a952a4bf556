/** How does a test look into a history, and treat one badly? Opened, counted, rewritten and killed. */

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { globSync, renameSync } from 'node:fs'
import { join } from 'node:path'
import type { TestContext } from 'node:test'
import { setTimeout } from 'node:timers/promises'
import { pathToFileURL } from 'node:url'
import { DuckDBInstance } from '@duckdb/node-api'
import { UserFault } from '../../scripts/core/fault.mts'
import { TABLE_NAMES } from '../../scripts/edge/store/layout.mts'
import { type History, openHistory } from '../../scripts/edge/store.mts'
import { type TestRun, testRun } from './history.mts'
import { temporaryFolder } from './repo.mts'

export async function open(
  t: TestContext,
  dir = temporaryFolder(t),
): Promise<History & { dir: string }> {
  const history = await openHistory(dir)
  t.after(() => history.close())
  return { ...history, dir }
}

export async function add(history: History, run: TestRun): Promise<readonly string[]> {
  const { where, rows } = testRun(run)
  return history.append(where, rows)
}

export const all = async (history: History, sql: string, params: string[] = []) =>
  (await history.query(sql, params)).rows

/** How many rows of each table a fresh look at the folder sees. */
export async function tally(dir: string): Promise<Record<string, unknown>> {
  const history = await openHistory(dir)
  try {
    const tables = [...TABLE_NAMES, 'missing']
    const counts = tables.map(table => `(SELECT count(*) FROM ${table})`)
    const [row = []] = await all(history, `SELECT ${counts}`)
    return Object.fromEntries(tables.map((table, index) => [table, row[index]]))
  } finally {
    history.close()
  }
}

export const parquet = (dir: string) =>
  globSync('**/*.parquet', { cwd: dir })
    .map(path => path.replaceAll('\\', '/'))
    .sort()

export const fault = (pattern: RegExp) => (error: unknown) =>
  error instanceof UserFault && pattern.test(error.message) && !error.message.includes('\n')

export const store = pathToFileURL(join(import.meta.dirname, '../../scripts/edge/store.mts')).href
export const support = pathToFileURL(join(import.meta.dirname, 'history.mts')).href

/** Starts a process, waits for some lines of it and a little longer, kills it as a power cut would. */
export async function killed(script: string, lines: number, after: number): Promise<void> {
  const child = spawn(process.execPath, ['--input-type=module', '--eval', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const closed = once(child, 'close')
  const written = (async () => {
    let seen = 0
    for await (const chunk of child.stdout) {
      seen += String(chunk).split('\n').length - 1
      if (seen >= lines) return
    }
  })()
  await Promise.race([written, closed])
  await setTimeout(after)
  child.kill('SIGKILL')
  await closed
}

/** Rewrites files with DuckDB itself, as another version or another tool would have written them. */
export async function rewrite(path: string, select: string): Promise<void> {
  const instance = await DuckDBInstance.create(':memory:')
  const connection = await instance.connect()
  await connection.run(`COPY (SELECT ${select} FROM '${path}') TO '${path}.new' (FORMAT parquet)`)
  connection.closeSync()
  instance.closeSync()
  renameSync(`${path}.new`, path)
}
