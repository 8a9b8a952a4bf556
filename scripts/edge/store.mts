/** Where do runs live? In a folder of Parquet files that only grows; SQL reads it, a kill cannot halve a run. */

import { resolve } from 'node:path'
import type { Rows } from '../core/history.mts'
import type { Series } from '../core/trends.mts'
import { append } from './store/append.mts'
import type { Answer, Param } from './store/database.mts'
import { filesOf, type StoredFile, type Where } from './store/layout.mts'
import { withoutKnown } from './store/once.mts'
import { VIEWS } from './store/selects.mts'
import { readSeries, type SeriesRequest } from './store/series.mts'
import { openSession } from './store/session.mts'
import { readRun } from './store/stored-run.mts'

export { compact, isScattered } from './store/compact.mts'
export type { Answer } from './store/database.mts'
export { openFile } from './store/file.mts'
export { TABLE_LIST, type Where } from './store/layout.mts'
export { shareHistory } from './store/share.mts'

/** The views, with what each of them answers. */
export const VIEW_LIST: readonly (readonly [name: string, answers: string])[] = Object.entries(
  VIEWS,
).map(([name, { answers }]) => [name, answers])

export interface History {
  /** Adds one run and returns the absolute paths of its files; a UserFault says why it could not. */
  append(where: Where, rows: Rows): Promise<readonly string[]>
  /** The answer to the last statement of `sql`; `$1`, `$2` … are bound. A UserFault carries DuckDB's reason. */
  query(sql: string, params?: readonly Param[]): Promise<Answer>
  /** The same, each row as an object by the names of its columns. */
  rows(sql: string, params?: readonly Param[]): Promise<Record<string, unknown>[]>
  /** The series of one project, those with two points or more: what `trendOf` looks at. */
  series(request: SeriesRequest): Promise<readonly Series[]>
  /** Rows of one stored run, for the `append` of another history. */
  stored(run: string): Promise<{ readonly where: Where; readonly rows: Rows }>
  /** Makes the question being answered fail. */
  interrupt(): void
  close(): void
}

export interface HistoryOptions {
  /** Where `append` writes, if not into the history itself: a folder whose files go to a data branch. */
  readonly appendTo?: string
}

/** One file a run, or one for many that were merged; none of a run that is not whole yet. */
export const runFiles = (dir: string): Promise<readonly StoredFile[]> => filesOf(dir, 'runs')

/** Opens the history in `dir`, which need not exist yet. Runs that others add are seen by the next question. */
export async function openHistory(dir: string, options: HistoryOptions = {}): Promise<History> {
  const root = resolve(dir)
  const target = resolve(options.appendTo ?? root)
  const { database, prepare } = await openSession(root, [target])
  let last: Promise<unknown> = Promise.resolve()
  const inTurn = <T,>(task: () => Promise<T>): Promise<T> => {
    const turn = last.then(task)
    last = turn.catch(() => {})
    return turn
  }
  const query: History['query'] = (sql, params) =>
    inTurn(async () => {
      await prepare(sql)
      return database.ask(sql, params)
    })
  const rows: History['rows'] = async (sql, params) => {
    const answer = await query(sql, params)
    return answer.rows.map(row =>
      Object.fromEntries(answer.columns.map(({ name }, at) => [name, row[at]])),
    )
  }
  return {
    append: (where, rows) =>
      inTurn(async () => {
        await prepare('policies catalogue stored_findings stored_files')
        return append(database, target, where, await withoutKnown(database, where, rows))
      }),
    query,
    rows,
    series: request => readSeries(rows, request),
    stored: run => readRun(query, run),
    interrupt: () => database.interrupt(),
    close: () => database.close(),
  }
}
