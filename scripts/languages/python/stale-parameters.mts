/** Which parameters do docstrings name that their functions do not have? Google, NumPy and reST sections, as PEP 257 linters read them. */

import type { StaleParameter } from '../../core/facts.mts'
import { isTypeName, sameName } from '../doc-tags.mts'
import type { NodeIndex, Syntax } from '../tree/syntax.mts'
import { docstringOf } from './symbols.mts'

interface Named {
  readonly name: string
  /** Lines below the first line of the docstring. */
  readonly row: number
}

const LONGEST_DOCSTRING = 50_000

export function staleParameters(tree: Syntax): StaleParameter[] {
  return tree.nodesOf(['function_definition', 'class_definition']).flatMap(node => {
    const body = tree.child(node, 'body')
    const doc = body === null ? null : docstringOf(tree, body)
    const text = doc === null ? '' : tree.textOf(doc)
    if (doc === null || !MAY_NAME.test(text) || text.length > LONGEST_DOCSTRING) return []
    const known = parametersOf(tree, node)
    if (known === null) return []
    const line = tree.lineOf(doc)
    return namedIn(text)
      .filter(({ name }) => !known.some(each => sameName(each, name)))
      .map(({ name, row }) => ({
        function: tree.childText(node, 'name'),
        parameter: name,
        line: line + row,
      }))
  })
}

/** Whatever names a parameter has one of these. */
const MAY_NAME = /:(param|parameter|arg|argument)\s|\b(Args|Arguments|Param(eter)?s)\b/

/** Names of all parameters; null where others may come in: `*args`, `**kwargs`, decorators that change the signature. */
function parametersOf(tree: Syntax, node: NodeIndex): string[] | null {
  if (isChanged(tree, node)) return null
  if (tree.kindOf(node) === 'function_definition') return namesOf(tree, node)
  const body = tree.child(node, 'body')
  if (body === null) return null
  const makers = tree.childrenOfKind(body, 'function_definition').filter(each => {
    const name = tree.childText(each, 'name')
    return name === '__init__' || name === '__new__'
  })
  const all = makers.map(each => namesOf(tree, each))
  return all.length === 0 || all.includes(null) ? null : all.flatMap(each => each ?? [])
}

/** Decorators that leave the parameters as they are, by their last word. */
const HARMLESS =
  /^@\s*(\w+\.)*(staticmethod|classmethod|property|abstractmethod|cached_property|lru_cache|cache|contextmanager|asynccontextmanager|override|final|wraps|deprecated|dataclass_transform)\b/

function isChanged(tree: Syntax, node: NodeIndex): boolean {
  const around = tree.parentOf(node)
  return (
    tree.kindOf(around) === 'decorated_definition' &&
    tree.childrenOfKind(around, 'decorator').some(each => !HARMLESS.test(tree.textOf(each)))
  )
}

function namesOf(tree: Syntax, definition: NodeIndex): string[] | null {
  const list = tree.child(definition, 'parameters')
  const names: string[] = []
  for (const each of list === null ? [] : tree.childrenOf(list)) {
    const text = tree.textOf(each)
    if (/^\*+\s*\w/.test(text)) return null
    const name = /^[\p{L}_][\p{L}\p{N}_]*/u.exec(text)?.[0]
    if (name !== undefined) names.push(name)
  }
  return names
}

function namedIn(docstring: string): Named[] {
  const lines = docstring.split(/\r\n|\r|\n/)
  return [...restNames(lines), ...googleNames(lines), ...numpyNames(lines)].filter(
    ({ name }) => IDENTIFIER.test(name) && !isTypeName(name),
  )
}

const IDENTIFIER = /^[\p{L}_][\p{L}\p{N}_]*$/u

/** `:param name:`, `:param type name:`; a list that is set in belongs to the paragraph above it. */
function restNames(lines: readonly string[]): Named[] {
  const depths = lines.slice(1).flatMap(line => (line.trim() === '' ? [] : [indentOf(line)]))
  const depth = Math.min(...depths)
  return lines.flatMap((line, row) => {
    if (row > 0 && indentOf(line) > depth) return []
    const [, words = ''] =
      /^[\s"'rRuU]*:(?:param|parameter|arg|argument)\s+([^:]{1,200}):/.exec(line) ?? []
    const name = words.trim().split(/\s+/).at(-1) ?? ''
    return [{ name, row }]
  })
}

const indentOf = (line: string): number => line.length - line.trimStart().length

/** Entries of `Args:`, as deep as its first one: `name: …`, `name (type): …`. */
function googleNames(lines: readonly string[]): Named[] {
  const found: Named[] = []
  for (let row = 0; row < lines.length; row++) {
    const head = /^(\s*)(Args|Arguments|Parameters|Params):\s*$/.exec(lines[row] ?? '')
    if (head === null) continue
    const outer = head[1]?.length ?? 0
    let depth: number | null = null
    for (row++; row < lines.length; row++) {
      const line = lines[row] ?? ''
      if (line.trim() === '') continue
      const indent = indentOf(line)
      if (indent <= outer) break
      depth ??= indent
      const name = /^([\p{L}_][\p{L}\p{N}_]*)\s*(\([^()]*(\([^()]*\)[^()]*)*\))?\s*:(\s|$)/u.exec(
        line.trimStart(),
      )?.[1]
      if (indent === depth && name !== undefined && !REMARKS.test(name)) found.push({ name, row })
    }
    row--
  }
  return found
}

/** Words that begin a remark where one is not indented as it should be. */
const REMARKS = /^(note|notes|default|defaults|example|examples|see|todo|warning|or|and|e|i|if)$/i

/** Entries below an underlined `Parameters`, as far left as it stands: `name : type`, `a, b : type`. */
function numpyNames(lines: readonly string[]): Named[] {
  const found: Named[] = []
  for (let row = 0; row + 1 < lines.length; row++) {
    const head = /^(\s*)(Other )?Parameters\s*$/.exec(lines[row] ?? '')
    if (head === null || !isUnderline(lines[row + 1])) continue
    const outer = head[1]?.length ?? 0
    for (row += 2; row < lines.length; row++) {
      const line = lines[row] ?? ''
      if (isUnderline(lines[row + 1])) break
      if (line.trim() === '' || indentOf(line) !== outer) continue
      const [, words = ''] = /^([^:]{1,200}?)\s+:(\s|$)/.exec(line.trim()) ?? []
      for (const name of words.split(',').map(each => each.trim())) found.push({ name, row })
    }
    row--
  }
  return found
}

const isUnderline = (line: string | undefined): boolean => /^\s*-{3,}\s*$/.test(line ?? '')
