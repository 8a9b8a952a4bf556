/** What does a Java file open to other packages, and is there a sentence about it? */

import type { SymbolFacts } from '../../core/facts.mts'
import type { NodeIndex, Syntax } from '../tree/syntax.mts'

/** Line of a declaration without the annotations above it. */
export function lineOf(tree: Syntax, node: NodeIndex): number {
  for (const child of tree.childrenOf(node)) {
    if (tree.kindOf(child) !== 'modifiers') return tree.lineOf(child)
    for (const modifier of tree.childrenOf(child))
      if (tree.kindOf(modifier).startsWith("'")) return tree.lineOf(modifier)
  }
  return tree.lineOf(node)
}

const TYPES: Readonly<Record<string, SymbolFacts['kind']>> = {
  class_declaration: 'class',
  record_declaration: 'class',
  enum_declaration: 'type',
  interface_declaration: 'type',
  annotation_type_declaration: 'type',
}

const MEMBERS = new Set([
  'method_declaration',
  'constructor_declaration',
  'compact_constructor_declaration',
  'annotation_type_element_declaration',
])

interface Place {
  readonly body: NodeIndex
  readonly scope: string
  /** Members of interfaces and annotations are public unless they say otherwise. */
  readonly isOpen: boolean
}

/** Depth costs no stack: types within types wait in a list. */
export function symbols(tree: Syntax): SymbolFacts[] {
  const found: SymbolFacts[] = []
  const waiting: Place[] = [{ body: 0, scope: '', isOpen: false }]
  for (let place = waiting.pop(); place !== undefined; place = waiting.pop())
    for (const { node, doc } of membersOf(tree, place.body)) {
      const words = modifiersOf(tree, node)
      if (!isPublic(words, place.isOpen)) continue
      const isDocumented = doc !== null && hasSentence(tree.textOf(doc))
      found.push(...symbolsOf(tree, node, words, place.scope, isDocumented))
      const within = withinType(tree, node, place.scope)
      if (within !== null) waiting.push(within)
    }
  return found.sort((a, b) => a.line - b.line)
}

/** One for a type or a method, one for each name of a constant. */
function symbolsOf(
  tree: Syntax,
  node: NodeIndex,
  words: ReadonlySet<string>,
  scope: string,
  isDocumented: boolean,
): readonly SymbolFacts[] {
  const nodeKind = tree.kindOf(node)
  if (isConstant(nodeKind, words))
    return [...tree.childrenOfKind(node, 'variable_declarator')].map(each => ({
      name: scope + tree.childText(each, 'name'),
      kind: 'constant',
      line: tree.lineOf(each),
      isDocumented,
    }))
  const isMethod = MEMBERS.has(nodeKind) && !words.has('@Override')
  const kind = TYPES[nodeKind] ?? (isMethod ? 'method' : null)
  if (kind === null) return []
  const name = scope + tree.childText(node, 'name')
  return [{ name, kind, line: lineOf(tree, node), isDocumented }]
}

/** Where the members of a type stand; null where the node is none, or nested beyond reason. */
function withinType(tree: Syntax, node: NodeIndex, scope: string): Place | null {
  const kind = tree.kindOf(node)
  const body = TYPES[kind] === undefined ? null : tree.child(node, 'body')
  if (body === null) return null
  const name = scope + tree.childText(node, 'name')
  if (name.length >= 500) return null
  const isOpen = kind === 'interface_declaration' || kind === 'annotation_type_declaration'
  return { body, scope: `${name}.`, isOpen }
}

const isPublic = (words: ReadonlySet<string>, isOpen: boolean): boolean =>
  words.has('public') || words.has('protected') || (isOpen && !words.has('private'))

const isConstant = (kind: string, words: ReadonlySet<string>): boolean =>
  kind === 'constant_declaration' ||
  (kind === 'field_declaration' && words.has('public') && words.has('static') && words.has('final'))

/** Declarations in a body, each with the doc comment before it. */
function* membersOf(
  tree: Syntax,
  body: NodeIndex,
): Generator<{ node: NodeIndex; doc: NodeIndex | null }> {
  let doc: NodeIndex | null = null
  const lists = [body]
  for (let list = lists.pop(); list !== undefined; list = lists.pop())
    for (const node of tree.childrenOf(list)) {
      const kind = tree.kindOf(node)
      if (kind === 'block_comment' && tree.text.startsWith('/**', tree.startOf(node))) doc = node
      else if (kind === 'enum_body_declarations') lists.push(node)
      else if (kind !== 'block_comment' && kind !== 'line_comment') {
        yield { node, doc }
        doc = null
      }
    }
}

/** `public`, `static` … and annotations with their `@`. */
function modifiersOf(tree: Syntax, node: NodeIndex): ReadonlySet<string> {
  const modifiers = tree.child(node, 'modifiers')
  if (modifiers === null) return new Set()
  return new Set([...tree.childrenOf(modifiers)].map(each => tree.textOf(each).slice(0, 40)))
}

/** A word that is no tag, no name that a tag introduces, and no note on author or version. */
function hasSentence(comment: string): boolean {
  const words = comment
    .slice(3, 10_000)
    .replace(/@(author|version|since|see|serial\w*)\b.*/g, ' ')
    .replace(/@(param|throws|exception)\s+\S*/g, ' ')
    .replace(/@(?!inheritDoc)\w+/g, ' ')
  return /\p{L}/u.test(words)
}
