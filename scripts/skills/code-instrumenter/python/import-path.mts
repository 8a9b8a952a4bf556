/** How does this file import a module that lies beside it? As the project already imports what lies there. */

import { folderOf } from '../../../core/paths.mts'
import { homeOf, withSlash } from '../places.mts'
import type { PythonFile } from './source.mts'

/** `module` is the folder as others import it, '' for none; null when only the fallback of both forms is safe. */
export interface ImportPath {
  readonly from: string | null
}

export interface Importer {
  readonly path: string
  readonly modules: readonly string[]
}

export function importPath(
  file: PythonFile,
  paths: ReadonlySet<string>,
  importers: readonly Importer[],
  commands: readonly string[],
): ImportPath {
  const folder = folderOf(file.path)
  const own = file.modules.map(({ name }) => name)
  if (own.some(name => name.startsWith('.'))) return { from: '.' }
  const roots = ancestorsOf(folder)
  const root =
    roots.find(each => own.some(name => isModule(paths, each, name))) ??
    roots.find(each => isKnownFrom(each, file.path, importers, commands)) ??
    namedRoot(file.tree.text, roots, paths)
  if (root !== undefined) return dotted(root, folder)
  return paths.has(`${withSlash(folder)}__init__.py`) ? { from: null } : { from: '' }
}

/** Whether other files import it, or commands start it, as seen from this folder. */
function isKnownFrom(
  root: string,
  path: string,
  importers: readonly Importer[],
  commands: readonly string[],
): boolean {
  const stem = path.replace(/(\/__init__)?\.py$/, '')
  const name = stem.slice(root.length).replaceAll('/', '.')
  if (name === '') return false
  const isTelling = name.includes('.') || root === homeOf(path)
  const isImported = importers.some(
    each =>
      each.path !== path &&
      each.modules.some(module => module === name || module.startsWith(`${name}.`)),
  )
  const started = new RegExp(`(^|[^\\w.])${escaped(name)}:\\w`, 'm')
  return (isImported && isTelling) || commands.some(text => started.test(text))
}

/** The folder from which a text of the file names a module. */
function namedRoot(
  text: string,
  roots: readonly string[],
  paths: ReadonlySet<string>,
): string | undefined {
  for (const [, name = ''] of text.matchAll(/["'](\w+(?:\.\w+)+)["']/g)) {
    const root = roots.find(each => isModule(paths, each, name))
    if (root !== undefined) return root
  }
  return undefined
}

/** Outermost first: a whole package path says more than its last part. */
function ancestorsOf(folder: string): string[] {
  const parts = folder === '' ? [] : folder.split('/')
  return Array.from({ length: parts.length + 1 }, (_, size) =>
    withSlash(parts.slice(0, size).join('/')),
  )
}

function isModule(paths: ReadonlySet<string>, root: string, name: string): boolean {
  if (!/^\w+(\.\w+)*$/.test(name)) return false
  const base = root + name.replaceAll('.', '/')
  return paths.has(`${base}.py`) || paths.has(`${base}/__init__.py`) || hasBelow(paths, `${base}/`)
}

/** Folders that hold Python files, once per set of paths: packages without `__init__.py` are packages too. */
const folders = new WeakMap<ReadonlySet<string>, ReadonlySet<string>>()

function hasBelow(paths: ReadonlySet<string>, base: string): boolean {
  const known =
    folders.get(paths) ??
    new Set([...paths].flatMap(path => (path.endsWith('.py') ? ancestorsOf(folderOf(path)) : [])))
  folders.set(paths, known)
  return known.has(base)
}

/** The folder as seen from the import root; a folder no import could name is only reached directly. */
function dotted(root: string, folder: string): ImportPath {
  const name = folder.slice(root.length).replaceAll('/', '.')
  return { from: /^([A-Za-z_]\w*)?(\.[A-Za-z_]\w*)*$/.test(name) ? name : '' }
}

const escaped = (name: string) => name.replace(/[.\\]/g, '\\$&')
