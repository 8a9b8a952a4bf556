/** What does a name in a JavaScript file stand for? A router made here, a function, an import, a required module. */

import type { CallExpression, Expression, NewExpression, Node, ObjectExpression } from 'oxc-parser'
import type { RoutingDraft } from '../routing/draft.mts'
import {
  argumentsOf,
  chainRoot,
  option,
  pathsOf,
  requiredModule,
  unwrapped,
} from './expressions.mts'
import { nameOf } from './names.mts'

/** Modules whose own call or constructor makes an application, or a router. */
const ROOTS = new Set(['express', 'fastify', 'koa'])
const PARTS = new Set(['koa-router', '@koa/router', 'express-promise-router'])

/** They return the plugin they are handed. */
const WRAPPERS = new Set(['fp', 'fastifyPlugin', 'plugin'])

const LONGEST_REFERENCE = 200

interface Scope {
  readonly key: string
  readonly parameters: ReadonlySet<string>
}

export class References {
  private readonly text: string
  private readonly draft: RoutingDraft
  private readonly made = new Set<string>()
  private readonly places = new Map<number, number>()
  private readonly returned: (readonly [key: string, reference: string])[] = []
  private scopes: readonly Scope[] = []

  constructor(text: string, draft: RoutingDraft) {
    this.text = text
    this.draft = draft
  }

  /** A name for what has none: its ordinal, so that layout makes no difference. */
  private place({ start }: Node): number {
    const known = this.places.get(start) ?? this.places.size
    this.places.set(start, known)
    return known
  }

  /** Notes what a statement names. */
  take(node: Node): void {
    switch (node.type) {
      case 'ImportDeclaration':
        for (const each of node.specifiers)
          this.draft.imports.set(each.local.name, {
            module: node.source.value,
            name: imported(each),
          })
        break
      case 'ExportNamedDeclaration':
        this.exported(node)
        break
      case 'ExportAllDeclaration':
        this.draft.imports.set(`*${this.place(node)}`, { module: node.source.value, name: '*' })
        break
      case 'ExportDefaultDeclaration':
        this.name('default', node.declaration)
        break
      case 'VariableDeclarator':
        this.declared(node.id, node.init)
        break
      case 'AssignmentExpression':
        this.assigned(node.left, node.right)
        break
      case 'ReturnStatement':
        this.returns(node.argument)
        break
    }
  }

  /** Visits a function: its parameters stand for whatever it is handed. */
  within(node: Extract<Node, { type: `${string}Function${string}` }>, visit: () => void): void {
    const parameters = 'params' in node ? (node.params as readonly Node[]) : []
    const names = parameters.flatMap(each => (each.type === 'Identifier' ? [each.name] : []))
    const key = `fn@${this.place(node)}`
    if (node.type === 'FunctionDeclaration' && node.id) this.draft.names.set(node.id.name, key)
    const outer = this.scopes
    this.scopes = [{ key, parameters: new Set(names) }, ...outer]
    visit()
    this.scopes = outer
  }

  /** Whether a reference leads to a router of this file, or to a function that may be handed one. */
  isRouter(reference: string): boolean {
    return (
      this.made.has(this.draft.names.get(reference) ?? reference) || reference.startsWith('fn@')
    )
  }

  /** A function that returns a router is named for it. */
  finish(): void {
    const { names } = this.draft
    for (const [key, reference] of this.returned)
      for (const [name, target] of [...names])
        if (target === key && this.isRouter(reference)) names.set(name, reference)
  }

  of(node: Node): string | null {
    const value = unwrapped(node)
    switch (value.type) {
      case 'Identifier':
        return this.scopes.find(({ parameters }) => parameters.has(value.name))?.key ?? value.name
      case 'FunctionDeclaration':
      case 'FunctionExpression':
      case 'ArrowFunctionExpression':
        return `fn@${this.place(value)}`
      case 'MemberExpression':
        return this.ofMember(value)
      case 'NewExpression':
        return this.makes(value) ?? this.of(value.callee)
      case 'ImportExpression':
      case 'CallExpression':
        return this.ofCall(value)
      default:
        return null
    }
  }

  private ofMember(node: Extract<Node, { type: 'MemberExpression' }>): string | null {
    if (node.computed || node.property.type !== 'Identifier') return null
    if (node.object.type === 'ThisExpression') return `this.${node.property.name}`
    const object = this.of(node.object)
    return object === null ? null : `${object}.${node.property.name}`
  }

