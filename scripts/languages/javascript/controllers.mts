/** Which routes does a NestJS controller declare? Its decorators say where it is, those of its methods what they answer. */

import type { Class, Decorator, Node } from 'oxc-parser'
import type { RouteFacts } from '../../core/routing.mts'
import { METHODS } from '../routing/draft.mts'
import { hole } from '../routing/hole.mts'
import { argumentsOf, option, pathsOf, unwrapped } from './expressions.mts'

interface Controller {
  readonly prefixes: readonly string[]
  readonly routes: readonly (Omit<RouteFacts, 'on' | 'line'> & { readonly at: number })[]
}

type Called = { readonly name: string; readonly given: readonly Node[] }

/** `origin` gives the name a decorator has in a package of NestJS, or null when it comes from elsewhere. */
export function controllerOf(
  node: Class,
  text: string,
  origin: (name: string) => string | null,
): Controller | null {
  const own = decorators(node.decorators, origin)
  const controller = own.find(({ name }) => name === 'Controller')
  if (controller === undefined) return null
  const [first] = controller.given
  const isHidden = own.some(({ name }) => name === 'ApiExcludeController')
  const routes = node.body.body.flatMap(member => {
    if (member.type !== 'MethodDefinition' || member.key.type !== 'Identifier') return []
    const { name: handler, start: at } = member.key
    const marks = decorators(member.decorators, origin)
    const isPrivate =
      isHidden || marks.some(({ name }) => /^ApiExcludeEndpoint$|^Render$/.test(name))
    return answered(marks, text).map(each => ({ ...each, handler, isPrivate, at }))
  })
  return { prefixes: first === undefined ? [''] : prefixesOf(first, text), routes }
}

/** What the decorators of a method say that it answers. */
function answered(marks: readonly Called[], text: string) {
  const version = marks.some(({ name }) => name === 'Version') ? VERSION : ''
  return marks.flatMap(({ name, given: [first] }) => {
    const method = name === 'All' ? '*' : name.toUpperCase()
    if (!METHODS.has(method) && method !== '*') return []
    const paths = first === undefined ? [''] : pathsOf(first, text)
    return paths.map(path => ({ method, path: version + path }))
  })
}

/** A version becomes part of the address, a header or nothing, as the application is set up to. */
const VERSION = `${hole('version')}/`

function prefixesOf(given: Node, text: string): readonly string[] {
  if (given.type !== 'ObjectExpression') return pathsOf(given, text)
  const path = option(given, 'path')
  const lead = option(given, 'version') === null ? '' : VERSION
  return (path === null ? [''] : pathsOf(path, text)).map(each => lead + each)
}

function decorators(
  nodes: readonly Decorator[] | undefined,
  origin: (name: string) => string | null,
): readonly Called[] {
  return (nodes ?? []).flatMap(({ expression }) => {
    const call = unwrapped(expression)
    if (call.type !== 'CallExpression' || call.callee.type !== 'Identifier') return []
    const name = origin(call.callee.name)
    return name === null ? [] : [{ name, given: argumentsOf(call) }]
  })
}
