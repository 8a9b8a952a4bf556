/** Which of some nodes stand around another one? Found without climbing a tree that may be as deep as its text is long. */

import type { NodeIndex, Syntax } from './syntax.mts'

export class Enclosing {
  readonly #tree: Syntax
  readonly #nodes: readonly NodeIndex[]
  /** Of each node the one around it, as an index of `#nodes`, or -1. */
  readonly #outer: Int32Array

  /** `nodes` in reading order. */
  constructor(tree: Syntax, nodes: readonly NodeIndex[]) {
    this.#tree = tree
    this.#nodes = nodes
    this.#outer = new Int32Array(nodes.length)
    for (const [index, node] of nodes.entries()) this.#outer[index] = this.#holding(index - 1, node)
  }

  /** Innermost first, the node itself if it is one of them. */
  *around(node: NodeIndex): Generator<NodeIndex> {
    let index = this.#holding(this.#upTo(node), node)
    for (; index !== -1; index = this.#outer[index] as number) yield this.#nodes[index] as NodeIndex
  }

  #holding(from: number, node: NodeIndex): number {
    let index = from
    while (index !== -1 && this.#tree.afterOf(this.#nodes[index] as NodeIndex) <= node)
      index = this.#outer[index] as number
    return index
  }

  /** The last that does not come after the node. */
  #upTo(node: NodeIndex): number {
    let low = 0
    let high = this.#nodes.length
    while (low < high) {
      const middle = (low + high) >>> 1
      if ((this.#nodes[middle] as NodeIndex) <= node) low = middle + 1
      else high = middle
    }
    return low - 1
  }
}
