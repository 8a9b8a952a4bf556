/** Which endpoints do these files declare? Decorators, route tables and urlpatterns, each with its own part of the path. */

import type { InstrumentedService } from '../../../core/evidence.mts'
import { callAt, callsIn, literal, type PythonFile } from './source.mts'

type Endpoint = InstrumentedService['endpoints'][number]

const METHODS = ['get', 'post', 'put', 'patch', 'delete', 'head', 'options']
const DECORATED = new RegExp(`\\.(${METHODS.join('|')}|route|api_route)$`)
const ADDED = /\.(add_api_route|add_url_rule|add_route)$/
const LISTED = /^(?:\w+\.)?(Route|path|re_path|url)$/

/** Whether it is worth parsing a text for endpoints. */
export const MAY_HAVE_ENDPOINTS =
  /\.(get|post|put|patch|delete|head|options|route|api_route|add_\w*route|add_url_rule|add_resource|register)\(|\bRoute\(|urlpatterns/

export function endpointsOf(files: readonly PythonFile[]): Endpoint[] {
  return files.flatMap(file => [...decorated(file), ...listed(file)]).sort(byPlace)
}

const byPlace = (a: Endpoint, b: Endpoint) =>
  a.file < b.file ? -1 : a.file > b.file ? 1 : a.line - b.line

function decorated(file: PythonFile): Endpoint[] {
  const { tree } = file
  return tree.nodesOf(['decorator']).flatMap(node => {
    const called = tree.child(node, 'call')
    if (called === null) return []
    const { callee, positional, named } = callAt(tree, called)
    const [, verb] = DECORATED.exec(callee) ?? []
    const given = positional[0] ?? named.get('path') ?? named.get('rule')
    const path = literal(tree, given)
    if (verb === undefined || (path === null && given !== undefined && !isText(file, given)))
      return []
    const methods = named.get('methods')
    const listedMethods =
      methods === undefined ? [] : [...tree.textOf(methods).matchAll(/["'](\w+)["']/g)]
    const all = METHODS.includes(verb) ? [verb] : listedMethods.map(([, name = '']) => name)
    const line = tree.lineOf(node)
    const row = { path: path ?? '', file: file.path, line }
    return (all.length === 0 ? ['GET'] : all).map(name => ({ method: name.toUpperCase(), ...row }))
  })
}

/** A path worked out when the program runs is still a path; a class or number is none. */
const isText = ({ tree }: PythonFile, node: number) =>
  /^(string|concatenated_string|binary_operator|identifier|attribute)$/.test(tree.kindOf(node))

function listed(file: PythonFile): Endpoint[] {
  const { tree } = file
  const isUrls = /\burlpatterns\b/.test(tree.text)
  return callsIn(file).flatMap(({ node, callee, positional }) => {
    const [first, second] = positional
    const row = { file: file.path, line: tree.lineOf(node) }
    if (callee.endsWith('.add_resource'))
      return positional.slice(1).map(each => ({
        method: '*',
        path: literal(tree, each) ?? '',
        ...row,
      }))
    const isRegistered = callee.endsWith('.register') && isUrls && second !== undefined
    const path = literal(tree, first)
    if (path === null || second === undefined) return []
    if (isRegistered) return [{ method: '*', path, ...row }]
    if (ADDED.test(callee)) return [{ method: '*', path, ...row }]
    if (!LISTED.test(callee) || (!isUrls && !callee.endsWith('Route'))) return []
    return /^(include|\w+\.site\.urls|admin\.\w)/.test(tree.textOf(second))
      ? []
      : [{ method: '*', path, ...row }]
  })
}
