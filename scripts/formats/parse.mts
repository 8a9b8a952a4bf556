/** How is text of another tool turned into plain values without trusting it? Limits first, then a library. */

import { FAILSAFE_SCHEMA, loadAll } from 'js-yaml'
import { parse as parseToml } from 'smol-toml'
import { parseAllDocuments } from 'yaml'
import { type Fields, isFields } from '../core/untyped.mts'

/** Parsed fields, or one sentence on why there are none. */
type Parsed = { readonly fields: Fields } | string

const MEGABYTE = 1024 * 1024

const guarded = (kind: string, largest: number, parse: (text: string) => unknown) => {
  return (text: string): Parsed => {
    if (text.length > largest)
      return `It is over ${largest / MEGABYTE} MB, too large to be read as ${kind}.`
    try {
      const value = parse(text.replace(/^\ufeff/, ''))
      return isFields(value) ? { fields: value } : `It is ${kind}, but holds no table of entries.`
    } catch (error) {
      return `It is not valid ${kind}: ${firstLine(error)}.`
    }
  }
}

/** How many texts are remembered: enough for the locks of one project, a bound on what many releases leave behind. */
const REMEMBERED = 4

/** Slow parsers are asked once for a text: a change mostly leaves its baseline's locks as they were. */
function remembering(parse: (text: string) => Parsed): (text: string) => Parsed {
  const latest = new Map<string, Parsed>()
  return text => {
    const parsed = latest.get(text) ?? parse(text)
    latest.delete(text)
    latest.set(text, parsed)
    const [oldest] = latest.keys()
    if (latest.size > REMEMBERED && oldest !== undefined) latest.delete(oldest)
    return parsed
  }
}

export const parseJson = guarded('JSON', 64 * MEGABYTE, text => JSON.parse(text))

export const parseTomlTable = remembering(guarded('TOML', 16 * MEGABYTE, text => parseToml(text)))

const LARGEST_YAML = 16 * MEGABYTE
/** Its parser is ten times slower, above all over what is no YAML. */
const LARGEST_SHARED_YAML = 5 * MEGABYTE

/**
 * What programs write, quickly. Every scalar stays the text it is (a version 1.10 is no number) and aliases
 * are refused. Of several documents the last is read: pnpm writes what concerns itself before the project's.
 */
export const parseYaml = remembering(
  guarded('YAML', LARGEST_YAML, text =>
    loadAll(text, { schema: FAILSAFE_SCHEMA, json: true, maxAliases: 0 }).at(-1),
  ),
)

/** What people write, who name a part once and use it a few times: aliases count as what they stand for. */
export const parseSharedYaml = guarded('YAML', LARGEST_SHARED_YAML, text => {
  const documents = parseAllDocuments(text, {
    schema: 'failsafe',
    uniqueKeys: false,
    prettyErrors: false,
    logLevel: 'error',
  })
  const last = documents.at(-1)
  if (last === undefined || !('contents' in last)) return undefined
  if (last.errors[0] !== undefined) throw last.errors[0]
  return last.toJS({ maxAliasCount: 100 })
})

/** A library's message, first line only, without its own full stop or anything unprintable. */
function firstLine(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error)
  const line = message.split('\n', 1)[0] ?? ''
  return line
    .slice(0, 160)
    .replace(/[^\x20-\x7e]/g, '?')
    .replace(/[.:\s]+$/, '')
}
