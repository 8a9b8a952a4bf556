/** Is there a route for every operation, and an operation for every route? Where neither can be known, neither is said. */

import type { SpecEvidence } from '../../core/evidence.mts'
import type { Route } from '../../core/routing.mts'
import { joined, pathKey, reaches, spelled } from '../../languages/routing/paths.mts'

type Api = SpecEvidence['apis'][number]
type Operation = Api['operations'][number]

export interface Promised extends Operation {
  readonly api: string
  readonly fate: 'implemented' | 'missing' | 'unclear'
  /** For a missing one: other methods that the path answers. */
  readonly others: readonly string[]
}

/** A document of which fewer operations are found describes another program, or one whose routes cannot be read. */
const LEAST_SHARE = 0.25

/** Where a program shows its own documentation. */
const SELF = /\/(docs|api-docs|swagger(-ui)?|redoc|openapi|swagger)(\.(json|ya?ml|html))?$/i

export interface Fates {
  readonly operations: readonly Promised[]
  /** Routes that no document which is about this code names. */
  readonly undocumented: readonly Route[]
  /** Routes that could be named: those of programs some document is about. */
  readonly documentable: number
}

export function fatesOf({ apis, routes, openEnds }: SpecEvidence): Fates {
  const whole = routes.filter(({ isWhole }) => isWhole)
  const looked = lookUp(apis, whole)
  const operations = looked.flatMap(({ api, found, isAbout }) =>
    found.map(({ operation, paths, answers, isFound }): Promised => {
      const isUnclear = () =>
        !isAbout || paths.some(path => mayAnswer(path, operation, routes, openEnds))
      const fate = isFound ? 'implemented' : isUnclear() ? 'unclear' : 'missing'
      const others = [...new Set(answers.map(({ method }) => method))].sort()
      return { ...operation, api: api.path, fate, others }
    }),
  )
  const about = looked.filter(({ isAbout }) => isAbout)
  const known = new Set(
    about.flatMap(({ found }) =>
      found.flatMap(({ operation, paths }) =>
        paths.map(pathKey).flatMap(key => [key, `${operation.method} ${key}`]),
      ),
    ),
  )
  const folders = about.map(({ hits }) =>
    commonFolder(hits.flatMap(({ answers }) => answers.map(({ file }) => file))),
  )
  const documentable = whole.filter(
    route => isDocumentable(route) && folders.some(folder => route.file.startsWith(folder)),
  )
  const undocumented = documentable.filter(({ method, path }) => {
    const key = pathKey(path)
    return !known.has(method === '*' ? key : `${method} ${key}`)
  })
  return { operations, undocumented, documentable: documentable.length }
}

/** Each document's operations with the routes at their paths, and whether it is about this code at all. */
function lookUp(apis: readonly Api[], routes: readonly Route[]) {
  const byKey = Map.groupBy(routes, ({ path }) => pathKey(path))
  return apis.map(api => {
    const shifts = shiftsOf(api, routes)
    const found = api.operations.map(operation => {
      const paths = shifts.map(shift => shift(operation.path))
      const answers = paths.flatMap(path => byKey.get(pathKey(path)) ?? [])
      const isFound = answers.some(each => answersTo(each, operation))
      return { operation, paths, answers, isFound }
    })
    const hits = found.filter(({ isFound }) => isFound)
    const isAbout = hits.length >= LEAST_SHARE * found.length && hits.length > 0
    return { api, found, hits, isAbout }
  })
}

const isDocumentable = ({ isPrivate, method, path }: Route) =>
  !isPrivate &&
  method !== 'HEAD' &&
  method !== 'OPTIONS' &&
  !path.includes('*}') &&
  !SELF.test(path)

const answersTo = (route: Route, { method }: Operation) =>
  route.method === '*' || route.method === method || (method === 'HEAD' && route.method === 'GET')

/** A route with a hole, a parameter in place of a word, or an open end may answer; code cannot tell. */
function mayAnswer(
  path: string,
  operation: Operation,
  routes: readonly Route[],
  openEnds: SpecEvidence['openEnds'],
): boolean {
  if (
    openEnds.some(end => end.path === '/' || path === end.path || path.startsWith(`${end.path}/`))
  )
    return true
  return routes.some(route => {
    if (!answersTo(route, operation)) return false
    if (route.isWhole) return pathKey(route.path) !== pathKey(path) && reaches(route.path, path)
    return endsLike(path, route.path)
  })
}

/** Whether a path of which only the end is known can be this one. */
function endsLike(path: string, end: string): boolean {
  const want = path.split('/').slice(1)
  const have = end
    .replace(/^(\/\{\$\})+/, '')
    .split('/')
    .slice(1)
  if (have.length > want.length) return false
  const tail = want.slice(want.length - have.length)
  return have.every((part, index) => {
    const other = tail[index] ?? ''
    return part === '{$}' || pathKey(part) === pathKey(other) || reaches(`/${part}`, `/${other}`)
  })
}

type Shift = (path: string) => string

/**
 * How a document's paths become those of the code: below each of its servers, as they stand, and with the one prefix
 * more or less that most of its operations need (a proxy, a context path).
 */
function shiftsOf({ bases, operations }: Api, routes: readonly Route[]): readonly Shift[] {
  const at =
    (base: string): Shift =>
    path =>
      spelled(joined(base, path)).path
  const own = [...new Set(['', ...bases.filter(base => !base.includes('{'))])]
  const votes = new Map<string, number>()
  for (const operation of operations.slice(0, 2_000))
    for (const each of differences(operation, routes)) votes.set(each, (votes.get(each) ?? 0) + 1)
  const [best] = [...votes].sort((a, b) => b[1] - a[1] || a[0].length - b[0].length)
  const shifts = own.map(at)
  if (best === undefined || best[1] < 2) return shifts
  const [shift] = best
  const prefix = shift.slice(1)
  if (shift.startsWith('+')) return own.includes(prefix) ? shifts : [...shifts, at(prefix)]
  const cut: Shift = path => {
    const plain = spelled(path).path
    return plain.startsWith(`${prefix}/`) ? plain.slice(prefix.length) : plain
  }
  return [...shifts, cut]
}

/** By what its path would lie below a route's or above it: `+/api`, `-/v1`. */
function differences(operation: Operation, routes: readonly Route[]): ReadonlySet<string> {
  const seen = new Set<string>()
  const want = pathKey(spelled(operation.path).path)
  if (want === '/') return seen
  for (const route of routes) {
    if (!answersTo(route, operation)) continue
    const have = pathKey(route.path)
    if (have.endsWith(want)) seen.add(`+${have.slice(0, have.length - want.length)}`)
    else if (have !== '/' && want.endsWith(have))
      seen.add(`-${want.slice(0, want.length - have.length)}`)
  }
  return seen
}

/** The deepest folder that holds all of these files, with its slash; '' for the root. */
function commonFolder(files: readonly string[]): string {
  const [first = '', ...rest] = files.map(file => file.slice(0, file.lastIndexOf('/') + 1))
  let folder = first
  while (folder !== '' && !rest.every(each => each.startsWith(folder)))
    folder = folder.replace(/[^/]*\/$/, '')
  return folder
}
