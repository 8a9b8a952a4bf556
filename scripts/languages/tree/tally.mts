/** How tangled is each function? One walk over a tree counts by what the language says its nodes weigh. */

import type { FunctionFacts } from '../../core/facts.mts'
import type { NodeIndex, Syntax } from './syntax.mts'

/** What a kind of node weighs in the dialect of docs/metrics.md. */
export interface Shape {
  /** Added to cyclomatic complexity. */
  readonly decisions?: number
  /** Added to cognitive complexity: one, or one and the nesting around it. */
  readonly cognitive?: 'flat' | 'nested'
  /** Children, by role or kind, that stand one level deeper. */
  readonly bodies?: readonly string[]
  /** What gets deeper in them: cognitive weight, the depth of control flow, or both (when absent). */
  readonly deepens?: 'cognitive' | 'control'
}

/** What a kind of node does beyond weighing: opens a function, is part of a condition … */
export type Rule = (node: NodeIndex, tally: Tally, tree: Syntax) => void

/** Shape and rule of each kind, in the order of `Syntax.kinds`. */
export type Table = readonly ({
  readonly shape: Shape | undefined
  readonly rule: Rule | undefined
} | null)[]

export interface Opened {
  /** Null for one that nothing names. */
  readonly name: string | null
  readonly body: NodeIndex
  /** 1-based line of the declaration, annotations left out. */
  readonly line: number
  readonly parameters: number
  /** What a call of itself is passed to `calls` as; null when it cannot be called by name. */
  readonly call: string | null
  /** Whether its decisions also count in the function around it. */
  readonly joins?: boolean
}

interface Row {
  readonly facts: Omit<FunctionFacts, 'lines' | 'cyclomatic' | 'cognitive' | 'nesting'>
  cyclomatic: number
  cognitive: number
  nesting: number
  /** How many increments grow with nesting. */
  nested: number
  /** Depths at its first line. */
  readonly depth: number
  readonly control: number
  /** The function it is written in. */
  readonly owner: Row | null
  readonly isAnonymous: boolean
  readonly joins: boolean
  readonly call: string | null
  /** The innermost function with a name, itself included. */
  named: Row | null
  /** Where it is declared: functions of one scope and call name cannot be told apart. */
  readonly scope: NodeIndex
  isRecursive: boolean
}

interface Scope {
  readonly node: NodeIndex
  readonly after: NodeIndex
  readonly name: string
  /** The function whose body is in it, and where that body starts. */
  readonly row: Row | null
  readonly body: NodeIndex
  /** What was counted for before it. */
  readonly target: Row | null
}

const LONGEST_NAME = 200
const DEEPEST_SCOPE = 500

/** Functions and classes stand in one another deeper than anybody writes by hand. */
export class TooDeep extends Error {
  /** 1-based. */
  readonly line: number
  constructor(line: number) {
    super('nested too deeply')
    this.line = line
  }
}

export class Tally {
  readonly #tree: Syntax
  readonly #rows: Row[] = []
  readonly #scopes: Scope[] = []
  /** The function that what is read now counts for. */
  #target: Row | null = null
  /** Ends of the regions that are deeper, innermost last. */
  readonly #depth: NodeIndex[] = []
  readonly #control: NodeIndex[] = []
  #undecidedUntil: NodeIndex = 0
  /** Last operator of the run of logical operators that a node belongs to. */
  readonly #runs = new Map<NodeIndex, { operator: string }>()

  constructor(tree: Syntax) {
    this.#tree = tree
  }

