/** What do the application's own settings say? Its name, and the path in front of all its routes. */

import { isFields } from '../../../core/untyped.mts'
import { parseSharedYaml } from '../../../formats/parse.mts'

export interface Settings {
  readonly name: string | null
  /** '' or a path. */
  readonly base: string
  /** Whether they say how many requests Micrometer traces. */
  readonly isSampled: boolean
}

const FILE = /^src\/main\/resources\/(config\/)?application\.(properties|ya?ml)$/

const BASES = ['server.servlet.context-path', 'spring.webflux.base-path']

const DEEPEST = 10

/** @param texts Of the module, by path within it. */
export function settingsIn(texts: readonly (readonly [path: string, text: string])[]): Settings {
  const values = new Map<string, string>()
  for (const [path, text] of texts)
    if (FILE.test(path))
      for (const [key, value] of path.endsWith('properties') ? properties(text) : yaml(text))
        values.set(key.replace(/contextPath$/, 'context-path'), value)
  const base = BASES.map(key => values.get(key)).find(value => value !== undefined) ?? ''
  return {
    name: values.get('spring.application.name') ?? null,
    isSampled: values.has('management.tracing.sampling.probability'),
    base: /^\/[\w\-./]*$/.test(base) ? base.replace(/\/+$/, '') : '',
  }
}

function properties(text: string): [string, string][] {
  const [first = ''] = text.split(/^#---/m)
  return first.split(/\r\n|\r|\n/).flatMap((line): [string, string][] => {
    const [, key = '', value = ''] = /^\s*([\w.-]+)\s*[=:]\s*(.*)$/.exec(line) ?? []
    return key === '' ? [] : [[key, value.trim()]]
  })
}

/** Of the first document: later ones hold for some profiles only. */
function yaml(text: string): [string, string][] {
  const [first = ''] = text.replace(/^---.*\r?\n/, '').split(/^---/m)
  // Maven fills these in; YAML itself would not read them.
  const parsed = parseSharedYaml(first.replace(/@[\w.-]+@/g, 'filled'))
  return typeof parsed === 'string' ? [] : flat('', parsed.fields, DEEPEST)
}

function flat(prefix: string, value: unknown, depth: number): [string, string][] {
  if (typeof value === 'string') return [[prefix, value]]
  if (!isFields(value) || depth === 0) return []
  return Object.entries(value).flatMap(([key, each]) =>
    flat(prefix === '' ? key : `${prefix}.${key}`, each, depth - 1),
  )
}
