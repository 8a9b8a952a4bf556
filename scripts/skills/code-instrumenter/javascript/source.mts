/** Where does a JavaScript or TypeScript file make an application, and where could it load something first? */

import type { Expression, Node, ParseResult, Program } from 'oxc-parser'
import { visitorKeys } from 'oxc-parser'
import { tooDeepAt } from '../../../languages/javascript/depth.mts'
import { requiredModule, unwrapped } from '../../../languages/javascript/expressions.mts'
import type { Framework } from './packages.mts'

export interface Made {
  readonly framework: Exclude<Framework, 'nextjs'>
  readonly at: number
}

/** Text of a file that may make one; only these are parsed. */
export const MAY_MAKE = /\b(express|[Ff]astify|[Kk]oa|NestFactory)\b/

const MODULES: Readonly<Record<string, Made['framework']>> = {
  express: 'express',
  fastify: 'fastify',
  koa: 'koa',
  '@nestjs/core': 'nestjs',
}

/** Name in the other module that makes an application when it is called. */
const MAKERS: Readonly<Record<Made['framework'], readonly string[]>> = {
  express: ['default', '*'],
  fastify: ['default', '*', 'fastify'],
  koa: ['default', '*'],
  nestjs: ['NestFactory'],
}

/** Null where it does not parse: nothing is edited that is not understood. */
export function parsed(
  path: string,
  text: string,
  parseSync: typeof import('oxc-parser').parseSync,
): ParseResult | null {
  const lang = /\.[cm]?ts$/.test(path) ? 'ts' : /\.tsx$/.test(path) ? 'tsx' : 'jsx'
  if (tooDeepAt(text, lang !== 'ts') !== null) return null
  const result = parseSync(path, text, { lang, sourceType: 'unambiguous' })
  return result.errors.length > 0 ? null : result
}

export function applicationsIn(program: Program): Made[] {
  const names = new Map<string, Made['framework']>()
  const found: Made[] = []
  const bind = (pattern: Node, framework: Made['framework'], from: string) => {
    if (pattern.type === 'Identifier' && MAKERS[framework].includes(from))
      names.set(pattern.name, framework)
    if (pattern.type !== 'ObjectPattern') return
    for (const each of pattern.properties)
      if (each.type === 'Property' && each.key.type === 'Identifier')
        if (MAKERS[framework].includes(each.key.name)) bind(each.value, framework, each.key.name)
  }
  visit(program, node => {
    if (node.type === 'ImportDeclaration' && node.importKind !== 'type') {
      const framework = MODULES[node.source.value]
      for (const each of framework === undefined ? [] : node.specifiers) {
        const from =
          each.type === 'ImportSpecifier'
            ? each.imported.type === 'Literal'
              ? each.imported.value
              : each.imported.name
            : each.type === 'ImportDefaultSpecifier'
              ? 'default'
              : '*'
        if (framework !== undefined) bind(each.local, framework, from)
      }
    } else if (node.type === 'TSImportEqualsDeclaration') {
      const { moduleReference: to, id } = node
      const framework =
        to.type === 'TSExternalModuleReference' ? MODULES[to.expression.value] : undefined
      if (framework !== undefined) bind(id, framework, '*')
    } else if (node.type === 'VariableDeclarator' && node.init) {
      const framework = frameworkOf(node.init)
      const isWhole = unwrapped(node.init).type !== 'MemberExpression'
      if (framework !== null) bind(node.id, framework, isWhole ? '*' : memberOf(node.init))
    } else if (node.type === 'CallExpression' || node.type === 'NewExpression') {
      const framework = madeBy(node.callee, names)
      if (framework !== null) found.push({ framework, at: node.start })
    }
  })
  return found
}

function frameworkOf(init: Expression): Made['framework'] | null {
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
function madeBy(node: Node, names: ReadonlyMap<string, Made['framework']>) {
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
    const keys = visitorKeys[node.type] ?? []
    for (const key of keys.toReversed()) {
      const value = (node as unknown as Record<string, Node | (Node | null)[] | null>)[key]
      if (Array.isArray(value)) {
        for (const each of value.toReversed()) if (each !== null) waiting.push(each)
      } else if (value) waiting.push(value)
    }
  }
}