  /** @param codeIn Code lines from one line to another, both included. */
  count(table: Table, codeIn: (first: number, last: number) => number): FunctionFacts[] {
    const { count, kind, parent } = this.#tree.columns
    for (let node = 0; node < count; node++) {
      this.#leave(node)
      const top = this.#scopes[this.#scopes.length - 1]
      if (top?.body === node) this.#target = top.row
      const around = table[kind[parent[node] as number] as number]
      if (around?.shape?.bodies !== undefined) this.#enterBody(node, around.shape)
      const entry = table[kind[node] as number]
      if (entry === null || entry === undefined) continue
      if (entry.shape !== undefined) this.#weigh(node, entry.shape)
      entry.rule?.(node, this, this.#tree)
    }
    this.#leave(count)
    return this.#facts(codeIn)
  }

  /** A function begins at this node; it counts from its body on. */
  open(node: NodeIndex, { name, body, line, parameters, call, joins = false }: Opened): void {
    const owner = this.#target
    const isAnonymous = name === null
    const scope = this.#qualified(name ?? '<anonymous>')
    if (isAnonymous) this.deepen(node)
    const row: Row = {
      facts: { name: scope, line, endLine: this.#tree.endLineOf(node), parameters },
      cyclomatic: 1,
      cognitive: 0,
      nesting: 0,
      nested: 0,
      depth: this.#depth.length,
      control: this.#control.length,
      owner,
      isAnonymous,
      joins,
      call,
      named: isAnonymous ? (owner?.named ?? null) : null,
      scope: this.scope ?? -1,
      isRecursive: false,
    }
    if (!isAnonymous) row.named = row
    this.#rows.push(row)
    this.#push(node, scope, row, body)
  }

  /** A class, or another place whose own statements count for no function, begins at this node. */
  openScope(node: NodeIndex, name: string | null): void {
    const outer = this.#scopes[this.#scopes.length - 1]?.name ?? ''
    this.#push(node, name === null ? outer : this.#qualified(name), null, node)
  }

  /** The node of the innermost open function, class or other scope; null at the top of the file. */
  get scope(): NodeIndex | null {
    return this.#scopes[this.#scopes.length - 1]?.node ?? null
  }

  decide(decisions: number, at: NodeIndex): void {
    if (this.#target !== null && at >= this.#undecidedUntil) this.#target.cyclomatic += decisions
  }

  /** Nothing inside this node is a decision. */
  leaveUndecided(node: NodeIndex): void {
    this.#undecidedUntil = Math.max(this.#undecidedUntil, this.#tree.afterOf(node))
  }

  flat(): void {
    if (this.#target !== null) this.#target.cognitive++
  }

  nested(): void {
    const row = this.#target
    if (row === null) return
    row.cognitive += 1 + this.#depth.length - row.depth
    row.nested++
  }

  /** What is inside this node weighs one level more. */
  deepen(node: NodeIndex): void {
    this.#depth.push(this.#tree.afterOf(node))
  }

  /** A logical operation: a decision, and part of a run with the operation it is directly an operand of. */
  logic(node: NodeIndex): void {
    this.decide(1, node)
    this.#runs.set(node, this.#runs.get(this.#tree.parentOf(node)) ?? { operator: '' })
  }

  /** The operator of a logical operation, in reading order: another one than before starts a run. */
  operator(node: NodeIndex): void {
    const run = this.#runs.get(this.#tree.parentOf(node))
    const operator = this.#tree.kindOf(node)
    if (run === undefined || run.operator === operator) return
    run.operator = operator
    this.flat()
  }

  /** Something is called by this name; it is recursion when it names the function around. */
  calls(name: string): void {
    const named = this.#target?.named
    if (named !== null && named !== undefined && named.call === name) named.isRecursive = true
  }

  /** Qualified name of what is declared here. Names are cut so that deep nesting cannot fill the memory. */
  #qualified(name: string): string {
    const outer = this.#scopes[this.#scopes.length - 1]?.name ?? ''
    return (outer === '' ? name : `${outer}.${name}`).slice(0, LONGEST_NAME)
  }

  #push(node: NodeIndex, name: string, row: Row | null, body: NodeIndex): void {
    if (this.#scopes.length >= DEEPEST_SCOPE) throw new TooDeep(this.#tree.lineOf(node))
    const after = this.#tree.afterOf(node)
    this.#scopes.push({ node, after, name, row, body, target: this.#target })
    this.#target = null
  }

  #leave(node: NodeIndex): void {
    const { length } = this.#scopes
    if (length > 0 && (this.#scopes[length - 1] as Scope).after <= node) this.#leaveScopes(node)
    shrink(this.#depth, node)
    shrink(this.#control, node)
  }

  #leaveScopes(node: NodeIndex): void {
    for (;;) {
      const top = this.#scopes[this.#scopes.length - 1]
      if (top === undefined || top.after > node) return
      this.#scopes.pop()
      this.#target = top.target
      if (top.row !== null) handUp(top.row)
    }
  }

  #enterBody(node: NodeIndex, { bodies, deepens }: Shape): void {
    const tree = this.#tree
    const role = tree.fieldOf(node)
    const isBody = (role !== null && bodies?.includes(role)) || bodies?.includes(tree.kindOf(node))
    if (isBody !== true || this.#isElseIf(node)) return
    this.enter(node, deepens)
  }

  /** Control flow leads into this node, or into the next one: what is inside stands one level deeper. */
  enter(node: NodeIndex, deepens?: Shape['deepens']): void {
    const after = this.#tree.afterOf(node)
    if (deepens !== 'control') this.#depth.push(after)
    if (deepens === 'cognitive' || this.#target === null) return
    this.#control.push(after)
    const row = this.#target
    row.nesting = Math.max(row.nesting, this.#control.length - row.control)
  }

  #weigh(node: NodeIndex, { decisions, cognitive }: Shape): void {
    if (decisions !== undefined) this.decide(decisions, node)
    if (cognitive === 'flat') this.flat()
    else if (cognitive === 'nested' && !this.#isElseIf(node)) this.nested()
  }

  /** `else if`: the `else` weighs, the `if` after it neither weighs nor nests. */
  #isElseIf(node: NodeIndex): boolean {
    const tree = this.#tree
    return tree.kindOf(node) === 'if_statement' && tree.fieldOf(node) === 'alternative'
  }

  #facts(codeIn: (first: number, last: number) => number): FunctionFacts[] {
    const homonyms = new Map<string, number>()
    const place = (row: Row) => `${row.scope}:${row.call}`
    for (const row of this.#rows) homonyms.set(place(row), (homonyms.get(place(row)) ?? 0) + 1)
    return this.#rows.map(row => ({
      ...row.facts,
      lines: codeIn(row.facts.line, row.facts.endLine),
      cyclomatic: row.cyclomatic,
      cognitive: row.cognitive + (row.isRecursive && homonyms.get(place(row)) === 1 ? 1 : 0),
      nesting: row.nesting,
    }))
  }
}

/** What an inline function adds to the one it is written in, once it is counted itself. */
function handUp(row: Row): void {
  const { owner } = row
  if (owner === null) return
  if (row.joins) owner.cyclomatic += row.cyclomatic - 1
  if (!row.isAnonymous) return
  owner.cognitive += row.cognitive + row.nested * (row.depth - owner.depth)
  owner.nested += row.nested
  owner.nesting = Math.max(owner.nesting, row.control - owner.control + row.nesting)
}

function shrink(ends: NodeIndex[], node: NodeIndex): void {
  while (ends.length > 0 && (ends[ends.length - 1] as NodeIndex) <= node) ends.pop()
}
