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
      const kind = tree.kindOf(node)
      const words = modifiersOf(tree, node)
      if (!isPublic(words, place.isOpen)) continue
      const isDocumented = doc !== null && hasSentence(tree.textOf(doc))
      const line = lineOf(tree, node)
      const typeKind = TYPES[kind]
      if (typeKind !== undefined) {
        const name = place.scope + tree.childText(node, 'name')
        found.push({ name, kind: typeKind, line, isDocumented })
        const body = tree.child(node, 'body')
        const isOpen = kind === 'interface_declaration' || kind === 'annotation_type_declaration'
        if (body !== null && name.length < 500) waiting.push({ body, scope: `${name}.`, isOpen })
      } else if (MEMBERS.has(kind)) {
        const name = place.scope + tree.childText(node, 'name')
        if (!words.has('@Override')) found.push({ name, kind: 'method', line, isDocumented })
      } else if (isConstant(kind, words)) {
        for (const each of tree.childrenOfKind(node, 'variable_declarator')) {
          const name = place.scope + tree.childText(each, 'name')
          found.push({ name, kind: 'constant', line: tree.lineOf(each), isDocumented })
        }
      }
    }
  return found.sort((a, b) => a.line - b.line)
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
