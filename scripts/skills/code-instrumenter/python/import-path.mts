/** How does this file import a module that lies beside it? As the project already imports what lies there. */

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
  const ancestors = ancestorsOf(folder)
  for (const root of ancestors)
    if (own.some(name => isModule(paths, root, name))) return dotted(root, folder)
  const stem = file.path.replace(/(\/__init__)?\.py$/, '')
  for (const root of ancestors) {
    const name = stem.slice(root.length).replaceAll('/', '.')
    if (name === '') continue
    const isImported = importers.some(
      ({ path, modules }) =>
        path !== file.path && modules.some(each => each === name || each.startsWith(`${name}.`)),
    )
    const isStarted = commands.some(text =>
      new RegExp(`(^|[^\\w.])${escaped(name)}:\\w`, 'm').test(text),
    )
    if ((isImported && (name.includes('.') || root === folderSlash(folder))) || isStarted)
      return dotted(root, folder)
  }
  const settings = /["'](\w+(?:\.\w+)+)["']/g
  for (const [, name = ''] of file.tree.text.matchAll(settings))
    for (const root of ancestors) if (isModule(paths, root, name)) return dotted(root, folder)
  return paths.has(`${folderSlash(folder)}__init__.py`) ? { from: null } : { from: '' }
}

const folderOf = (path: string) => path.slice(0, Math.max(0, path.lastIndexOf('/')))
const folderSlash = (folder: string) => (folder === '' ? '' : `${folder}/`)

/** Outermost first: a whole package path says more than its last part. */
function ancestorsOf(folder: string): string[] {
  const parts = folder === '' ? [] : folder.split('/')
  return Array.from({ length: parts.length + 1 }, (_, size) =>
    folderSlash(parts.slice(0, size).join('/')),
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
