/** Which routes does a JavaScript file declare? Express, Koa and Fastify by their calls, NestJS by its decorators. */

import type { CallExpression, Class, Node, Program } from 'oxc-parser'
import type { RoutingFacts } from '../../core/routing.mts'
import { METHODS, RoutingDraft } from '../routing/draft.mts'
import { controllerOf } from './controllers.mts'
import { argumentsOf, chainRoot, option, pathsOf, unwrapped } from './expressions.mts'
import { References } from './references.mts'
import { Walk } from './walk.mts'

/** A text without any of these declares no route, mounts nothing and names no path. */
const MAY_ROUTE =
  /\.(?:get|post|put|patch|delete|del|all|use|route|register|setGlobalPrefix)\s*[(<]|@Controller\b|\bconst\s+\w+\s*=\s*['"`]\//

/** Throws TooDeep, and nothing else. */
export function routing(
  program: Program,
  text: string,
  line: (offset: number) => number,
): RoutingFacts | undefined {
  return MAY_ROUTE.test(text) ? new Routing(text, line).read(program) : undefined
}

class Routing extends Walk {
  private readonly text: string
  private readonly line: (offset: number) => number
  private readonly draft = new RoutingDraft()
  private readonly references: References
  /** Calls that hand one of our routers to a function of another file. */
  private readonly handed: { readonly on: string; readonly router: string; readonly at: number }[] =
    []

  constructor(text: string, line: (offset: number) => number) {
    super()
    this.text = text
    this.line = line
    this.references = new References(text, this.draft)
  }

  read(program: Program): RoutingFacts | undefined {
    this.children(program)
    this.references.finish()
    for (const { on, router, at } of this.handed)
      if (this.references.isRouter(on)) this.mounts(on, router, '', at)
    // A function that declares routes on what it is handed is a router, mounted by whoever calls it.
    const used = new Set([...this.draft.routes, ...this.draft.mounts].map(({ on }) => on))
    for (const name of used)
      if (name.startsWith('fn@')) this.draft.routers.push({ name, kind: 'part', prefix: '' })
    return this.draft.facts()
  }

  protected override meet(node: Node): void {
    this.references.take(node)
    if (node.type === 'CallExpression') this.call(node)
    else if (node.type === 'ClassDeclaration') this.controller(node)
  }

  protected override enter(node: Node): void {
    switch (node.type) {
      case 'FunctionDeclaration':
      case 'FunctionExpression':
      case 'ArrowFunctionExpression':
        this.references.within(node, () => this.children(node))
        break
      default:
        this.children(node)
    }
  }

  private call(node: CallExpression): void {
    const callee = unwrapped(node.callee)
    const given = argumentsOf(node)
    const [first] = given
    if (first === undefined) return
    if (callee.type !== 'MemberExpression') {
      this.hand(node, callee, given)
      return
    }
    if (callee.property.type !== 'Identifier' || callee.computed) return
    const { name } = callee.property
    if (name === 'setGlobalPrefix') this.draft.bases.push(...pathsOf(first, this.text))
    else if (METHODS.has(name.toUpperCase()) || name === 'all' || name === 'del')
      this.verb(node, callee.object, name)
    else if (name === 'route') this.options(node, callee.object, first)
    else if (name === 'use' || name === 'register') this.mount(node, callee.object, given)
  }

  /** `routes(app)`, `require('./routes')(app)`. */
  private hand(node: CallExpression, callee: Node, given: readonly Node[]): void {
    const router = this.references.of(callee)
    for (const each of given) {
      const on = each.type === 'Identifier' ? this.references.of(each) : null
      if (router !== null && on !== null) this.handed.push({ on, router, at: node.start })
    }
  }

  private verb(node: CallExpression, object: Node, verb: string): void {
    const given = argumentsOf(node)
    const chained = routeOf(object)
    // With one argument it reads a setting, or fetches something.
    if (chained === null && given.length < 2) return
    const on = this.references.of(chainRoot(chained?.object ?? object))
    const paths = pathsOf(chained?.path ?? (given[0] as Node), this.text)
    const method = verb === 'all' ? '*' : verb === 'del' ? 'DELETE' : verb.toUpperCase()
    for (const path of paths)
      if (on !== null && isPath(path)) this.route(on, method, path, node, given.at(-1))
  }

  private route(
    on: string,
    method: string,
    path: string,
    node: CallExpression,
    handler?: Node,
  ): void {
    const isNamed = handler?.type === 'Identifier' || handler?.type === 'MemberExpression'
    // In a chain each call stands where its own name does.
    const { callee } = node
    const at = callee.type === 'MemberExpression' ? callee.property.start : node.start
    this.draft.routes.push({
      on,
      method,
      path,
      line: this.line(at),
      handler: isNamed
        ? this.text.slice(handler.start, Math.min(handler.end, handler.start + 80))
        : '',
      isPrivate: false,
    })
  }

  /** Fastify's `route({ method, url, handler })`. */
  private options(node: CallExpression, object: Node, given: Node): void {
    const on = this.references.of(chainRoot(object))
    const url = option(given, 'url') ?? option(given, 'path')
    const method = option(given, 'method')
    if (on === null || url === null || method === null) return
    const handler = option(given, 'handler') ?? undefined
    for (const path of pathsOf(url, this.text))
      for (const each of pathsOf(method, this.text).map(name => name.toUpperCase()))
        this.route(on, METHODS.has(each) ? each : '*', path, node, handler)
  }

  /** `use('/x', router)`, `register(plugin, { prefix: '/x' })`. */
  private mount(node: CallExpression, object: Node, given: readonly Node[]): void {
    const on = this.references.of(chainRoot(object))
    const [first] = given
    if (on === null || first === undefined) return
    const isLed = LEADING.has(first.type)
    const mounted = (isLed ? given.slice(1) : given).flatMap((each): readonly Node[] =>
      each.type === 'ArrayExpression' ? each.elements.filter(item => item !== null) : [each],
    )
    const prefix = option(mounted.at(-1) ?? first, 'prefix') ?? (isLed ? first : null)
    const prefixes = prefix === null ? [''] : pathsOf(prefix, this.text)
    for (const each of mounted) {
      const router = this.references.of(each)
      if (router !== null) for (const at of prefixes) this.mounts(on, router, at, node.start)
    }
  }

  private mounts(on: string, router: string, prefix: string, at: number): void {
    const line = this.line(at)
    this.draft.mounts.push({ on, router, prefix, line, replaces: false, isSure: false })
  }

  private controller(node: Class): void {
    const nest = controllerOf(node, this.text, name => {
      const from = this.draft.imports.get(name)
      return from?.module.startsWith('@nestjs/') ? from.name : null
    })
    if (nest === null || !node.id) return
    for (const [index, prefix] of nest.prefixes.entries()) {
      const name = index === 0 ? node.id.name : `${node.id.name}#${index}`
      this.draft.routers.push({ name, kind: 'controller', prefix })
      for (const { at, ...route } of nest.routes)
        this.draft.routes.push({ on: name, ...route, line: this.line(at) })
    }
  }
}

/** What a path may be written as in front of what is mounted there. */
const LEADING = new Set(['Literal', 'TemplateLiteral', 'BinaryExpression', 'ArrayExpression'])

const isPath = (path: string) => path === '' || /^(\/|\*|\$\{)/.test(path)

/** `route('/x')` on the left of a verb, other verbs between them. */
function routeOf(object: Node): { readonly path: Node; readonly object: Node } | null {
  for (let node = unwrapped(object); node.type === 'CallExpression'; ) {
    const callee = unwrapped(node.callee)
    if (callee.type !== 'MemberExpression' || callee.property.type !== 'Identifier') return null
    const [path] = argumentsOf(node)
    if (callee.property.name === 'route' && path !== undefined)
      return { path, object: callee.object }
    node = unwrapped(callee.object)
  }
  return null
}
