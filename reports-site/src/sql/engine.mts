/** How does a page answer SQL by itself? DuckDB in a worker, the history attached read-only, no way out. */

/// <reference lib="dom" />

import { AsyncDuckDB, VoidLogger } from '@duckdb/duckdb-wasm'

export interface Answer {
  readonly columns: readonly string[]
  readonly rows: readonly (readonly unknown[])[]
  /** The answer had more rows than were kept. */
  readonly isCut: boolean
}

export interface Engine {
  ask(sql: string): Promise<Answer>
}

/** Rows kept of an answer: what a page can show and a table editor can open. */
const MOST_ROWS = 20_000

/** Nothing is fetched by the engine itself, whatever a question says. */
const LOCK = `SET autoinstall_known_extensions = false; SET autoload_known_extensions = false;
  SET enable_external_access = false; SET lock_configuration = true`

/** `folder`: address of the engine's files and of the history, with a slash at the end. */
export async function startEngine(folder: string): Promise<Engine> {
  const worker = new Worker(new URL('duckdb-browser-eh.worker.js', folder))
  const database = new AsyncDuckDB(new VoidLogger(), worker)
  const history = fetch(new URL('history.duckdb', folder))
  await database.instantiate(new URL('duckdb-eh.wasm', folder).href)
  await database.open({ query: { castBigIntToDouble: true, castDecimalToDouble: true } })
  const answer = await history
  if (!answer.ok) throw new Error(`the history answered ${answer.status}`)
  await database.registerFileBuffer('history.duckdb', new Uint8Array(await answer.arrayBuffer()))
  const connection = await database.connect()
  await connection.query("ATTACH 'history.duckdb' AS history (READ_ONLY)")
  await connection.query('USE history')
  await connection.query(LOCK)
  // One connection answers one question at a time.
  let before: Promise<unknown> = Promise.resolve()
  const inTurn = (question: () => Promise<Answer>) => {
    const answer = before.then(question)
    before = answer.catch(() => {})
    return answer
  }
  return {
    ask: sql => inTurn(() => answerTo(sql)),
  }

  async function answerTo(sql: string): Promise<Answer> {
    const reader = await connection.send(sql)
    const rows: unknown[][] = []
    let columns: readonly string[] = []
    let isCut = false
    for await (const batch of reader) {
      columns = batch.schema.fields.map(({ name }) => name)
      const vectors = batch.schema.fields.map((_, at) => batch.getChildAt(at))
      isCut = rows.length + batch.numRows > MOST_ROWS
      for (let at = 0; at < batch.numRows && rows.length < MOST_ROWS; at++)
        rows.push(vectors.map(vector => plain(vector?.get(at), vector?.type)))
      if (isCut) break
    }
    if (columns.length === 0) columns = reader.schema?.fields.map(({ name }) => name) ?? []
    return { columns, rows, isCut }
  }
}

/** Times come as milliseconds, lists as vectors of Arrow, large numbers as big integers. */
function plain(value: unknown, type: unknown): unknown {
  if (value === null || value === undefined) return null
  if (/^(Timestamp|Date)/.test(String(type)))
    return new Date(Number(value)).toISOString().replace('.000Z', 'Z')
  if (typeof value === 'bigint') return Number(value)
  if (typeof value === 'object') return JSON.stringify(value)
  return value
}
