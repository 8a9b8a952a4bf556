/** How are paths of a project put together? Always with `/`, relative to the project, never above it. */

/** '' for the project's own folder. */
export const folderOf = (path: string): string => path.slice(0, Math.max(0, path.lastIndexOf('/')))

export const baseOf = (path: string): string => path.slice(path.lastIndexOf('/') + 1)

/** Null when it leads out of the project. */
export function joined(folder: string, path: string): string | null {
  const parts = folder === '' ? [] : folder.split('/')
  for (const part of path.split('/')) {
    if (part === '' || part === '.') continue
    if (part !== '..') parts.push(part)
    else if (parts.pop() === undefined) return null
  }
  return parts.join('/')
}

/** Files of this name in the folder or below it. */
export const below = (folder: string, base: string, paths: readonly string[]): string[] =>
  paths.filter(path => isInside(path, folder) && baseOf(path) === base)

/** The folder itself, then each around it, the project's last. */
export function* foldersUp(folder: string): Generator<string> {
  for (let next = folder; ; next = folderOf(next)) {
    yield next
    if (next === '') return
  }
}

export const isInside = (path: string, folder: string): boolean =>
  folder === '' || path === folder || path.startsWith(`${folder}/`)

/** The path without the ending of a code file, and without `/index`: what others may call it by. */
export const stem = (path: string): string =>
  path.replace(/(\.d)?\.[cm]?[jt]sx?$/, '').replace(/(^|\/)index$/, '')
