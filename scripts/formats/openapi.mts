/** Which operations does an OpenAPI (3.x) or Swagger (2.0) document promise? Paths, methods, and where each is written. */

import { type Fields, fields, list, text as textOf } from '../core/untyped.mts'
import { parseJson, parseSharedYaml } from './parse.mts'

interface Operation {
  readonly method: string
  /** As written, below one of the document's bases. */
  readonly path: string
  /** 1-based; 1 where the text has no line of its own for it. */
  readonly line: number
}

export interface OpenApi {
  /** Paths of its servers, '' where it names none. */
  readonly bases: readonly string[]
  readonly operations: readonly Operation[]
  /** Path items that lie in other files: what this document says of them is only where. */
  readonly elsewhere: readonly {
    readonly path: string
    readonly file: string
    readonly line: number
  }[]
}

const METHODS = new Set(['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace'])
const LARGEST_YAML = 4_000_000
const MOST_OPERATIONS = 20_000

/** Whether a text says of itself that it is such a document, judged without parsing it. */
export const isOpenApi = (text: string): boolean =>
  /^[ \t{]*["']?(openapi|swagger)["']?\s*:\s*["']?[23]\.\d/m.test(text) &&
  /["']?paths["']?\s*:/.test(text)

/** The document, or one sentence on why it cannot be read. */
export function readOpenApi(text: string): OpenApi | string {
  const parsed = parsedFields(text)
  if (typeof parsed === 'string') return parsed
  const lines = linesOf(text)
  const operations: Operation[] = []
  const elsewhere: OpenApi['elsewhere'][number][] = []
  for (const [path, item] of Object.entries(fields(parsed.paths))) {
    if (!path.startsWith('/') || operations.length > MOST_OPERATIONS) continue
    const reference = textOf(fields(item).$ref)
    if (reference !== '' && !reference.startsWith('#'))
      elsewhere.push({ path, file: reference.replace(/#.*$/, ''), line: lines(path, '') })
    for (const method of methodsOf(item))
      operations.push({ method: method.toUpperCase(), path, line: lines(path, method) })
  }
  return { bases: basesOf(parsed), operations, elsewhere }
}

/** Methods of a path item in a file of its own; none when it cannot be read. */
export function readPathItem(text: string): readonly string[] {
  const parsed = parsedFields(text)
  return typeof parsed === 'string' ? [] : methodsOf(parsed).map(each => each.toUpperCase())
}

const methodsOf = (item: unknown) => Object.keys(fields(item)).filter(each => METHODS.has(each))

function parsedFields(text: string): Fields | string {
  const isJson = /^\ufeff?\s*\{/.test(text)
  if (!isJson && text.length > LARGEST_YAML) return 'It is over 4 MB, too large to be read as YAML.'
  const parsed = isJson ? parseJson(text) : parseSharedYaml(text)
  return typeof parsed === 'string' ? parsed : parsed.fields
}

function basesOf(document: Fields): readonly string[] {
  const swagger = textOf(document.basePath)
  const servers = list(document.servers).map(each => pathOf(textOf(fields(each).url)))
  const bases = [...servers, ...(swagger === '' ? [] : [swagger])].map(each =>
    each.replace(/\/+$/, ''),
  )
  return [...new Set(bases)].slice(0, 20)
}

const pathOf = (url: string) => url.replace(/^[a-z+]+:\/\/[^/]*/i, '').replace(/[?#].*$/, '')

/** Finds the line of a path and a method by their keys: the parsed document has none. */
function linesOf(text: string): (path: string, method: string) => number {
  const starts = new Map<string, number>()
  const rows = text.split('\n')
  for (const [index, row] of rows.entries()) {
    const path = /^\s*(?:"(\/[^"]*)"|'(\/[^']*)'|(\/[^\s:]*))\s*:/.exec(row.slice(0, 500))
    const key = path?.[1] ?? path?.[2] ?? path?.[3]
    if (key !== undefined && !starts.has(key)) starts.set(key, index)
  }
  return (path, method) => {
    const start = starts.get(path)
    if (start === undefined) return 1
    const key = new RegExp(`^\\s*["']?${method}["']?\\s*:`)
    const isNext = (row: string) => /^\s*["']?\/[^\s]*["']?\s*:/.test(row)
    for (let at = start + 1; method !== '' && at < Math.min(rows.length, start + 2_000); at++) {
      const row = rows[at]?.slice(0, 200) ?? ''
      if (key.test(row)) return at + 1
      if (isNext(row)) break
    }
    return start + 1
  }
}
