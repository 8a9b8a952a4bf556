/** How does a Python module hang together with others? What it imports and defines, and which modules it names in texts. */

import type { ExportFacts, ImportFacts, SourceFacts } from '../../core/facts.mts'
import type { NodeIndex, Syntax } from '../tree/syntax.mts'
import { isTransparent, listedNames } from './symbols.mts'

export const IMPORTS = ['import_statement', 'import_from_statement', 'future_import_statement']
const ALL: readonly string[] = ['*']

export function imports(tree: Syntax): ImportFacts[] {
  return tree.nodesOf(IMPORTS).flatMap(node => {
    const place = { line: tree.lineOf(node), when: whenOf(tree, node) }
    return importedBy(tree, node).map(({ source, names }) => ({
      source: source.replace(/\s+/g, ''),
      names,
      ...place,
    }))
  })
}

interface Imported {
  readonly source: string
  readonly names: readonly string[]
}

function importedBy(tree: Syntax, node: NodeIndex): Imported[] {
  const kind = tree.kindOf(node)
  const names = [...tree.childrenOf(node)]
    .filter(each => tree.fieldOf(each) === 'name')
    .map(each => importedName(tree, each))
  if (kind === 'future_import_statement') return [{ source: '__future__', names }]
  if (kind === 'import_statement') return names.map(source => ({ source, names: ALL }))
  const source = tree.childText(node, 'module_name')
  return [{ source, names: names.length === 0 ? ALL : names }]
}

const importedName = (tree: Syntax, node: NodeIndex): string =>
  tree.kindOf(node) === 'aliased_import' ? tree.childText(node, 'name') : tree.textOf(node)

/** A function's import runs with the function; one under `if TYPE_CHECKING` never does. */
function whenOf(tree: Syntax, node: NodeIndex): ImportFacts['when'] {
  for (let around = tree.parentOf(node); around > 0; around = tree.parentOf(around)) {
    const kind = tree.kindOf(around)
    if (kind === 'function_definition') return 'late'
    if (kind !== 'if_statement') continue
    const body = tree.child(around, 'consequence')
    const isInBody = body !== null && body < node && node < tree.afterOf(body)
    if (isInBody && /(^|\.)TYPE_CHECKING$/.test(tree.childText(around, 'condition'))) return 'type'
  }
  return 'load'
}

const WORD = /[\p{L}_][\p{L}\p{N}_]*/gu
/** The same where there is nothing else: in a third of the time. */
const ASCII_WORD = /[A-Za-z_]\w*/g
const BEYOND_ASCII = /[\u0080-\uffff]/
const LONGEST_NAME = 200

/** What the module defines, and texts that name modules (`package.module`, `path/to/module.py`). */
export function offers(tree: Syntax): Pick<SourceFacts, 'exports' | 'mentions' | 'isProgram'> {
  const defined = Map.groupBy(definitions(tree), ({ name }) => name)
  const words = wordCounts(tree.text, defined)
  const listed = listedNames(tree)
  const exports = [...defined].map(([name, sites]): ExportFacts => {
    const isHanded = listed?.has(name) === true || sites.some(({ isDecorated }) => isDecorated)
    return {
      name,
      line: sites[0]?.line ?? 1,
      isType: false,
      local: name,
      from: null,
      isUsedHere: isHanded || (words.get(name) ?? 0) > sites.length,
    }
  })
  return { exports, mentions: mentions(tree), isProgram: isProgram(tree) }
}

/** How often each of the names stands in the text. */
function wordCounts(text: string, names: ReadonlyMap<string, unknown>): Map<string, number> {
  const counts = new Map<string, number>()
  if (names.size === 0) return counts
  for (const [word] of text.matchAll(BEYOND_ASCII.test(text) ? WORD : ASCII_WORD))
    if (names.has(word)) counts.set(word, (counts.get(word) ?? 0) + 1)
  return counts
}

interface Definition {
  readonly name: string
  readonly line: number
  readonly isDecorated: boolean
}

/** Functions, classes and constants of the module, those under `if` and `try` included; `__names` are read by tools. */
function definitions(tree: Syntax): Definition[] {
  const found: Definition[] = []
  const add = (name: string, node: NodeIndex, isDecorated: boolean) => {
    if (!name.startsWith('__')) found.push({ name, line: tree.lineOf(node), isDecorated })
  }
  const after = tree.afterOf(0)
  for (let node = 1; node < after; ) {
    const kind = tree.kindOf(node)
    if (kind === 'class_definition' || kind === 'function_definition')
      add(
        tree.childText(node, 'name'),
        node,
        tree.kindOf(tree.parentOf(node)) === 'decorated_definition',
      )
    if (kind === 'assignment' && tree.kindOf(tree.parentOf(node)) === 'expression_statement') {
      const target = tree.child(node, 'left')
      if (target !== null && tree.kindOf(target) === 'identifier')
        add(tree.textOf(target), node, false)
    }
    const isOpen = isTransparent(kind) || OPEN.includes(kind)
    node = isOpen ? node + 1 : tree.afterOf(node)
  }
  return found
}

const OPEN: readonly string[] = ['decorated_definition', 'expression_statement']

/** `package.module:function`, `package.module.Class`, `path/module.py`. */
const DOTTED = /^[\w./-]+(:\w+)?$/

function mentions(tree: Syntax): string[] {
  const texts = tree
    .nodesOf(['string_content'])
    .filter(node => tree.endOf(node) - tree.startOf(node) <= LONGEST_NAME)
    .map(node => tree.textOf(node))
    .filter(text => /\w[./]\w/.test(text) && DOTTED.test(text))
  return [...new Set(texts)]
}

const isProgram = (tree: Syntax): boolean =>
  tree.text.startsWith('#!') || /^if\s+__name__\s*==/m.test(tree.text)
