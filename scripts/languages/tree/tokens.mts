/** What are the tokens of a file, and on which lines is code and comment? The leaves of its tree, what is one token taken whole. */

import type { TokenFacts } from '../../core/facts.mts'
import { hash32, type LineRange, lineOf } from '../text.mts'
import type { NodeIndex, Syntax } from './syntax.mts'

/** What a kind of node is to a reader of tokens. */
export const ROLE = { none: 0, comment: 1, whole: 2, layout: 3 } as const

/** Nodes that count in another way than their kind says, each in reading order. */
export interface Exceptions {
  /** Comments to us. */
  readonly dropped: readonly NodeIndex[]
  /** No part of copied code. */
  readonly boilerplate: readonly NodeIndex[]
  /** No part of any number. */
  readonly aside: readonly NodeIndex[]
}

export interface Tokens {
  readonly tokens: TokenFacts
  readonly code: readonly LineRange[]
  readonly comments: readonly LineRange[]
}

/** `roles` is a `ROLE` for each number of a kind. */
export function readTokens(tree: Syntax, roles: Uint8Array, exceptions: Exceptions): Tokens {
  const { count, kind, start, end, after } = tree.columns
  const hashes = new Uint32Array(count)
  const at = new Uint32Array(count)
  const code: LineRange[] = []
  const comments: LineRange[] = []
  const dropped = new Set(exceptions.dropped)
  const aside = new Set(exceptions.aside)
  const copied = new Outside(exceptions.boilerplate, after)
  const lines = new LineCursor(tree.lines)
  let total = 0
  let marked = 0
  for (let node = 1, next = 0; node < count; node = next) {
    next = after[node] as number
    if (aside.has(node)) continue
    const isCopied = copied.has(node)
    const role = roles[kind[node] as number] as number
    const isDropped = dropped.has(node)
    if (next !== node + 1 && role === ROLE.none && !isDropped) {
      next = node + 1
      continue
    }
    const from = start[node] as number
    const to = end[node] as number
    if (role === ROLE.layout || isBlank(tree.text, from, to)) continue
    const line = lines.at(from)
    if (role === ROLE.comment || isDropped) {
      comments.push([line, lines.isEnd(to) ? line : lineOf(tree.lines, to - 1)])
      continue
    }
    // A part of a string that ends with a line break ends where the quotes are that close it.
    const last = lines.isEnd(to) ? line : lineOf(tree.lines, to)
    if (marked !== last) code.push([line, last])
    marked = last
    if (!isCopied) continue
    hashes[total] = hash32(tree.text, from, to)
    at[total++] = line
  }
  return { tokens: { hashes: hashes.slice(0, total), lines: at.slice(0, total) }, code, comments }
}

/** Lines of offsets that only grow. */
class LineCursor {
  private readonly starts: Uint32Array
  private line = 1

  constructor(starts: Uint32Array) {
    this.starts = starts
  }

  at(offset: number): number {
    while (this.line < this.starts.length && this.next() <= offset) this.line++
    return this.line
  }

  /** Whether what begins on this line and ends before `to` ends on it. */
  isEnd(to: number): boolean {
    return this.line >= this.starts.length || this.next() >= to
  }

  private next(): number {
    return this.starts[this.line] as number
  }
}

/** Which nodes, asked in reading order, lie outside all of these? */
class Outside {
  private readonly nodes: readonly NodeIndex[]
  private readonly after: Uint32Array
  private next = 0
  private from = 0

  constructor(nodes: readonly NodeIndex[], after: Uint32Array) {
    this.nodes = nodes
    this.after = after
  }

  has(node: NodeIndex): boolean {
    for (; (this.nodes[this.next] ?? Number.POSITIVE_INFINITY) <= node; this.next++)
      this.from = Math.max(this.from, this.after[this.nodes[this.next] as NodeIndex] as number)
    return node >= this.from
  }
}

function isBlank(text: string, from: number, to: number): boolean {
  for (let at = from; at < to; at++) if (text.charCodeAt(at) > 32) return false
  return true
}
