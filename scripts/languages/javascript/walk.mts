/** How is a syntax tree of any depth walked without running out of stack? Left sides in a loop, the rest to a limit. */

import { type Node, visitorKeys } from 'oxc-parser'

/** A tree deeper than people write; the same on every machine, whatever its stack holds. */
const DEEPEST_TREE = 600

export class TooDeep extends Error {
  readonly offset: number
  constructor(offset: number) {
    super('nested too deeply')
    this.offset = offset
  }
}

/** Visits every node once; a node's left side comes after its other parts. Throws TooDeep. */
export abstract class Walk {
  private depth = 0

  /** Called for every node. */
  protected abstract meet(node: Node): void

  /** Called for every node that does not repeat to the left; what it does not visit is not visited. */
  protected abstract enter(node: Node): void

  /** Visits the children, or those under the given keys. */
  protected children(node: Node, keys: readonly string[] = keysOf(node)): void {
    for (const key of keys) {
      const child = partOf(node, key)
      if (Array.isArray(child)) {
        for (const each of child) if (each) this.visit(each)
      } else if (child) this.visit(child)
    }
  }

  /** Sums and call chains are long where nothing else is deep. */
  protected visit(node: Node): void {
    if (++this.depth > DEEPEST_TREE) throw new TooDeep(node.start)
    for (let next: Node | null | undefined = node; next; ) {
      this.meet(next)
      const left: Left | undefined = LEFT.get(next.type)
      if (left === undefined) this.enter(next)
      else this.children(next, left.rest)
      next = left && (partOf(next, left.key) as Node)
    }
    this.depth--
  }
}

/** Names of the parts of a node that are nodes or lists of nodes. */
export const keysOf = (node: Node): readonly string[] => visitorKeys[node.type] ?? []

const partOf = (node: Node, key: string) =>
  (node as unknown as Record<string, Node | (Node | null)[] | null>)[key]

interface Left {
  readonly key: string
  readonly rest: readonly string[]
}

/** Where an expression repeats to the left, and the keys beside it. */
const LEFT: ReadonlyMap<string, Left> = new Map(
  Object.entries({
    BinaryExpression: 'left',
    MemberExpression: 'object',
    CallExpression: 'callee',
    TaggedTemplateExpression: 'tag',
    TSArrayType: 'elementType',
  }).map(([type, key]) => [
    type,
    { key, rest: (visitorKeys[type] ?? []).filter(each => each !== key) },
  ]),
)
