/** How is the history asked? One session for all pages; no text that comes back can mislead a reader. */

import { openHistory } from '#history'
import { options } from './options.mts'

const history = await openHistory(options.data)

/** Rows of the runs whose ids are `$1`, a list in JSON. */
export const THESE = `run in (select unnest(from_json($1, '["VARCHAR"]')))`

/** Control characters but tab and line feed, direction marks and overrides, the byte-order mark, lone surrogates, what XML has no place for. */
const UNSEEN =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufffe\uffff\ud800-\udfff]/gu

const spelled = (character: string) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`

export async function select<T>(
  sql: string,
  params: readonly string[] = [],
): Promise<readonly T[]> {
  const { columns, rows } = await history.query(sql, params)
  return rows.map(
    row =>
      Object.fromEntries(columns.map(({ name, type }, at) => [name, settled(row[at], type)])) as T,
  )
}

/** A number column holds a number or nothing (NaN comes as text); text holds nothing that misleads the reader. */
function settled(cell: unknown, type: string): unknown {
  if (Array.isArray(cell)) return cell.map(each => settled(each, type.replace(/\[\]$/, '')))
  if (typeof cell !== 'string') return cell ?? null
  return type === 'VARCHAR' ? cell.replace(UNSEEN, spelled) : null
}