  private ofCall(node: Node): string | null {
    const module = requiredModule(node)
    if (module !== null) {
      this.draft.imports.set(`@${this.place(node)}`, { module, name: '*' })
      return `@${this.place(node)}`
    }
    if (node.type !== 'CallExpression') return null
    const made = this.makes(node)
    if (made !== null) return made
    const callee = unwrapped(node.callee)
    if (callee.type === 'MemberExpression') return this.of(chainRoot(callee.object))
    const [first] = argumentsOf(node)
    const isWrapped = callee.type === 'Identifier' && WRAPPERS.has(callee.name)
    return this.of(isWrapped && first !== undefined ? first : callee)
  }

  /** The name of the router this expression makes, or null. */
  private makes(node: CallExpression | NewExpression): string | null {
    const kind = this.factory(unwrapped(node.callee))
    if (kind === null) return null
    const name = `@${this.place(node)}`
    if (this.made.has(name)) return name
    this.made.add(name)
    const [prefix = ''] = argumentsOf(node).flatMap(each => {
      const given = option(each, 'prefix')
      return given === null ? [] : pathsOf(given, this.text)
    })
    this.draft.routers.push({ name, kind, prefix })
    return name
  }

  private factory(callee: Node): 'root' | 'part' | null {
    const from = this.origin(callee)
    if (from === null) return null
    if (PARTS.has(from.module)) return 'part'
    if (from.name === 'Router') return from.module === 'express' ? 'part' : null
    const isFactory = ['default', '*', from.module, 'Fastify'].includes(from.name)
    return ROOTS.has(from.module) && isFactory ? 'root' : null
  }

  private origin(callee: Node): { readonly module: string; readonly name: string } | null {
    if (callee.type === 'Identifier') return this.draft.imports.get(callee.name) ?? null
    const module = requiredModule(callee)
    if (callee.type !== 'MemberExpression' || callee.property.type !== 'Identifier')
      return module === null ? null : { module, name: '*' }
    const object = unwrapped(callee.object)
    const known =
      object.type === 'Identifier' ? this.draft.imports.get(object.name)?.module : module
    return known == null ? null : { module: known, name: callee.property.name }
  }

  private exported(node: Extract<Node, { type: 'ExportNamedDeclaration' }>): void {
    for (const { local, exported } of node.specifiers) {
      const [name, own] = [nameOf(exported), nameOf(local)]
      if (node.source) this.draft.imports.set(name, { module: node.source.value, name: own })
      else if (name !== own) this.draft.names.set(name, own)
    }
  }

  private declared(target: Node, value: Expression | null): void {
    if (value === null) return
    const module = requiredModule(value)
    if (target.type === 'ObjectPattern' && module !== null) {
      for (const each of target.properties)
        if (each.type === 'Property' && each.value.type === 'Identifier')
          this.draft.imports.set(each.value.name, { module, name: nameOf(each.key) })
      return
    }
    if (target.type !== 'Identifier') return
    const isWhole = unwrapped(value).type !== 'MemberExpression'
    if (module !== null && isWhole) this.draft.imports.set(target.name, { module, name: '*' })
    else this.name(target.name, value)
    const [literal, ...more] = pathsOf(value, this.text)
    if (literal !== undefined && more.length === 0 && !literal.includes('$'))
      this.draft.constant(target.name, literal)
  }

  private assigned(target: Node, value: Node): void {
    if (target.type !== 'MemberExpression' || target.computed) return
    const left = this.text.slice(target.start, Math.min(target.end, target.start + 80))
    if (left === 'module.exports') {
      this.name('default', value)
      if (value.type === 'ObjectExpression') this.members(value)
    } else if (/^(module\.)?exports\.\w+$/.test(left)) this.name(nameOf(target.property), value)
    else if (target.object.type === 'ThisExpression') this.name(left, value)
  }

  private members(node: ObjectExpression): void {
    for (const each of node.properties)
      if (each.type === 'Property') this.name(nameOf(each.key), each.value)
  }

  private name(name: string, value: Node): void {
    const reference = this.of(value)
    if (reference !== null && reference !== name && reference.length < LONGEST_REFERENCE)
      this.draft.names.set(name, reference)
  }

  private returns(value: Node | null): void {
    const key = this.scopes[0]?.key
    const reference = value === null ? null : this.of(value)
    if (key !== undefined && reference !== null) this.returned.push([key, reference])
  }
}

function imported(node: Node): string {
  if (node.type === 'ImportSpecifier') return nameOf(node.imported)
  return node.type === 'ImportDefaultSpecifier' ? 'default' : '*'
}
