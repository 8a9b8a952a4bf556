/** Where does a JavaScript or TypeScript file make an application? */

import type {
  Expression,
  ImportDeclaration,
  ImportDeclarationSpecifier,
  Node,
  Program,
} from 'oxc-parser'
import { visitorKeys } from 'oxc-parser'
import { requiredModule, unwrapped } from '../../../languages/javascript/expressions.mts'
import type { Framework } from './packages.mts'

type Maker = Exclude<Framework, 'nextjs'>

export interface Made {
  readonly framework: Maker
  readonly at: number
}

/** Text of a file that may make one; only these are parsed. */
export const MAY_MAKE = /\b(express|[Ff]astify|[Kk]oa|NestFactory)\b/

const MODULES: Readonly<Record<string, Maker>> = {
  express: 'express',
  fastify: 'fastify',
  koa: 'koa',
  '@nestjs/core': 'nestjs',
}

/** Name in the other module that makes an application when it is called. */
const MAKERS: Readonly<Record<Maker, readonly string[]>> = {
  express: ['default', '*'],
  fastify: ['default', '*', 'fastify'],
  koa: ['default', '*'],
  nestjs: ['NestFactory'],
}

export function applicationsIn(program: Program): Made[] {
  const names: Names = new Map()
  const found: Made[] = []
  visit(program, node => {
    for (const { pattern, framework, from } of bindings(node)) bind(names, pattern, framework, from)
    if (node.type !== 'CallExpression' && node.type !== 'NewExpression') return
    const framework = madeBy(node.callee, names)
    if (framework !== null) found.push({ framework, at: node.start })
  })
  return found
}

/** Names that stand for what makes an application. */
type Names = Map<string, Maker>

/** What a framework's module gave, and under which of its names; `*` is the module itself. */
interface Binding {
  readonly pattern: Node
  readonly framework: Maker
  readonly from: string
}

function bind(names: Names, pattern: Node, framework: Maker, from: string): void {
  const makers = MAKERS[framework]
  if (pattern.type === 'Identifier' && makers.includes(from)) names.set(pattern.name, framework)
  if (pattern.type !== 'ObjectPattern') return
  for (const each of pattern.properties)
    if (
      each.type === 'Property' &&
      each.key.type === 'Identifier' &&
      makers.includes(each.key.name)
    )
      bind(names, each.value, framework, each.key.name)
}

/** `import … from`, `import … = require()`, `const … = require()`. */
function bindings(node: Node): readonly Binding[] {
  if (node.type === 'ImportDeclaration') return imported(node)
  if (node.type === 'TSImportEqualsDeclaration') {
    const { moduleReference: to, id } = node
    const isModule = to.type === 'TSExternalModuleReference'
    const framework = isModule ? MODULES[to.expression.value] : undefined
    return framework === undefined ? [] : [{ pattern: id, framework, from: '*' }]
  }
  if (node.type !== 'VariableDeclarator' || !node.init) return []
  const framework = frameworkOf(node.init)
  const isWhole = unwrapped(node.init).type !== 'MemberExpression'
  const from = isWhole ? '*' : memberOf(node.init)
  return framework === null ? [] : [{ pattern: node.id, framework, from }]
}

function imported({ importKind, source, specifiers }: ImportDeclaration): readonly Binding[] {
  const framework = importKind === 'type' ? undefined : MODULES[source.value]
  return framework === undefined
    ? []
    : specifiers.map(each => ({ pattern: each.local, framework, from: importedAs(each) }))
}

function importedAs(each: ImportDeclarationSpecifier): string {
  if (each.type === 'ImportDefaultSpecifier') return 'default'
  if (each.type === 'ImportNamespaceSpecifier') return '*'
  return each.imported.type === 'Literal' ? each.imported.value : each.imported.name
}

function frameworkOf(init: Expression): Maker | null {
  const module = requiredModule(init)
  return module === null ? null : (MODULES[module] ?? null)
}

function memberOf(node: Expression): string {
  const value = unwrapped(node)
  return value.type === 'MemberExpression' && value.property.type === 'Identifier'
    ? value.property.name
    : ''
}

/** `express()`, `new Koa()`, `NestFactory.create(…)`, `require('express')()`. */
function madeBy(node: Node, names: ReadonlyMap<string, Maker>) {
  const callee = unwrapped(node)
  if (callee.type === 'Identifier') {
    const framework = names.get(callee.name)
    return framework === undefined || framework === 'nestjs' ? null : framework
  }
  if (callee.type === 'CallExpression') {
    const framework = frameworkOf(callee)
    return framework === 'nestjs' ? null : framework
  }
  if (callee.type !== 'MemberExpression' || callee.property.type !== 'Identifier') return null
  if (callee.object.type !== 'Identifier' || names.get(callee.object.name) !== 'nestjs') return null
  return callee.property.name === 'create' ? 'nestjs' : null
}

/** Source order, so that a name is known before it is called. */
function visit(program: Program, meet: (node: Node) => void): void {
  const waiting: Node[] = [program]
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    meet(node)
    waiting.push(...childrenOf(node).reverse())
  }
}

function childrenOf(node: Node): Node[] {
  const values = node as unknown as Readonly<Record<string, Node | (Node | null)[] | null>>
  return (visitorKeys[node.type] ?? [])
    .flatMap(key => values[key] ?? [])
    .filter(each => each !== null)
}
