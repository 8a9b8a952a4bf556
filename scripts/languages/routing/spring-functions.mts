/** Which routes do Spring's router functions declare? `GET("/x", …)` and the like, below the paths they are nested in, whatever language calls them. */

import { Enclosing } from '../tree/enclosing.mts'
import type { NodeIndex, Syntax } from '../tree/syntax.mts'
import { METHODS, type RoutingDraft } from './draft.mts'
import { joined } from './paths.mts'

/** How a language writes calls, and what it gives names to. */
export interface CallSyntax {
  readonly tree: Syntax
  readonly calls: readonly string[]
  /** Functions, variables and fields. */
  readonly declarations: readonly string[]
  /** The last name of what is called. */
  calledAt(call: NodeIndex): NodeIndex
  receiverOf(call: NodeIndex): NodeIndex | null
  argumentsOf(call: NodeIndex): readonly NodeIndex[]
  nameOf(declaration: NodeIndex): string
  /** A path as written. */
  written(value: NodeIndex): string
}

/** What a file may hold of each: more is no work of a person. */
const MOST = 5_000

/** Letters before a name in which its owner is looked for. */
const LONGEST_OWNER = 50

const VALUE = /^(string_literal|binary_expression|identifier|field_access|navigation_expression)$/
const VERB = new RegExp(`\\b(?:${[...METHODS].join('|')})\\s*\\(`)

const USED = /\bweb\.(?:reactive\.function\.server|servlet\.function)\b/

export function springFunctions(syntax: CallSyntax, draft: RoutingDraft): void {
  if (USED.test(syntax.tree.text)) new Functions(syntax, draft).read()
}

class Functions {
  readonly #syntax: CallSyntax
  readonly #tree: Syntax
  readonly #draft: RoutingDraft
  readonly #calls: readonly NodeIndex[]
  readonly #declared: Enclosing
  /** What stands below a path of its own → the path. */
  readonly #nested: ReadonlyMap<NodeIndex, string>
  readonly #nests: Enclosing
  /** Nested places where something is served from. */
  readonly #served = new Set<NodeIndex>()

  constructor(syntax: CallSyntax, draft: RoutingDraft) {
    const { tree } = syntax
    this.#syntax = syntax
    this.#tree = tree
    this.#draft = draft
    this.#calls = tree.nodesOf(syntax.calls)
    this.#declared = new Enclosing(tree, tree.nodesOf(syntax.declarations))
    const nested = this.#calls.flatMap(call => this.#nestedIn(call)).slice(0, MOST)
    this.#nested = new Map(nested.toSorted(([a], [b]) => a - b))
    this.#nests = new Enclosing(tree, [...this.#nested.keys()])
  }

