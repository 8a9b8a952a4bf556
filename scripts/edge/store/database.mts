/** Which DuckDB do we talk to? One in memory, small, that reaches nothing but the folders it is given. */

import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  type DuckDBConnection,
  DuckDBInstance,
  type DuckDBPreparedStatement,
  StatementType,
} from '@duckdb/node-api'
import { reasonOf, UserFault } from '../../core/fault.mts'
import { globbed, literals } from './sql.mts'
import { type Cell, cellOf } from './values.mts'

/** What `$1` may stand for. */
export type Param = string | number | boolean | null

export interface Answer {
  readonly columns: readonly { readonly name: string; readonly type: string }[]
  readonly rows: readonly (readonly Cell[])[]
}

export interface Database {
  /** Ours: no limits, no answer but the rows. */
  run(sql: string, params?: readonly string[]): Promise<readonly (readonly Cell[])[]>
  /** Ours: the first column of the rows as they come, some at a time. */
  texts(sql: string, params: readonly string[]): AsyncIterable<readonly string[]>
  /** Anybody's: nothing that writes a file, at most `ROW_LIMIT` rows. */
  ask(sql: string, params?: readonly Param[]): Promise<Answer>
  /** Makes the question being answered fail. */
  interrupt(): void
  close(): void
}

/** Rows of one answer; beyond it a question is better asked of a `.duckdb` file of one's own. */
const ROW_LIMIT = 200_000

const WRITES_FILES: ReadonlySet<StatementType> = new Set([
  StatementType.COPY,
  StatementType.EXPORT,
  StatementType.ATTACH,
  StatementType.LOAD,
])

/** `folders`: absolute paths of all that may be read or written. */
export async function openDatabase(folders: readonly string[]): Promise<Database> {
  const instance = await DuckDBInstance.create(':memory:', {
    threads: '2',
    memory_limit: '1GB',
    temp_directory: join(tmpdir(), `shipworthy-${process.pid}.spill`),
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
  })
  const connection = await instance.connect()
  const reachable = literals(folders.flatMap(folder => [folder, globbed(folder)]))
  await connection.run(`SET allowed_directories = ${reachable}`)
  await connection.run("SET enable_external_access = false; SET TimeZone = 'UTC'")
  await connection.run('SET lock_configuration = true')
  return {
    async run(sql, params = []) {
      const reader = await connection.runAndReadAll(sql, [...params])
      return reader.getRows().map(row => row.map(cellOf))
    },
    texts: (sql, params) => texts(connection, sql, params),
    ask: (sql, params = []) => ask(connection, sql, params),
    interrupt: () => connection.interrupt(),
    close() {
      connection.closeSync()
      instance.closeSync()
    },
  }
}

async function* texts(connection: DuckDBConnection, sql: string, params: readonly string[]) {
  try {
    const result = await connection.stream(sql, [...params])
    for (let some = await result.fetchChunk(); some?.rowCount; some = await result.fetchChunk())
      yield some.getColumnValues(0).map(String)
  } catch (error) {
    throw new UserFault(`The history cannot be read: ${reasonOf(error)}`)
  }
}

async function ask(
  connection: DuckDBConnection,
  sql: string,
  params: readonly Param[],
): Promise<Answer> {
  if (isEmpty(sql)) throw new UserFault('There is no question: write SQL, such as `FROM trend`.')
  try {
    const statements = await connection.extractStatements(sql)
    let answer: Answer = { columns: [], rows: [] }
    for (let index = 0; index < statements.count; index++)
      answer = await askOne(await statements.prepare(index), params)
    return answer
  } catch (error) {
    if (error instanceof UserFault) throw error
    const reason = reasonOf(error).replace('Failed to extract statements: ', '')
    throw new UserFault(`The question could not be answered: ${reason}`)
  }
}

async function askOne(
  statement: DuckDBPreparedStatement,
  params: readonly Param[],
): Promise<Answer> {
  if (WRITES_FILES.has(statement.statementType))
    throw new UserFault(
      'The history is only read here: `--open FILE` writes a database of your own.',
    )
  statement.bind(params.slice(0, statement.parameterCount))
  const reader = await statement.runAndReadUntil(ROW_LIMIT + 1)
  if (reader.currentRowCount > ROW_LIMIT)
    throw new UserFault(
      `The answer has more than ${ROW_LIMIT.toLocaleString('en')} rows: aggregate, add a LIMIT, or write a database of your own with \`--open FILE\`.`,
    )
  const types = reader.columnTypes()
  return {
    columns: reader
      .deduplicatedColumnNames()
      .map((name, index) => ({ name, type: String(types[index]) })),
    rows: reader.getRows().map(row => row.map(cellOf)),
  }
}

/** Nothing but space, comments and semicolons. */
const isEmpty = (sql: string) =>
  /^(?:[\s;]|--[^\n]*(?:\n|$)|\/\*(?:[^*]|\*(?!\/))*\*\/)*$/.test(sql)
