/** Where is an application made? Calls of the known classes and of the project's own subclasses, wherever they stand. */

import type { NodeIndex } from '../../../languages/tree/syntax.mts'
import { APPLICATIONS, type Framework } from './packages.mts'
import { type Call, callsIn, indentOf, originOf, type PythonFile, statementOf } from './source.mts'

export interface Application {
  readonly file: PythonFile
  readonly framework: Framework
  readonly call: NodeIndex
  readonly line: number
  /** What it is assigned to, when that is all its statement does; else the call itself is wrapped. */
  readonly assigned: {
    readonly target: string
    readonly end: number
    readonly indent: string
  } | null
  /** The name it is known by in its file. */
  readonly name: string | null
  readonly isTraced: boolean
}

export const TRACE = 'trace_app'

export function applicationsOf(files: readonly PythonFile[]): Application[] {
  const classes = subclasses(files)
  const found = files.flatMap(file => madeIn(file, classes))
  const mounted = mountedIn(files)
  return found.filter(
    ({ file, name }) =>
      name === null || !mounted.some(mount => mount.name === name && mount.reaches(file.path)),
  )
}

/** Class name → framework, of classes of the project that derive from an application class, over several steps. */
export function subclasses(files: readonly PythonFile[]): ReadonlyMap<string, Framework> {
  const known = new Map<string, Framework>()
  for (let size = -1; size !== known.size; ) {
    size = known.size
    for (const file of files)
      for (const { name, base } of derivedIn(file)) {
        const framework = frameworkOf(file, base, known)
        if (framework !== null) known.set(name, framework)
      }
  }
  return known
}

const derivedIn = ({ tree }: PythonFile) =>
  tree.nodesOf(['class_definition']).flatMap(node => {
    const bases = tree.child(node, 'superclasses')
    const name = tree.childText(node, 'name')
    return bases === null
      ? []
      : [...tree.childrenOf(bases)].map(base => ({ name, base: tree.textOf(base) }))
  })

function frameworkOf(
  file: PythonFile,
  callee: string,
  classes: ReadonlyMap<string, Framework>,
): Framework | null {
  if (!/^[\w.]+$/.test(callee)) return null
  const origin = originOf(file, callee)
  const known = Object.hasOwn(APPLICATIONS, origin) ? APPLICATIONS[origin] : undefined
  return known ?? classes.get(origin.split('.').at(-1) ?? '') ?? null
}

function madeIn(file: PythonFile, classes: ReadonlyMap<string, Framework>): Application[] {
  const calls = callsIn(file)
  const traced = tracedIn(file, calls)
  return calls.flatMap(({ node, callee }) => {
    const framework = frameworkOf(file, callee, classes)
    if (framework === null) return []
    const { assigned, name } = assignmentOf(file, node)
    const isTraced = traced.nodes.has(node) || (name !== null && traced.names.has(name))
    return [{ file, framework, call: node, line: file.tree.lineOf(node), assigned, name, isTraced }]
  })
}

/** What `trace_app(…)` is already called with. */
function tracedIn({ tree }: PythonFile, calls: readonly Call[]) {
  const given = calls.flatMap(({ callee, positional }) => (callee === TRACE ? positional : []))
  return { nodes: new Set(given), names: new Set(given.map(node => tree.textOf(node))) }
}

function assignmentOf(
  { tree }: PythonFile,
  call: NodeIndex,
): Pick<Application, 'assigned' | 'name'> {
  const parent = tree.parentOf(call)
  if (tree.kindOf(parent) !== 'assignment' || tree.fieldOf(call) !== 'right')
    return { assigned: null, name: null }
  const target = tree.childText(parent, 'left')
  if (!/^[\w.]+$/.test(target)) return { assigned: null, name: null }
  const statement = statementOf(tree, call)
  const end = tree.endOf(statement)
  const indent = indentOf(tree, tree.startOf(statement), end)
  const isAlone = tree.parentOf(parent) === statement && indent !== null
  return { assigned: isAlone ? { target, end, indent } : null, name: target }
}

/** Applications below another one: the outermost makes the span, an inner one would make it twice. */
function mountedIn(files: readonly PythonFile[]) {
  return files.flatMap(file =>
    callsIn(file).flatMap(({ callee, positional, named }) => {
      const inner = named.get('app') ?? positional[1]
      if (!callee.endsWith('.mount') || inner === undefined) return []
      const name = file.tree.textOf(inner)
      const origin = file.origins.get(name)
      const module = origin?.split('.').filter(Boolean).slice(0, -1).join('/')
      const reaches = (path: string) =>
        origin === undefined
          ? path === file.path
          : module === '' || `/${path}`.replace(/(\/__init__)?\.py$/, '').endsWith(`/${module}`)
      return [{ name: origin?.split('.').at(-1) ?? name, reaches }]
    }),
  )
}
