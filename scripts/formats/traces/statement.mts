/** Which query is this, without what was asked for? A statement's shape: every value in it becomes a question mark. */

const LONGEST = 500

/** Far more than a shape needs; the rest of a statement this long is rows of values. */
const LONGEST_READ = 8192

const SQL_VERB =
  /^[\s(]*(?:select|insert|update|delete|with|merge|replace|upsert|call|exec|execute|begin|commit|rollback|savepoint|release|start|pragma|explain|create|alter|drop|truncate|declare|fetch|close|show|values|analyze|vacuum|copy|lock)\b/i

const COMMENT = /\/\*[\s\S]*?(?:\*\/|$)|--[^\n]*|(?<=^|\s)#[^\n]*/g

const DOLLAR_QUOTED = /\$(\w*)\$[\s\S]*?(?:\$\1\$|$)/g

const SINGLE_QUOTED =
  /\b[NEBXnebx]?'(?:[^'\\]|''|\\[\s\S])*(?:'|$)|'(?:[^'\\]|''|\\[\s\S])*(?:'|$)/g

const DOUBLE_QUOTED = /"(?:[^"\\]|""|\\[\s\S])*(?:"|$)/g

/** $1, :name, @name, %s, %(name)s and ?: where a value goes that was sent apart from the statement. */
const PLACEHOLDER = /\$\d+|(?<!:):[A-Za-z_]\w*|@\w+|%s|%\(\w+\)s|\?\d*/g

const NUMBER = /(?<![\w.])[-+]?(?:0x[0-9a-f]+|\d+(?:\.\d+)?(?:e[-+]?\d+)?)(?![\w.])/gi

/** MySQL and its kin write text in double quotes; elsewhere those are names. */
const QUOTES_ARE_TEXT = new Set(['mysql', 'mariadb', 'sqlite', 'clickhouse', 'hive', 'spark_sql'])

/** Databases whose statements are no SQL: their keys and documents are data. */
const NOT_SQL =
  /^(?:redis|memcached|mongodb|couchdb|couchbase|dynamodb|aws\.dynamodb|elasticsearch|opensearch|neo4j|etcd|hbase|geode)$/

export const isSql = (statement: string, system: string): boolean =>
  !NOT_SQL.test(system) && SQL_VERB.test(statement.replace(COMMENT, ' '))

/**
 * The shape of an SQL statement, at most 500 characters: comments gone (they may carry a trace id), literals and
 * placeholders `?`, lists of them `(?)`, blanks single. Cut-off statements are safe: an open quote hides the rest.
 */
export function shapeOf(statement: string, system: string): string {
  const isText = QUOTES_ARE_TEXT.has(system)
  return statement
    .slice(0, LONGEST_READ)
    .replace(COMMENT, ' ')
    .replace(DOLLAR_QUOTED, '?')
    .replace(SINGLE_QUOTED, '?')
    .replace(DOUBLE_QUOTED, quoted => (isName(quoted, isText) ? quoted : '?'))
    .replace(PLACEHOLDER, '?')
    .replace(NUMBER, '?')
    .replace(/\(\s*\?(?:\s*,\s*\?)+\s*\)/g, '(?)')
    .replace(/\(\?\)(?:\s*,\s*\(\?\))+/g, '(?)')
    .replace(/\s+/g, ' ')
    .trim()
    .slice(0, LONGEST)
}

/** SQLite reads both ways: a plain word in quotes is a column there. */
const isName = (quoted: string, isText: boolean) =>
  isText ? /^"[a-z_]{1,40}"$/.test(quoted) : /^"[A-Za-z_][\w$.-]{0,80}"$/.test(quoted)

/** Whether values were sent apart from the statement, so that the text alone does not say what was asked. */
export function hasPlaceholders(statement: string): boolean {
  const bare = statement
    .slice(0, LONGEST_READ)
    .replace(COMMENT, ' ')
    .replace(DOLLAR_QUOTED, ' ')
    .replace(SINGLE_QUOTED, ' ')
    .replace(DOUBLE_QUOTED, ' ')
  return bare.search(PLACEHOLDER) !== -1
}
