/** What does a parsed text consist of? Its syntax tree as flat arrays in reading order: no recursion, no node objects. */

import { lineOf } from '../text.mts'

/** A node is its index in reading order; the root is 0. */
export type NodeIndex = number

export interface Columns {
  /** Number of nodes. */
  readonly count: number
  /** Index into `kinds`. */
  readonly kind: Uint16Array
  /** Index into `fields`, 0 for none. */
  readonly field: Uint16Array
  /** Offsets in UTF-16 units, the end exclusive. */
  readonly start: Uint32Array
  readonly end: Uint32Array
  readonly parent: Int32Array
  /** The first node that is no longer inside this one. */
  readonly after: Uint32Array
}

export class Syntax {
  readonly text: string
  /** Offsets at which lines start. */
  readonly lines: Uint32Array
  readonly columns: Columns
  /** Names of node kinds; a bare token is in quotes: `'if'`. */
  readonly kinds: readonly string[]
  readonly fields: readonly (string | null)[]

  constructor(
    text: string,
    lines: Uint32Array,
    columns: Columns,
    kinds: readonly string[],
    fields: readonly (string | null)[],
  ) {
    this.text = text
    this.lines = lines
    this.columns = columns
    this.kinds = kinds
    this.fields = fields
  }

  kindOf(node: NodeIndex): string {
    return this.kinds[this.columns.kind[node] as number] as string
  }

  /** Its role in its parent: `body`, `condition` … */
  fieldOf(node: NodeIndex): string | null {
    return this.fields[this.columns.field[node] as number] ?? null
  }

  /** -1 for the root. */
  parentOf(node: NodeIndex): NodeIndex {
    return this.columns.parent[node] as number
  }

  afterOf(node: NodeIndex): NodeIndex {
    return this.columns.after[node] as number
  }

  startOf(node: NodeIndex): number {
    return this.columns.start[node] as number
  }

  endOf(node: NodeIndex): number {
    return this.columns.end[node] as number
  }

  textOf(node: NodeIndex): string {
    return this.text.slice(this.startOf(node), this.endOf(node))
  }

  /** 1-based line on which it starts. */
  lineOf(node: NodeIndex): number {
    return lineOf(this.lines, this.startOf(node))
  }

  /** 1-based line of its last character that is not blank. */
  endLineOf(node: NodeIndex): number {
    let last = this.endOf(node) - 1
    while (last > this.startOf(node) && this.text.charCodeAt(last) <= 32) last--
    return lineOf(this.lines, last)
  }

  *childrenOf(node: NodeIndex): Generator<NodeIndex> {
    const after = this.afterOf(node)
    for (let child = node + 1; child < after; child = this.afterOf(child)) yield child
  }

  /** First child in this role, else first child of this kind. */
  child(node: NodeIndex, fieldOrKind: string): NodeIndex | null {
    let ofKind: NodeIndex | null = null
    for (const child of this.childrenOf(node)) {
      if (this.fieldOf(child) === fieldOrKind) return child
      if (ofKind === null && this.kindOf(child) === fieldOrKind) ofKind = child
    }
    return ofKind
  }

  childrenOfKind(node: NodeIndex, kind: string): NodeIndex[] {
    return [...this.childrenOf(node)].filter(child => this.kindOf(child) === kind)
  }

  /** Every node of one of these kinds, in reading order. */
  nodesOf(kinds: readonly string[]): NodeIndex[] {
    const isWanted = wanted(this.kinds, kinds)
    const { count, kind } = this.columns
    const found: NodeIndex[] = []
    for (let node = 0; node < count; node++)
      if (isWanted[kind[node] as number] === 1) found.push(node)
    return found
  }

  /** Text of the child in this role or of this kind, '' when there is none. */
  childText(node: NodeIndex, fieldOrKind: string): string {
    const child = this.child(node, fieldOrKind)
    return child === null ? '' : this.textOf(child)
  }
}

const numbers = new WeakMap<readonly string[], ReadonlyMap<string, readonly number[]>>()

/** 1 for the numbers of these kinds; all numbers of a grammar's kinds are looked through only once. */
function wanted(all: readonly string[], kinds: readonly string[]): Uint8Array {
  const numbersOf = numbers.get(all) ?? Map.groupBy(all.keys(), number => all[number] as string)
  numbers.set(all, numbersOf)
  const isWanted = new Uint8Array(all.length)
  for (const kind of kinds) for (const number of numbersOf.get(kind) ?? []) isWanted[number] = 1
  return isWanted
}
