/** Which addresses do Django's lists name? `path`, `re_path` and `url`, and what they include; views answer any method. */

import type { RoutingDraft } from '../routing/draft.mts'
import { hole } from '../routing/hole.mts'
import type { NodeIndex, Syntax } from '../tree/syntax.mts'
import { argumentsOf, elementsOf, written } from './expressions.mts'

const ENTRIES = new Set(['path', 're_path', 'url'])
const DEEPEST = 200

export function djangoUrls(tree: Syntax, draft: RoutingDraft): void {
  if (!/\bdjango\b|\brest_framework\b/.test(tree.text)) return
  const lists = new Set<string>()
  for (const call of tree.nodesOf(['call'])) {
    const name = tree.childText(call, 'function')
    const { positional, named } = argumentsOf(tree, call)
    if (ENTRIES.has(name) && isDjango(draft, name)) {
      const [address, view = named.get('view')] = positional
      const list = listOf(tree, call)
      if (address === undefined || view === undefined || list === null) continue
      lists.add(list)
      entry(tree, draft, list, call, pathOf(written(tree, address), name !== 'path'), view)
    } else if (name.endsWith('.register') && positional.length >= 2)
      registered(tree, draft, name.slice(0, -'.register'.length), call, positional)
  }
  for (const name of lists) draft.routers.push({ name, kind: 'urls', prefix: '' })
}

const isDjango = (draft: RoutingDraft, name: string) =>
  /^(django|rest_framework)\b/.test(draft.imports.get(name)?.module ?? '')

function entry(
  tree: Syntax,
  draft: RoutingDraft,
  on: string,
  call: NodeIndex,
  path: string,
  view: NodeIndex,
): void {
  const line = tree.lineOf(call)
  const text = tree.textOf(view).slice(0, 200)
  const isInclude = tree.kindOf(view) === 'call' && tree.childText(view, 'function') === 'include'
  if (!isInclude && !/\.urls$/.test(text)) {
    const handler = text.replace(/\.as_view\([\s\S]*$/, '').slice(0, 100)
    draft.routes.push({ on, method: '*', path, line, handler, isPrivate: false })
    return
  }
  const router = isInclude ? included(tree, draft, view) : text
  draft.mounts.push({ on, router, prefix: path, line, replaces: false, isSure: true })
}

/** A module by its name, a list by its place, a router by its `urls`. */
function included(tree: Syntax, draft: RoutingDraft, call: NodeIndex): string {
  const [first] = argumentsOf(tree, call).positional
  const [module] = first === undefined ? [] : (elementsOf(tree, first) ?? [first])
  if (first === undefined || module === undefined) return '?'
  if (tree.kindOf(first) === 'list') return `@${first}`
  if (tree.kindOf(module) === 'list') return `@${module}`
  if (tree.kindOf(module) !== 'string')
    return tree
      .textOf(module)
      .slice(0, 200)
      .replace(/\.urls$/, '')
  const name = `@${module}`
  draft.imports.set(name, { module: written(tree, module), name: '*' })
  return name
}

/** The name of the list an entry stands in. */
function listOf(tree: Syntax, call: NodeIndex): string | null {
  let node = tree.parentOf(call)
  for (let depth = 0; node > 0 && depth < DEEPEST; depth++) {
    const kind = tree.kindOf(node)
    if (kind === 'assignment' || kind === 'augmented_assignment')
      return tree.childText(node, 'left')
    const around = tree.parentOf(node)
    if (kind === 'list' && isIncluded(tree, around)) return `@${node}`
    if (kind === 'call' && /^\w+\.(append|extend|insert)$/.test(tree.childText(node, 'function')))
      return tree.childText(node, 'function').replace(/\.\w+$/, '')
    if (kind === 'function_definition' || kind === 'class_definition') return null
    node = around
  }
  return null
}

function isIncluded(tree: Syntax, node: NodeIndex): boolean {
  const list = tree.kindOf(node) === 'tuple' ? tree.parentOf(node) : node
  if (tree.kindOf(list) !== 'argument_list') return false
  return tree.childText(tree.parentOf(list), 'function') === 'include'
}

/** Django REST framework's `router.register('users', UserViewSet)`: the list and the item; which methods, the class decides. */
function registered(
  tree: Syntax,
  draft: RoutingDraft,
  on: string,
  call: NodeIndex,
  [prefix, view]: readonly NodeIndex[],
): void {
  if (!draft.routers.some(({ name }) => name === on)) return
  const path = pathOf(written(tree, prefix as NodeIndex), false)
  const handler = tree.textOf(view as NodeIndex).slice(0, 100)
  const row = { on, method: '*', line: tree.lineOf(call), handler, isPrivate: false }
  draft.routes.push({ ...row, path }, { ...row, path: `${path}/{pk}` })
}

/** A pattern as a path: named groups are parameters, anything else a pattern may hold is a hole. */
function pathOf(address: string, isPattern: boolean): string {
  if (!isPattern) return `/${address}`.replace(/^\/\$/, '$')
  const path = address
    .replace(/^\^|\/?\??\$?$/g, '')
    .replace(/\(\?P<(\w+)>(?:[^()\\]|\\.|\([^()]*\))*\)/g, '{$1}')
    .replace(/\\([./-])/g, '$1')
  return /[()[\]*+?|\\^]/.test(path) ? `/${hole()}` : `/${path}`
}
