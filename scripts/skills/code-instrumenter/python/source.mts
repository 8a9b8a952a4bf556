/** What does one Python file import, call and define? Its tree, with names followed to where they come from. */

import { type NodeIndex, Syntax } from '../../../languages/tree/syntax.mts'
import { Grammar } from '../../../languages/tree-sitter.mts'

const KINDS = ['call', 'import_statement', 'import_from_statement', 'class_definition', 'arguments']

const grammar = new Grammar('python')

export interface PythonFile {
  readonly path: string
  readonly oid: string
  readonly tree: Syntax
  /** Local name → dotted origin: `FastAPI` → `fastapi.FastAPI`, `db` → `.models.db`. */
  readonly origins: ReadonlyMap<string, string>
  /** Modules it imports, as written, with their lines. */
  readonly modules: readonly { readonly name: string; readonly line: number }[]
}

/** Null when the text is no Python the grammar knows: nothing is edited that is not understood. */
export async function readPython(
  path: string,
  oid: string,
  text: string,
): Promise<PythonFile | null> {
  await grammar.load(KINDS)
  const tree = grammar.parse(text)
  if (!(tree instanceof Syntax)) return null
  return { path, oid, tree, ...importsOf(tree) }
}

function importsOf(tree: Syntax): Pick<PythonFile, 'origins' | 'modules'> {
  const origins = new Map<string, string>()
  const modules: { name: string; line: number }[] = []
  for (const node of tree.nodesOf(['import_statement', 'import_from_statement'])) {
    const from = tree.childText(node, 'module_name')
    const line = tree.lineOf(node)
    const named = [...tree.childrenOf(node)]
      .filter(child => tree.fieldOf(child) === 'name')
      .map(child => importedAt(tree, child))
    for (const { name } of from === '' ? named : [{ name: from }]) modules.push({ name, line })
    for (const { name, alias } of named) {
      const head = name.split('.', 1)[0] ?? name
      if (alias === null && from === '') origins.set(head, head)
      else origins.set(alias ?? name, joined(from, name))
    }
  }
  return { origins, modules }
}

function importedAt(tree: Syntax, node: NodeIndex) {
  return tree.kindOf(node) === 'aliased_import'
    ? { name: tree.childText(node, 'name'), alias: tree.childText(node, 'alias') }
    : { name: tree.textOf(node), alias: null }
}

const joined = (from: string, name: string) =>
  from === '' ? name : from.endsWith('.') ? from + name : `${from}.${name}`

/** Where the dotted name in this file comes from: `flask.Flask` for `Flask`; itself when it is not imported. */
export function originOf({ origins }: PythonFile, dotted: string): string {
  const [head = '', ...rest] = dotted.split('.')
  return [origins.get(head) ?? head, ...rest].join('.')
}

export interface Call {
  readonly node: NodeIndex
  /** What is called, as written. */
  readonly callee: string
  readonly positional: readonly NodeIndex[]
  readonly named: ReadonlyMap<string, NodeIndex>
}

export function callsIn({ tree }: PythonFile): Call[] {
  return tree.nodesOf(['call']).map(node => callAt(tree, node))
}

function callAt(tree: Syntax, node: NodeIndex): Call {
  const positional: NodeIndex[] = []
  const named = new Map<string, NodeIndex>()
  const given = tree.child(node, 'arguments')
  if (given !== null && tree.kindOf(given) === 'argument_list')
    for (const child of tree.childrenOf(given)) {
      const kind = tree.kindOf(child)
      if (kind === 'keyword_argument') {
        const value = tree.child(child, 'value')
        if (value !== null) named.set(tree.childText(child, 'name'), value)
      } else if (!kind.startsWith("'") && kind !== 'comment') positional.push(child)
    }
  return { node, callee: tree.childText(node, 'function'), positional, named }
}

/** The statement a node stands in: the child of a block or of the module. */
export function statementOf(tree: Syntax, node: NodeIndex): NodeIndex {
  let at = node
  for (let parent = tree.parentOf(at); parent > 0; parent = tree.parentOf(at)) {
    if (tree.kindOf(parent) === 'block') break
    at = parent
  }
  return at
}

/** White space before the statement on its line; null when something else shares a line with it. */
export function indentOf({ text }: Syntax, start: number, end: number): string | null {
  const from = Math.max(text.lastIndexOf('\n', start - 1), text.lastIndexOf('\r', start - 1)) + 1
  const before = text.slice(from, start)
  const after = /^[^\r\n]*/.exec(text.slice(end))?.[0] ?? ''
  return /^[ \t\f]*$/.test(before) && /^\s*(#.*)?$/.test(after) ? before : null
}

/** Where the line after this offset begins; the text's end when there is none. */
export function nextLine(text: string, offset: number): number {
  const end = /\r\n|\r|\n/g
  end.lastIndex = offset
  const found = end.exec(text)
  return found === null ? text.length : found.index + found[0].length
}

export function lineStart(text: string, offset: number): number {
  return Math.max(text.lastIndexOf('\n', offset - 1), text.lastIndexOf('\r', offset - 1)) + 1
}
