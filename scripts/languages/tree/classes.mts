/** Which classes does a syntax tree hold, and what of its object does each of their methods mention? */

import type { ClassDraft, MethodDraft } from '../classes.mts'
import type { NodeIndex, Syntax } from './syntax.mts'

/** What a language calls its classes and what is in them. */
export interface ClassSyntax {
  readonly kinds: readonly string[]
  /** The members of a class: fields by name, methods by node. Null where the class is not all in this file. */
  membersOf(tree: Syntax, node: NodeIndex): Members | null
  /** Names of its own object's members that the node mentions by itself; `own` are those the class declares. */
  mentioned(tree: Syntax, node: NodeIndex, own: ReadonlySet<string>): string | null
  lineOf(tree: Syntax, node: NodeIndex): number
}

export interface Members {
  readonly fields: readonly string[]
  readonly methods: readonly { readonly name: string; readonly node: NodeIndex }[]
}

const LONGEST_NAME = 200

export function classesIn(tree: Syntax, syntax: ClassSyntax): readonly ClassDraft[] {
  const nodes = tree.nodesOf(syntax.kinds)
  const isClass = new Set(nodes)
  const around: { readonly name: string; readonly after: NodeIndex }[] = []
  return nodes.flatMap(node => {
    while ((around.at(-1)?.after ?? Infinity) <= node) around.pop()
    const own = tree.childText(node, 'name')
    const outer = around.at(-1)?.name ?? ''
    const name = (outer === '' ? own : `${outer}.${own}`).slice(0, LONGEST_NAME)
    around.push({ name, after: tree.afterOf(node) })
    const members = syntax.membersOf(tree, node)
    if (members === null) return []
    const known = new Set([...members.fields, ...members.methods.map(each => each.name)])
    const draft: ClassDraft = {
      name,
      line: syntax.lineOf(tree, node),
      endLine: tree.endLineOf(node),
      methods: members.methods.map(method => usesOf(tree, syntax, method, known, isClass)),
    }
    return [draft]
  })
}

/** Classes inside a method have an object of their own. */
function usesOf(
  tree: Syntax,
  syntax: ClassSyntax,
  { name, node }: Members['methods'][number],
  own: ReadonlySet<string>,
  isClass: ReadonlySet<NodeIndex>,
): MethodDraft {
  const uses = new Set<string>()
  const after = tree.afterOf(node)
  for (let inner = node + 1; inner < after; ) {
    if (isClass.has(inner)) {
      inner = tree.afterOf(inner)
      continue
    }
    const used = syntax.mentioned(tree, inner, own)
    if (used !== null) uses.add(used)
    inner++
  }
  return { name, uses }
}