  read(): void {
    const routers = this.#readRoutes()
    const mentions = Map.groupBy(this.#tree.nodesOf(['identifier']), at => this.#tree.textOf(at))
    // What one declaration makes and another one nests; a set is walked to what is added meanwhile.
    for (const router of routers)
      for (const at of (mentions.get(this.#nameOf(router)) ?? []).slice(0, MOST))
        if (this.#isMeant(at, router)) routers.add(this.#mount(at, this.#idOf(router)))
    // Inner ones first: what holds them then serves something.
    for (const body of [...this.#nested.keys()].reverse())
      if (!this.#served.has(body) && this.#serves(body) !== '') routers.add(this.#mount(body, ''))
    for (const router of routers)
      this.#draft.routers.push({ name: this.#idOf(router), kind: 'root', prefix: '' })
  }

  /** Answers the declarations that hold routes. */
  #readRoutes(): Set<NodeIndex> {
    const routers = new Set<NodeIndex>()
    for (const call of this.#calls) {
      if (this.#draft.routes.length > MOST) break
      if (/^resources?$/.test(this.#called(call))) this.#serves(call)
      for (const { method, path } of this.#routesAt(call)) {
        const router = this.#declaredAround(call)
        routers.add(router)
        this.#draft.routes.push({
          on: this.#idOf(router),
          method,
          path: joined(this.#serves(call), path),
          line: this.#tree.lineOf(this.#syntax.calledAt(call)),
          handler: this.#nameOf(router),
          isPrivate: false,
        })
      }
    }
    return routers
  }

  #mount(at: NodeIndex, router: string): NodeIndex {
    const by = this.#declaredAround(at)
    const line = this.#tree.lineOf(at)
    const prefix = this.#serves(at)
    const known = { on: this.#idOf(by), router, prefix, line, replaces: false, isSure: true }
    this.#draft.mounts.push(known)
    return by
  }

  /** The path the place stands below, whose parts then serve something. */
  #serves(at: NodeIndex): string {
    let path = ''
    for (const body of this.#nests.around(at)) {
      this.#served.add(body)
      path = joined(this.#nested.get(body) ?? '', path)
    }
    return path
  }

  /** The root of the file where there is none. */
  #declaredAround(at: NodeIndex): NodeIndex {
    for (const each of this.#declared.around(at)) return each
    return 0
  }

  /** `nest(path("/x"), …)`, `path("/x", …)` and `"/x".nest { … }`. */
  #nestedIn(call: NodeIndex): (readonly [body: NodeIndex, path: string])[] {
    if (!/^(nest|andNest|path)$/.test(this.#called(call))) return []
    const [first, ...more] = this.#syntax.argumentsOf(call)
    const receiver = this.#syntax.receiverOf(call)
    if (first === undefined) return []
    if (more.length > 0) return more.map(body => [body, this.#pathIn(first)])
    return receiver === null || this.#called(call) === 'path'
      ? []
      : [[first, this.#pathIn(receiver)]]
  }

  /** `GET("/x", handler)`, the predicate `GET("/x")`, `route(path("/x"), handler)`. */
  #routesAt(call: NodeIndex): { readonly method: string; readonly path: string }[] {
    const name = this.#called(call)
    const [first, ...more] = this.#syntax.argumentsOf(call)
    if (first === undefined) return []
    if (METHODS.has(name) || name === '*') {
      const isPath = VALUE.test(this.#tree.kindOf(first))
      return [{ method: name, path: isPath ? this.#syntax.written(first) : '' }]
    }
    if (!/^(route|andRoute)$/.test(name) || more.length !== 1) return []
    const predicate = this.#tree.textOf(first)
    if (VERB.test(predicate)) return []
    const methods = [...predicate.matchAll(/\bHttpMethod\.([A-Z]+)/g)].map(([, verb = '']) => verb)
    const path = this.#pathIn(first)
    return (methods.length > 0 ? methods : ['*']).map(method => ({ method, path }))
  }

  /** The path a predicate asks for; '' where it asks for none. */
  #pathIn(predicate: NodeIndex): string {
    const waiting = [predicate]
    for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
      const kind = this.#tree.kindOf(node)
      if (VALUE.test(kind)) return this.#syntax.written(node)
      if (this.#syntax.calls.includes(kind)) {
        const given = this.#syntax.argumentsOf(node)
        const name = this.#called(node)
        if (name === 'path' && given[0] !== undefined) return this.#syntax.written(given[0])
        const receiver = this.#syntax.receiverOf(node)
        if (/^(and|or)$/.test(name))
          waiting.push(...given, ...(receiver === null ? [] : [receiver]))
      }
    }
    return ''
  }

  /** Whether a name stands for this declaration: in its scope, as a call or reference of a function, with no owner but this. */
  #isMeant(at: NodeIndex, declaration: NodeIndex): boolean {
    const tree = this.#tree
    const [, outer = 0] = this.#declared.around(declaration)
    const isInside = outer < at && at < tree.afterOf(outer)
    if (!isInside || this.#declaredAround(at) === declaration) return false
    const before = tree.text.slice(Math.max(0, tree.startOf(at) - LONGEST_OWNER), tree.startOf(at))
    if (/[\w)\]]\s*(\.|::)\s*$/.test(before) && !/\bthis\s*(\.|::)\s*$/.test(before)) return false
    const isCalled = tree.text[tree.endOf(at)] === '(' || before.endsWith('::')
    return isCalled === /^(method|function)_declaration$/.test(tree.kindOf(declaration))
  }

  #called(call: NodeIndex): string {
    const at = this.#syntax.calledAt(call)
    return this.#tree.kindOf(at) === 'string_literal' ? '*' : this.#tree.textOf(at)
  }

  #nameOf(declaration: NodeIndex): string {
    return declaration === 0 ? '' : this.#syntax.nameOf(declaration)
  }

  /** No other declaration of the file has it, no type is called so. */
  #idOf(declaration: NodeIndex): string {
    return `${this.#nameOf(declaration)}:${declaration}`
  }
}
